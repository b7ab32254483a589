import { expect, test } from "vitest";
import { at, changed, orderInEachSituation } from "../../../tests/builders/orders.ts";
import { problemThrownBy } from "../../../tests/builders/problem-thrown-by.ts";
import { units } from "../../../tests/builders/products.ts";
import { came, withReceived, withReturnOf } from "../../../tests/builders/returns.ts";
import type { Order } from "./order.ts";
import { returnMadeBy } from "./request-return.ts";
import { cancelReturn, rejectReturn } from "./return-steps.ts";
import { mayRequestReturn, returnableUntil } from "./returnable.ts";

const DAY = 86_400;
const { confirmed, shipped, delivered } = orderInEachSituation();
const mug = units("MUG", 1).sku;
const byCustomer = { isCustomer: true };

const statusesOf = ({ returns }: Order) => returns.map(({ status }) => status);

test("the customer asks: REQUESTED, and not decided how it is refunded; the shop: APPROVED", () => {
  expect(withReturnOf(delivered, { MUG: 1 }, byCustomer).returns).toMatchObject([
    { number: 1, status: "REQUESTED", requestedBy: "customer:alice", createdAt: at(10), updatedAt: at(10) },
  ]);
  expect(withReturnOf(delivered, { MUG: 1 }, byCustomer).returns[0]).not.toHaveProperty("refund");
  expect(withReturnOf(delivered, { MUG: 1 }, { refund: "manual" }).returns).toMatchObject([
    { status: "APPROVED", refund: "manual", requestedBy: "staff:sam" },
  ]);
});

test("more units than shipped, or than are in no other return: refused with how many may be", () => {
  expect(problemThrownBy(() => withReturnOf(confirmed, { MUG: 1 }))).toMatchObject({
    code: "too_many_units",
    message: expect.stringContaining("none has shipped"),
    errors: [{ path: "lines.0.sku", message: "has no unit that can be returned now" }],
  });
  expect(problemThrownBy(() => withReturnOf(shipped, { PEN: 1, MUG: 3 }))).toMatchObject({
    code: "too_many_units",
    errors: [{ path: "lines.1.quantity", message: "must be at most 2" }],
  });
  const requested = withReturnOf(shipped, { MUG: 1 });
  expect(problemThrownBy(() => withReturnOf(requested, { MUG: 2 }))).toMatchObject({
    errors: [{ message: "must be at most 1" }],
  });
  const both = withReturnOf(requested, { MUG: 1 });
  expect(statusesOf(both)).toEqual(["APPROVED", "APPROVED"]);
  expect(problemThrownBy(() => withReturnOf(both, { MUG: 1 }))).toMatchObject({
    message: expect.stringContaining("what has shipped is back, or in another return"),
  });
});

test("a unit that came back is not returned again; one whose return was rejected, cancelled or closed without it is", () => {
  const returned = withReceived(withReturnOf(shipped, { MUG: 2 }), [came("MUG", 1)], { close: true });
  expect(problemThrownBy(() => withReturnOf(returned, { MUG: 2 }))).toMatchObject({ code: "too_many_units" });
  expect(statusesOf(withReturnOf(returned, { MUG: 1 }))).toEqual(["RECEIVED", "APPROVED"]);
  const asked = withReturnOf(shipped, { MUG: 2 }, byCustomer);
  expect(statusesOf(withReturnOf(rejectReturn(asked, 1, "Worn", changed(11)), { MUG: 2 }))).toHaveLength(2);
  expect(statusesOf(withReturnOf(cancelReturn(asked, 1, true, changed(11)), { MUG: 2 }))).toHaveLength(2);
});

test("a SKU that is not in the order: refused", () => {
  expect(problemThrownBy(() => withReturnOf(shipped, { LAMP: 1 }))).toMatchObject({
    code: "unknown_line",
    errors: [{ path: "lines.0.sku" }],
  });
});

