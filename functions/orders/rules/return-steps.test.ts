import { expect, test } from "vitest";
import { at, changed, orderInEachSituation } from "../../../tests/builders/orders.ts";
import { problemThrownBy } from "../../../tests/builders/problem-thrown-by.ts";
import { came, withReceived, withReturnOf } from "../../../tests/builders/returns.ts";
import type { Order } from "./order.ts";
import type { ReturnRefund } from "./return.ts";
import { approveReturn, cancelReturn, rejectReturn } from "./return-steps.ts";

const { delivered } = orderInEachSituation();
const requested = withReturnOf(delivered, { MUG: 2 }, { isCustomer: true });
const made = withReturnOf(delivered, { MUG: 2 });

function approved(order: Order, refund?: ReturnRefund): Order {
  return approveReturn(order, { number: 1, refund, refundByDefault: "auto" }, changed(11, "staff:sam"));
}

test("approve: its units are expected; refunded as the shop says of this return, or of every one", () => {
  expect(approved(requested).returns).toMatchObject([{ status: "APPROVED", refund: "auto", updatedAt: at(11) }]);
  expect(approved(requested, "manual").returns).toMatchObject([{ status: "APPROVED", refund: "manual" }]);
});

test("approving again: nothing changes; in another way: refused", () => {
  const manual = approved(requested, "manual");
  expect(approved(manual)).toBe(manual);
  expect(approved(manual, "manual")).toBe(manual);
  expect(problemThrownBy(() => approved(manual, "auto"))).toMatchObject({ code: "invalid_state_transition" });
});

test("approving again when units have come: nothing changes", () => {
  const received = withReceived(approved(requested), [came("MUG", 1)]);
  expect(approved(received)).toBe(received);
  expect(problemThrownBy(() => approved(received, "manual"))).toMatchObject({ code: "invalid_state_transition" });
});

test("cancel: one that was exchanged is the shop's to cancel", () => {
  const [one] = approved(requested).returns;
  const sent = { ...approved(requested), returns: one ? [{ ...one, exchangeOrderId: "ord_2" }] : [] };
  expect(problemThrownBy(() => cancelReturn(sent, 1, true, changed(12)))).toMatchObject({
    code: "staff_only",
    message: expect.stringContaining("ord_2"),
  });
  expect(cancelReturn(sent, 1, false, changed(12)).returns).toMatchObject([{ status: "CANCELLED" }]);
});

test("reject: with a reason; again the same changes nothing, and nothing follows it", () => {
  const rejected = rejectReturn(requested, 1, "Worn", changed(11, "staff:sam"));
  expect(rejected.returns).toMatchObject([{ status: "REJECTED", rejectionReason: "Worn" }]);
  expect(rejectReturn(rejected, 1, "Worn", changed(12))).toBe(rejected);
  for (const refused of [
    () => rejectReturn(rejected, 1, "Late", changed(12)),
    () => approved(rejected),
    () => rejectReturn(made, 1, "Worn", changed(12)),
  ]) {
    expect(problemThrownBy(refused)).toMatchObject({ code: "invalid_state_transition" });
  }
});

test("cancel: the customer what the customer asked for, the shop every return; repeating it changes nothing", () => {
  const cancelled = cancelReturn(requested, 1, true, changed(11));
  expect(cancelled.returns).toMatchObject([{ status: "CANCELLED" }]);
  expect(cancelReturn(cancelled, 1, true, changed(12))).toBe(cancelled);
  expect(cancelReturn(approved(requested), 1, true, changed(12)).returns).toMatchObject([{ status: "CANCELLED" }]);
  expect(cancelReturn(made, 1, false, changed(11)).returns).toMatchObject([{ status: "CANCELLED" }]);
  expect(problemThrownBy(() => cancelReturn(made, 1, true, changed(11)))).toMatchObject({ code: "staff_only" });
});

test("a return of which units came is not cancelled", () => {
  const received = withReceived(made, [came("MUG", 1)]);
  expect(problemThrownBy(() => cancelReturn(received, 1, false, changed(30)))).toMatchObject({
    code: "invalid_state_transition",
  });
});

test("a return that the order does not have: 404", () => {
  expect(problemThrownBy(() => cancelReturn(delivered, 1, false, changed(11)))).toMatchObject({ code: "not_found" });
});
