import { expect, test } from "vitest";
import { at, changed, orderInEachSituation } from "../../../tests/builders/orders.ts";
import { problemThrownBy } from "../../../tests/builders/problem-thrown-by.ts";
import { came, withReceived, withReturnOf } from "../../../tests/builders/returns.ts";
import { LocationId } from "../../inventory/rules/location.ts";
import type { Order } from "./order.ts";
import { orderEvents } from "./order-events.ts";
import { orderMovements } from "./order-movements.ts";
import { MAX_RECEIPTS, returnReceivedBy } from "./receive-return.ts";
import { cancelReturn, rejectReturn } from "./return-steps.ts";
import { returnStatus } from "./returnable.ts";

const { shipped } = orderInEachSituation();
const expecting = withReturnOf(shipped, { MUG: 2, PEN: 1 });

const returnedOf = ({ lines }: Order) => lines.map(({ returned }) => returned);
const statusOf = ({ returns: [one] }: Order) => one?.status;

test("received in parts: the lines count what came, and the order stays as it is", () => {
  const first = withReceived(expecting, [came("MUG", 1)]);
  expect(returnedOf(first)).toEqual([1, 0]);
  expect([statusOf(first), first.status, returnStatus(first)]).toEqual([
    "PARTIALLY_RECEIVED",
    "SHIPPED",
    "PARTIALLY_RETURNED",
  ]);
  const all = withReceived(first, [came("PEN", 0, 1), came("MUG", 1)]);
  expect(returnedOf(all)).toEqual([2, 1]);
  expect([statusOf(all), returnStatus(all)]).toEqual(["RECEIVED", "RETURNED"]);
  expect([returnStatus(shipped), returnStatus(expecting)]).toEqual(["NONE", "REQUESTED"]);
});

test("what goes back into stock is a row of the ledger at its location; what is written off is none", () => {
  const location = LocationId.parse("berlin");
  const received = withReceived(expecting, [came("MUG", 1, 1), came("PEN", 0, 1)], { location });
  expect(orderMovements(expecting, received)).toEqual([
    { sku: "MUG", location: "berlin", kind: "returned", quantity: 1, orderId: shipped.id, returnNumber: 1 },
  ]);
});

test("each part is told by its own event", () => {
  const first = withReceived(expecting, [came("MUG", 1)]);
  const closed = withReceived(first, [], { close: true });
  const ofReturns = (before: Order, after: Order) =>
    orderEvents(before, after).filter(({ type }) => type.startsWith("Return"));
  const { id: orderId } = shipped;
  expect(ofReturns(expecting, first)).toEqual([
    {
      type: "ReturnReceived",
      data: {
        orderId,
        number: 1,
        status: "PARTIALLY_RECEIVED",
        location: "main",
        lines: [{ sku: "MUG", restocked: 1, writtenOff: 0 }],
      },
    },
  ]);
  expect(ofReturns(first, closed)).toMatchObject([{ type: "ReturnReceived", data: { status: "RECEIVED", lines: [] } }]);
  expect(ofReturns(shipped, expecting)).toMatchObject([{ type: "ReturnApproved" }]);
});

test("closed early: RECEIVED with what came, and the rest may be asked for again", () => {
  const closed = withReceived(expecting, [came("MUG", 1)], { close: true });
  expect(statusOf(closed)).toBe("RECEIVED");
  expect(withReturnOf(closed, { MUG: 1, PEN: 1 }).returns).toHaveLength(2);
  expect(problemThrownBy(() => withReceived(expecting, [], { close: true }))).toMatchObject({
    code: "nothing_received",
  });
});

test("more than the return expects, or what is not in it: refused", () => {
  const first = withReceived(expecting, [came("MUG", 1)]);
  expect(problemThrownBy(() => withReceived(first, [came("PEN", 1), came("MUG", 1, 1)]))).toMatchObject({
    code: "too_many_units",
    errors: [{ path: "lines.1", message: "must be at most 1 units" }],
  });
  expect(problemThrownBy(() => withReceived(withReturnOf(shipped, { MUG: 1 }), [came("PEN", 1)]))).toMatchObject({
    code: "unknown_line",
    errors: [{ path: "lines.0.sku" }],
  });
});

test("a return that is not approved, or over: refused", () => {
  const asked = withReturnOf(shipped, { MUG: 1 }, { isCustomer: true });
  const closed = withReceived(expecting, [came("MUG", 1)], { close: true });
  for (const order of [
    asked,
    rejectReturn(asked, 1, "Worn", changed(11)),
    cancelReturn(asked, 1, false, changed(11)),
    closed,
  ]) {
    expect(problemThrownBy(() => withReceived(order, [came("MUG", 1)]))).toMatchObject({
      code: "invalid_state_transition",
    });
  }
  expect(problemThrownBy(() => withReceived(closed, [], { close: true }))).toMatchObject({
    code: "invalid_state_transition",
  });
});

test("too many parts: refused, unless nothing more is expected after this one", () => {
  const [one] = withReceived(expecting, [came("MUG", 1)]).returns;
  if (!one) throw new Error("The order has a return.");
  const receipts = Array.from({ length: MAX_RECEIPTS }, () =>
    one.receipts.map((receipt) => ({ ...receipt, lines: [] })),
  );
  const full = { ...expecting, returns: [{ ...one, receipts: receipts.flat() }] };
  expect(problemThrownBy(() => withReceived(full, [came("PEN", 1)]))).toMatchObject({ code: "too_many_receipts" });
  expect(statusOf(withReceived(full, [came("PEN", 1)], { close: true }))).toBe("RECEIVED");
});

test("a request with the same key finds its return; with another body it is refused", () => {
  const request = { id: "req-1", fingerprint: "body-1" };
  const received = withReceived(expecting, [came("MUG", 1)], { request });
  expect(returnReceivedBy(received, request)).toMatchObject({ number: 1, updatedAt: at(20) });
  expect(returnReceivedBy(received, { ...request, id: "req-2" })).toBeUndefined();
  expect(problemThrownBy(() => returnReceivedBy(received, { ...request, fingerprint: "other" }))).toMatchObject({
    code: "idempotency_key_reused",
  });
});
