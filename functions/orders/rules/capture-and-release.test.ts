import { expect, test } from "vitest";
import { changed, orderInEachSituation, theAttemptOf } from "../../../tests/builders/orders.ts";
import { aCapture, anAttempt, withPayment } from "../../../tests/builders/payments.ts";
import { problemThrownBy } from "../../../tests/builders/problem-thrown-by.ts";
import { type CaptureRequest, capture, releasePayment } from "./capture-and-release.ts";
import type { Order } from "./order.ts";
import { recordCapture } from "./shipment-transitions.ts";

const asked = { request: "req-1", fingerprint: "body-1" };
const { confirmed, leaving, cancelling, cancelled, declined } = orderInEachSituation();
const multicapture = withPayment(confirmed, { attempts: [anAttempt({ multicapture: true })] });
const held = { ...confirmed, paymentHoldSeconds: 3_600 };

function captured(order: Order, request: Partial<CaptureRequest> = {}): Order {
  return capture(order, { ...asked, amount: undefined, final: false, ...request }, changed(5, "staff:sam"));
}

test("all that is due: one capture, in flight at once", () => {
  expect(captured(confirmed).payment.instructions).toMatchObject([
    { id: 1, kind: "CAPTURE", state: "IN_FLIGHT", amount: 3_870, attempt: 1, ...asked },
  ]);
});

test("two captures at once stand in order; what both take is never more than is due", () => {
  const both = captured(captured(multicapture, { amount: 1_000 }), { amount: 2_870, request: "req-2" });

  expect(both.payment.instructions).toMatchObject([
    { state: "IN_FLIGHT", amount: 1_000 },
    { state: "REQUESTED", amount: 2_870 },
  ]);
  expect(problemThrownBy(() => captured(both, { request: "req-3" }))).toMatchObject({ code: "nothing_due" });
});

test("more than is due: the error says how much is left, and where", () => {
  const some = captured(multicapture, { amount: 1_000 });
  expect(problemThrownBy(() => captured(some, { amount: 2_871 }))).toMatchObject({
    code: "amount_too_large",
    message: expect.stringContaining("28.70 EUR can be captured, not 28.71 EUR"),
    errors: [{ path: "amount" }],
  });
});

test("a final part closes the attempt after the capture", () => {
  expect(
    captured({ ...multicapture, paymentHoldSeconds: 60 }, { amount: 1_000, final: true }).payment.instructions,
  ).toMatchObject([
    { kind: "CAPTURE", state: "IN_FLIGHT" },
    { kind: "VOID", state: "REQUESTED", attempt: 1 },
  ]);
});

test("a part for good of an order without a hold is refused; with a hold the rest waits for another payment", () => {
  expect(problemThrownBy(() => captured(confirmed, { amount: 1_000 }))).toMatchObject({ code: "rest_unpayable" });
  expect(problemThrownBy(() => captured(multicapture, { amount: 1_000, final: true }))).toMatchObject({
    code: "rest_unpayable",
  });
  const part = captured(held, { amount: 1_000 });
  const [instruction = aCapture(1, 0)] = part.payment.instructions;
  const done = recordCapture(part, instruction, theAttemptOf(part), true, [], changed(6));
  expect(done).toMatchObject({ status: "CONFIRMED", holdUntil: changed(3_606).now });
});

test("nothing authorized, or an order that has ended: refused", () => {
  const unpaid = withPayment(confirmed, { attempts: [anAttempt({ status: "EXPIRED" })] });
  expect(problemThrownBy(() => captured(unpaid))).toMatchObject({ code: "nothing_authorized" });
  expect(problemThrownBy(() => captured(declined))).toMatchObject({ code: "order_ended" });
});

test("void: the attempt is closed, and the held order keeps its stock", () => {
  const released = releasePayment(held, asked, changed(5));

  expect(released).toMatchObject({ status: "CONFIRMED", holdUntil: changed(3_605).now });
  expect(released.payment.instructions).toMatchObject([{ kind: "VOID", state: "IN_FLIGHT", attempt: 1, ...asked }]);
});

test("void of an order that is not held: it is cancelled", () => {
  expect(releasePayment(confirmed, asked, changed(5))).toMatchObject({ status: "CANCELLED" });
});

test("void where nothing is open, or all of it is being closed, or a shipment is leaving: refused", () => {
  expect(problemThrownBy(() => releasePayment(cancelled, asked, changed(5)))).toMatchObject({
    code: "nothing_authorized",
  });
  expect(problemThrownBy(() => releasePayment(cancelling, asked, changed(5)))).toMatchObject({
    code: "nothing_authorized",
  });
  expect(problemThrownBy(() => releasePayment(leaving, asked, changed(5)))).toMatchObject({ code: "order_busy" });
});
