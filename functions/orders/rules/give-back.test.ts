import { expect, test } from "vitest";
import { at, changed, orderInEachSituation } from "../../../tests/builders/orders.ts";
import { aCapture, anAttempt, aRefund, withPayment } from "../../../tests/builders/payments.ts";
import { problemThrownBy } from "../../../tests/builders/problem-thrown-by.ts";
import { units } from "../../../tests/builders/products.ts";
import { giveBack, type RefundRequest } from "./give-back.ts";
import type { Order } from "./order.ts";

const asked = { request: "req-1", fingerprint: "body-1", reason: "One arrived broken" };
const { confirmed } = orderInEachSituation();
const paid = withPayment(confirmed, {
  attempts: [anAttempt({ status: "CAPTURED" })],
  instructions: [aCapture(1, 1_000), aCapture(2, 2_870)],
});

function given(order: Order, request: Partial<RefundRequest> = {}): Order {
  return giveBack(order, { ...asked, amount: undefined, lines: undefined, ...request }, changed(9, "staff:sam"));
}

const refundsOf = ({ payment }: Order) => payment.instructions.filter(({ kind }) => kind === "REFUND");

test("an amount beyond the oldest capture: the rest is of the next one", () => {
  expect(refundsOf(given(paid, { amount: 1_500 }))).toMatchObject([
    { capture: 1, amount: 1_000, state: "IN_FLIGHT", request: "req-1", note: "One arrived broken" },
    { capture: 2, amount: 500, state: "REQUESTED", request: "req-1" },
  ]);
});

test("neither amount nor lines: all that is left", () => {
  expect(refundsOf(given(given(paid, { amount: 1_500 }), { request: "req-2" }))).toMatchObject([
    { amount: 1_000 },
    { amount: 500 },
    { capture: 2, amount: 2_370 },
  ]);
});

test("lines: what their units were sold for; the same units again are counted", () => {
  const lines = [units("MUG", 1)];
  const once = given(paid, { lines });
  expect(refundsOf(once)[0]).toMatchObject({ lines });
  const twice = given(once, { lines, request: "req-2" });
  expect(problemThrownBy(() => given(twice, { lines, request: "req-3" }))).toMatchObject({
    code: "too_many_units",
    errors: [{ path: "lines.0.quantity" }],
  });
  expect(problemThrownBy(() => given(paid, { lines: [units("LAMP", 1)] }))).toMatchObject({ code: "unknown_line" });
});

test("more than is left: the error says how much there is", () => {
  expect(problemThrownBy(() => given(paid, { amount: 3_871 }))).toMatchObject({
    code: "amount_too_large",
    message: expect.stringContaining("38.70 EUR can be given back, not 38.71 EUR"),
  });
  const refunded = given(paid, { amount: 3_870 });
  expect(problemThrownBy(() => given(refunded))).toMatchObject({ code: "nothing_to_refund" });
  expect(problemThrownBy(() => given(confirmed))).toMatchObject({ code: "nothing_to_refund" });
});

test("a refund that was refused is still there to be given back", () => {
  const refused = withPayment(paid, {
    instructions: [aCapture(1, 3_870), aRefund(2, 1, 3_870, { state: "REFUSED" })],
  });
  expect(refundsOf(given(refused)).at(-1)).toMatchObject({ amount: 3_870, state: "IN_FLIGHT" });
});

test("money that came another way: REFUSED, a person gives it back", () => {
  const { attempt: _, ...byHand } = aCapture(1, 3_870);
  expect(refundsOf(given(withPayment(paid, { instructions: [byHand] })))).toMatchObject([
    { amount: 3_870, state: "REFUSED" },
  ]);
});

test("a dispute: refused", () => {
  const disputed = withPayment(paid, {
    attempts: [
      anAttempt({ status: "CAPTURED", disputes: [{ reference: "dp_1", amount: 9, status: "OPEN", seenAt: at(9) }] }),
    ],
  });
  expect(problemThrownBy(() => given(disputed))).toMatchObject({ code: "payment_disputed" });
});

test("50 refunds at most", () => {
  const refunds = Array.from({ length: 50 }, (_, index) => aRefund(index + 2, 1, 1));
  const order = withPayment(paid, { instructions: [aCapture(1, 3_870), ...refunds] });
  expect(problemThrownBy(() => given(order))).toMatchObject({ code: "too_many_payments" });
});