test("the customer asks until 30 days after the delivery, the shop at any time", () => {
  const until = 6 + 30 * DAY;
  expect(returnableUntil(delivered, mug)).toBe(at(until));
  expect(statusesOf(withReturnOf(delivered, { MUG: 1 }, { ...byCustomer, seconds: until - 1 }))).toEqual(["REQUESTED"]);
  expect(problemThrownBy(() => withReturnOf(delivered, { MUG: 1 }, { ...byCustomer, seconds: until }))).toMatchObject({
    code: "too_late_to_return",
    errors: [{ path: "lines.0.sku", message: `was until ${at(until)}` }],
  });
  expect(statusesOf(withReturnOf(delivered, { MUG: 1 }, { seconds: until }))).toEqual(["APPROVED"]);
});

test("where no delivery was recorded, the days count from when the parcel left; of several parcels the last counts", () => {
  expect(returnableUntil(shipped, mug)).toBe(at(5 + 30 * DAY));
  const [parcel] = delivered.shipments;
  if (!parcel) throw new Error("The order has a shipment.");
  const later = { ...parcel, number: 2, deliveredAt: at(9_000) };
  const other = { ...parcel, number: 3, deliveredAt: at(99_000), lines: [{ ...units("PEN", 1) }] };
  expect(returnableUntil({ ...delivered, shipments: [later, parcel, other] }, mug)).toBe(at(9_000 + 30 * DAY));
  const { deliveredAt: _, ...away } = parcel;
  expect(returnableUntil({ ...delivered, shipments: [{ ...away, sentAgainAt: at(5_000) }] }, mug)).toBe(
    at(5_000 + 30 * DAY),
  );
  expect(returnableUntil(confirmed, mug)).toBeUndefined();
});

test("a shop that offers no returns: the customer cannot ask, the shop can make one", () => {
  const order = { ...delivered, returnWithinDays: 0 };
  expect(problemThrownBy(() => withReturnOf(order, { MUG: 1 }, byCustomer))).toMatchObject({
    code: "too_late_to_return",
    message: expect.stringContaining("Ask the shop."),
  });
  expect(statusesOf(withReturnOf(order, { MUG: 1 }))).toEqual(["APPROVED"]);
});

test("the 21st return: refused", () => {
  let order: Order = delivered;
  for (let number = 1; number <= 20; number++) {
    order = cancelReturn(withReturnOf(order, { MUG: 1 }), number, false, changed(10));
  }
  expect(problemThrownBy(() => withReturnOf(order, { MUG: 1 }))).toMatchObject({ code: "too_many_returns" });
});

test("a customer asks ten times at most: the other returns are the shop's", () => {
  let order: Order = delivered;
  for (let number = 1; number <= 10; number++) {
    order = cancelReturn(withReturnOf(order, { MUG: 1 }, byCustomer), number, true, changed(10));
  }
  expect(problemThrownBy(() => withReturnOf(order, { MUG: 1 }, byCustomer))).toMatchObject({
    code: "too_many_returns",
    message: expect.stringContaining("has 10 returns already"),
  });
  expect(mayRequestReturn(order, true, at(10))).toBe(false);
  expect(mayRequestReturn(order, false, at(10))).toBe(true);
  expect(withReturnOf(order, { MUG: 1 }).returns).toHaveLength(11);
});

test("a request with the same key finds its return; with another body it is refused", () => {
  const order = withReturnOf(withReturnOf(shipped, { MUG: 1 }), { MUG: 1 });
  const request = { id: "req-return-2", fingerprint: "body-return" };
  expect(returnMadeBy(order, request)).toMatchObject({ number: 2 });
  expect(returnMadeBy(order, { ...request, id: "req-return-3" })).toBeUndefined();
  expect(problemThrownBy(() => returnMadeBy(order, { ...request, fingerprint: "other" }))).toMatchObject({
    code: "idempotency_key_reused",
  });
});
