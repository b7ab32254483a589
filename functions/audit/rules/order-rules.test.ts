import { describe, expect, test } from "vitest";
import { at, orderInEachSituation, type Situation } from "../../../tests/builders/orders.ts";
import { createOrder } from "../../orders/order-table.ts";
import { Order, type OrderLine } from "../../orders/rules/order.ts";
import { LIVE_STATUSES, orderRules } from "./order-rules.ts";
import { paymentRules } from "./payment-rules.ts";
import { violationsOf } from "./rule.ts";

const situations = Object.entries(orderInEachSituation());

/** An order as its item is read. */
function stored(situation: Situation): Order {
  return Order.parse(createOrder(orderInEachSituation()[situation]).item);
}

/** The names of the invariants that the order breaks. */
function broken(order: Order): string[] {
  return violationsOf([...orderRules, ...paymentRules], order.id, order).map(({ invariant }) => invariant);
}

function withLine(order: Order, changes: Partial<OrderLine>): Order {
  const [first, ...others] = order.lines;
  if (!first) throw new Error("The order has no line.");
  return { ...order, lines: [{ ...first, ...changes }, ...others] };
}

function withShipmentOf(order: Order, quantity: number): Order {
  const shipments = order.shipments.map((shipment) => ({
    ...shipment,
    lines: shipment.lines.map((line) => ({ ...line, quantity })),
  }));
  return { ...order, shipments };
}

test.each(situations)("an order that is %s breaks no rule", (_, order) => {
  expect(broken(Order.parse(createOrder(order).item))).toEqual([]);
});

test("units are held by orders that are placed, confirmed or shipped in part", () => {
  expect(LIVE_STATUSES).toEqual(["PENDING", "CONFIRMED", "PARTIALLY_SHIPPED"]);
});

describe("lines and shipments follow the order", () => {
  test.each([
    ["pending", "SHIPPED"],
    ["confirmed", "CANCELLED"],
    ["packed", "DELIVERED"],
    ["shipped", "RESERVED"],
    ["delivered", "SHIPPED"],
    ["cancelled", "RESERVED"],
    ["declined", "RESERVED"],
    ["outOfStock", "RESERVED"],
  ] as const)("an order that is %s has no line that is %s", (situation, status) => {
    expect(broken(withLine(stored(situation), { status }))).toContain("lines and shipments follow the order");
  });

  test.each([
    ["pending", "toBePacked"],
    ["confirmed", "shipped"],
    ["shipped", "packed"],
    ["cancelled", "packed"],
    ["declined", "packed"],
  ] as const)("an order that is %s has no shipment like one that is %s", (situation, other) => {
    const order = { ...stored(situation), shipments: stored(other).shipments };
    expect(broken(order)).toContain("lines and shipments follow the order");
  });
});

describe("one shipment for what is wanted", () => {
  test("a confirmed order has one, unless it is being made", () => {
    const { pending, ...waiting } = stored("confirmed");
    expect(broken({ ...waiting, shipments: [] })).toContain("one shipment for what is wanted");
    expect(pending?.effect).toBe("SHIP");
  });

  test("no second one, and none of fewer units", () => {
    const order = stored("packed");
    const [shipment] = order.shipments;
    expect(
      broken({ ...order, shipments: [...order.shipments, ...(shipment ? [{ ...shipment, number: 2 }] : [])] }),
    ).toEqual(["one shipment for what is wanted", "one shipment for what is wanted"]);
    expect(broken(withShipmentOf(order, 0))).toContain("one shipment for what is wanted");
  });
});

test.each([
  ["its lines are not the total", (order) => ({ ...order, total: { ...order.total, amount: order.total.amount + 1 } })],
  [
    "the payment is for another amount",
    (order) => ({ ...order, payment: { ...order.payment, amount: { amount: 1, currency: "EUR" } } }),
  ],
  ["a line's net and tax are not its gross", (order) => withLine(order, { tax: 0 })],
  ["a line's gross is not its price times its quantity", (order) => withLine(order, { quantity: 7 })],
] satisfies [string, (order: Order) => Order][])("an order does not add up where %s", (_, change) => {
  expect(broken(change(stored("pending")))).toContain("orders add up");
});

test("an order wants what its status calls for, and nothing else", () => {
  const { pending: _, ...idle } = stored("pending");
  const wanting = (situation: Situation, other: Situation) => {
    const { pending } = stored(other);
    return broken({ ...stored(situation), ...(pending && { pending }) });
  };
  expect(broken(idle)).toContain("what is pending fits the order");
  expect(wanting("confirmed", "pending")).toContain("what is pending fits the order");
  expect(wanting("shipped", "leaving")).toContain("what is pending fits the order");
  expect(wanting("delivered", "confirmed")).toContain("what is pending fits the order");
  expect(wanting("packed", "cancelling")).toContain("what is pending fits the order");
});

test("an order that has ended says why, and no other does", () => {
  const { failure, ...failed } = stored("declined");
  const { cancellation, ...cancelled } = stored("cancelled");
  expect(broken(failed)).toEqual(["an end has its reason"]);
  expect(broken(cancelled)).toEqual(["an end has its reason"]);
  expect(broken({ ...stored("packed"), ...(failure && { failure }) })).toEqual(["an end has its reason"]);
  expect(broken({ ...stored("packed"), ...(cancellation && { cancellation }) })).toEqual(["an end has its reason"]);
});

test.each([
  ["is not in the due index", { gsi3pk: undefined, gsi3sk: undefined }],
  ["is there at another time", { gsi3sk: at(9_999) }],
  ["is there without its time", { gsi3sk: undefined }],
  ["is listed under another status", { gsi2pk: "ORDERS#CONFIRMED#0" }],
  ["is not listed", { gsi2pk: undefined }],
])("an index is wrong where a pending order %s", (_, attributes) => {
  expect(broken({ ...stored("pending"), ...attributes })).toEqual(["the indexes hold what they should"]);
});

test("an index is wrong where an order with nothing to be done is still due", () => {
  const { gsi3pk, gsi3sk } = stored("pending");
  expect(broken({ ...stored("packed"), gsi3pk, gsi3sk })).toEqual(["the indexes hold what they should"]);
});
