import { describe, expect, test } from "vitest";
import { catalogue } from "../../../events/catalogue.ts";
import { everyPossibleStep } from "../../../tests/builders/order-walk.ts";
import { orderInEachSituation, type Situation } from "../../../tests/builders/orders.ts";
import type { Order } from "./order.ts";
import { orderEvents } from "./order-events.ts";
import { paymentEvents } from "./payment-events.ts";
import { shipmentEvents } from "./shipment-events.ts";

const orders = orderInEachSituation();
const { id } = orders.pending;

/** Everything that a version of an order has to tell, in the order in which the relay tells it. */
function eventsBetween(before: Order | undefined, after: Order) {
  return [
    ...orderEvents(before, after),
    ...paymentEvents(after.id, before?.payment, after.payment),
    ...shipmentEvents(after.id, before?.shipments ?? [], after.shipments),
  ];
}

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
    const events = eventsBetween(before && orders[before], orders[after]);
    expect(events.map(({ type }) => type)).toEqual(types);
  });
});

test("OrderPlaced says what to ship and where to", () => {
  expect(orderEvents(orders.pending, orders.confirmed)).toEqual([
    {
      type: "OrderPlaced",
      data: {
        orderId: id,
        lines: [
          { sku: "MUG", quantity: 2 },
          { sku: "PEN", quantity: 1 },
        ],
        total: { amount: 3_870, currency: "EUR" },
        shippingAddress: orders.confirmed.shippingAddress,
      },
    },
  ]);
});

test("OrderFailed says why, and names what was short", () => {
  expect(orderEvents(undefined, orders.outOfStock)).toEqual([
    {
      type: "OrderFailed",
      data: { orderId: id, reason: "OUT_OF_STOCK", shortages: [{ sku: "MUG", ordered: 2, available: 1 }] },
    },
  ]);
  expect(orderEvents(orders.pending, orders.declined)).toMatchObject([
    { data: { reason: "PAYMENT_DECLINED", shortages: [] } },
  ]);
});

test("payments say how much", () => {
  const amount = { amount: 3_870, currency: "EUR" };
  const { pending, confirmed, leaving, shipped, cancelling, cancelled, declined } = orders;
  expect(paymentEvents(id, pending.payment, confirmed.payment)).toEqual([
    { type: "PaymentAuthorized", data: { orderId: id, amount, provider: "sandbox" } },
  ]);
  expect(paymentEvents(id, pending.payment, declined.payment)).toEqual([
    { type: "PaymentDeclined", data: { orderId: id, amount, reason: "the card was declined" } },
  ]);
  expect(paymentEvents(id, leaving.payment, shipped.payment)).toEqual([
    { type: "PaymentCaptured", data: { orderId: id, amount } },
  ]);
  expect(paymentEvents(id, cancelling.payment, cancelled.payment)).toEqual([
    { type: "PaymentVoided", data: { orderId: id, amount } },
  ]);
});

test("shipments say what is in them and how they travel", () => {
  const { confirmed, toBePacked, leaving, shipped, delivered } = orders;
  expect(shipmentEvents(id, confirmed.shipments, toBePacked.shipments)).toEqual([
    {
      type: "ShipmentCreated",
      data: {
        orderId: id,
        number: 1,
        lines: [
          { sku: "MUG", quantity: 2 },
          { sku: "PEN", quantity: 1 },
        ],
      },
    },
  ]);
  expect(shipmentEvents(id, leaving.shipments, shipped.shipments)).toEqual([
    { type: "ShipmentDispatched", data: { orderId: id, number: 1, carrier: "DHL", trackingNumber: "123" } },
  ]);
  expect(shipmentEvents(id, shipped.shipments, delivered.shipments)).toEqual([
    { type: "ShipmentDelivered", data: { orderId: id, number: 1 } },
  ]);
});

describe("at every step that an order can take", () => {
  const steps = everyPossibleStep().flatMap(({ before, after }) => (after ? [{ before, after }] : []));

  test("what is published is in the catalogue, as the catalogue has it", () => {
    for (const { before, after } of steps) {
      for (const { type, data } of eventsBetween(before, after)) {
        expect(catalogue[type].data.safeParse(data).error, type).toBeUndefined();
      }
    }
  });

  test("every event about orders, payments and shipments is published by some step", () => {
    const published = new Set(
      steps.flatMap(({ before, after }) => eventsBetween(before, after).map(({ type }) => type)),
    );
    const known = Object.values(catalogue).filter(({ source }) => source !== "waybill.inventory");
    expect([...published].sort()).toEqual(known.map(({ type }) => type).sort());
  });

  test("nothing is published where nothing changed, however often the same version is seen", () => {
    for (const { after } of steps) expect(eventsBetween(after, structuredClone(after))).toEqual([]);
  });

  test("no event but OrderPlaced tells who ordered or where they live", () => {
    for (const { before, after } of steps) {
      const others = eventsBetween(before, after).filter(({ type }) => type !== "OrderPlaced");
      expect(JSON.stringify(others)).not.toMatch(/alice|Hauptstr|Berlin|10115/i);
    }
  });
});
