import { describe, expect, test } from "vitest";
import { catalogue } from "../../../events/catalogue.ts";
import { everyPossibleStep } from "../../../tests/builders/order-walk.ts";
import { orderInEachSituation, type Situation } from "../../../tests/builders/orders.ts";
import type { Order } from "./order.ts";
import { orderEvents } from "./order-events.ts";

const orders = orderInEachSituation();
const { id } = orders.pending;

describe("what a step publishes", () => {
  test.each<[Situation | undefined, Situation, string[]]>([
    [undefined, "pending", []],
    [undefined, "outOfStock", ["OrderFailed"]],
    ["pending", "confirmed", ["OrderPlaced", "PaymentAuthorized"]],
    ["pending", "declined", ["OrderFailed", "PaymentDeclined"]],
    ["pending", "givenUp", ["OrderFailed"]],
    ["givenUp", "givenUpForGood", []],
    ["confirmed", "toBePacked", ["ShipmentCreated"]],
    ["toBePacked", "packed", []],
    ["packed", "leaving", []],
    ["leaving", "shipped", ["OrderShipped", "PaymentCaptured", "ShipmentDispatched"]],
    ["shipped", "delivered", ["OrderDelivered", "ShipmentDelivered"]],
    ["confirmed", "cancelling", ["OrderCancelled"]],
    ["cancelling", "cancelled", ["PaymentVoided"]],
  ])("%s -> %s: %j", (before, after, types) => {
    const events = orderEvents(before && orders[before], orders[after]);
    expect(events.map(({ type }) => type)).toEqual(types);
  });
});

function eventOf(type: string, before: Order | undefined, after: Order) {
  return orderEvents(before, after).find((event) => event.type === type);
}

test("OrderPlaced tells what to ship and where to", () => {
  const { pending, confirmed } = orders;
  expect(eventOf("OrderPlaced", pending, confirmed)).toEqual({
    type: "OrderPlaced",
    data: {
      orderId: id,
      lines: [
        { sku: "MUG", quantity: 2 },
        { sku: "PEN", quantity: 1 },
      ],
      total: { amount: 3_870, currency: "EUR" },
      shippingAddress: confirmed.shippingAddress,
    },
  });
});

test("OrderFailed tells the reason, and what was short", () => {
  expect(orderEvents(undefined, orders.outOfStock)).toEqual([
    {
      type: "OrderFailed",
      data: { orderId: id, reason: "OUT_OF_STOCK", shortages: [{ sku: "MUG", ordered: 2, available: 1 }] },
    },
  ]);
  expect(eventOf("OrderFailed", orders.pending, orders.declined)).toMatchObject({
    data: { reason: "PAYMENT_DECLINED", shortages: [] },
  });
});

const { pending, confirmed, declined, cancelling, cancelled, toBePacked, leaving, shipped, delivered } = orders;
const total = { amount: 3_870, currency: "EUR" };
const shippedLines = confirmed.lines.map(({ sku, quantity }) => ({ sku, quantity }));

test.each([
  [pending, confirmed, "PaymentAuthorized", { orderId: id, amount: total, provider: "sandbox" }],
  [pending, declined, "PaymentDeclined", { orderId: id, amount: total, reason: "the card was declined" }],
  [leaving, shipped, "PaymentCaptured", { orderId: id, amount: total }],
  [cancelling, cancelled, "PaymentVoided", { orderId: id, amount: total }],
  [confirmed, toBePacked, "ShipmentCreated", { orderId: id, number: 1, lines: shippedLines }],
  [leaving, shipped, "ShipmentDispatched", { orderId: id, number: 1, carrier: "DHL", trackingNumber: "123" }],
  [shipped, delivered, "ShipmentDelivered", { orderId: id, number: 1 }],
] as const)("version $0.version -> $1.version: %3$s has its data", (before, after, type, data) => {
  expect(eventOf(type, before, after)).toEqual({ type, data });
});

test("a second capture is told with the amount that it added", () => {
  const first = { ...leaving, payment: { ...leaving.payment, captured: 1_000 } };
  const second = { ...first, payment: { ...first.payment, captured: 1_500 } };
  const amounts = [orderEvents(leaving, first), orderEvents(first, second)];
  expect(amounts).toEqual([
    [{ type: "PaymentCaptured", data: { orderId: id, amount: { amount: 1_000, currency: "EUR" } } }],
    [{ type: "PaymentCaptured", data: { orderId: id, amount: { amount: 500, currency: "EUR" } } }],
  ]);
});

test("a shipment that is shipped again, with another tracking number, is told again", () => {
  const again = { ...shipped, shipments: shipped.shipments.map((one) => ({ ...one, trackingNumber: "456" })) };
  expect(orderEvents(shipped, again)).toMatchObject([{ type: "ShipmentDispatched", data: { trackingNumber: "456" } }]);
});

describe("at every step that an order can take", () => {
  const steps = everyPossibleStep().flatMap(({ before, after }) => (after ? [{ before, after }] : []));

  test("what is published is in the catalogue, as the catalogue has it", () => {
    for (const { before, after } of steps) {
      for (const { type, data } of orderEvents(before, after)) {
        expect(catalogue[type].data.safeParse(data).error, type).toBeUndefined();
      }
    }
  });

  test("every event about orders, payments and shipments is published by some step", () => {
    const published = new Set(steps.flatMap(({ before, after }) => orderEvents(before, after).map(({ type }) => type)));
    const known = Object.values(catalogue).filter(({ source }) => source !== "waybill.inventory");
    expect([...published].sort()).toEqual(known.map(({ type }) => type).sort());
  });

  test("nothing is published where nothing changed, however often the same version is seen", () => {
    for (const { after } of steps) expect(orderEvents(after, structuredClone(after))).toEqual([]);
  });

  test("no event but OrderPlaced tells who ordered or where they live", () => {
    for (const { before, after } of steps) {
      const others = orderEvents(before, after).filter(({ type }) => type !== "OrderPlaced");
      expect(JSON.stringify(others)).not.toMatch(/alice|Hauptstr|Berlin|10115/i);
    }
  });
});
