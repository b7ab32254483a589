import { expect, test } from "vitest";
import { changed, orderInEachSituation, theAttemptOf } from "../../../tests/builders/orders.ts";
import { aCapture, anAttempt, aRefund, withPayment } from "../../../tests/builders/payments.ts";
import { problemThrownBy } from "../../../tests/builders/problem-thrown-by.ts";
import { capture } from "./capture-and-release.ts";
import type { Order } from "./order.ts";
import { isWaiting, requireDue, requireFewCaptures, requireOpen, wasAccepted } from "./payment-requests.ts";
import { recordCapture } from "./shipment-transitions.ts";

const asked = { request: "req-1", fingerprint: "body-1" };
const { confirmed, shipped, cancelled } = orderInEachSituation();

test("a request is found again by its id, while it waits and once it is done", () => {
  const accepted = capture(confirmed, { ...asked, amount: undefined, final: false }, changed(5));
  const done = recordCapture(accepted, instructionOfRequest(accepted), theAttemptOf(accepted), true, [], changed(6));

  expect([confirmed, accepted, done].map((order) => wasAccepted(order, asked))).toEqual([false, true, true]);
  expect([confirmed, accepted, done].map((order) => isWaiting(order, asked))).toEqual([false, true, false]);
  expect(wasAccepted(done, { ...asked, request: "req-2" })).toBe(false);
});

test("the same id with another body: 422", () => {
  const accepted = capture(confirmed, { ...asked, amount: undefined, final: false }, changed(5));

  expect(problemThrownBy(() => wasAccepted(accepted, { ...asked, fingerprint: "body-2" }))).toMatchObject({
    code: "idempotency_key_reused",
    message: expect.stringContaining(confirmed.id),
  });
});

test.each(["REQUESTED", "ACTION_REQUIRED"] as const)("an attempt that is %s waits", (status) => {
  const order = withPayment(confirmed, { attempts: [anAttempt({ ...asked, status })] });
  expect(isWaiting(order, asked)).toBe(true);
});

test.each(["AUTHORIZED", "DECLINED", "CLOSED"] as const)("an attempt that is %s does not wait", (status) => {
  const order = withPayment(confirmed, { attempts: [anAttempt({ ...asked, status })] });
  expect(isWaiting(order, asked)).toBe(false);
  expect(wasAccepted(order, asked)).toBe(true);
});

test("a refund that was given back by hand is found by either request", () => {
  const givenBack = { reference: "transfer back", request: "req-2", fingerprint: "body-2" };
  const order = withPayment(confirmed, {
    instructions: [aCapture(1, 100), aRefund(2, 1, 100, { ...asked, givenBack })],
  });

  expect(wasAccepted(order, asked)).toBe(true);
  expect(wasAccepted(order, { request: "req-2", fingerprint: "body-2" })).toBe(true);
});

test("an order that has ended takes no more money", () => {
  expect(problemThrownBy(() => requireOpen(cancelled))).toMatchObject({ code: "order_ended" });
  expect(problemThrownBy(() => requireOpen(shipped))).toMatchObject({ code: "order_ended" });
  expect(() => requireOpen(confirmed)).not.toThrow();
});

test("what is captured is not due", () => {
  expect(requireDue(confirmed)).toBe(3_870);
  expect(problemThrownBy(() => requireDue(shipped))).toMatchObject({ code: "nothing_due" });
});

test("20 captures of an order at most", () => {
  const withCaptures = (count: number) =>
    withPayment(confirmed, { instructions: Array.from({ length: count }, (_, index) => aCapture(index + 1, 1)) });
  expect(() => requireFewCaptures(withCaptures(19))).not.toThrow();
  expect(problemThrownBy(() => requireFewCaptures(withCaptures(20)))).toMatchObject({ code: "too_many_payments" });
});

function instructionOfRequest({ payment }: Order) {
  const found = payment.instructions.find(({ request }) => request === asked.request);
  if (!found) throw new Error("The request made no instruction.");
  return found;
}
