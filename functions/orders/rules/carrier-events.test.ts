import { describe, expect, test } from "vitest";
import { at, changed, orderInEachSituation, type Situation, theShipmentOf } from "../../../tests/builders/orders.ts";
import { firstVersion } from "../../platform/values/version.ts";
import type { CarrierEvent } from "./carrier-event.ts";
import { byTime, MAX_CARRIER_EVENTS, requireSameEvent, withCarrierEvent } from "./carrier-events.ts";
import type { Order } from "./order.ts";
import { dispatch } from "./shipment-transitions.ts";

const orders = orderInEachSituation();
const { shipped, deliveryFailed } = orders;
const context = changed(100, "service:dhl");

function anEvent(changes: Partial<CarrierEvent> = {}): CarrierEvent {
  return { ...firstVersion(at(100)), id: "e1", status: "IN_TRANSIT", at: at(50), fingerprint: "f1", ...changes };
}

function told(order: Order, changes: Partial<CarrierEvent> = {}): Order {
  return withCarrierEvent(order, theShipmentOf(order), anEvent(changes), context);
}

const sentAgain = dispatch(
  deliveryFailed,
  theShipmentOf(deliveryFailed),
  { number: 1, carrier: "UPS", trackingNumbers: ["456"] },
  changed(60),
);

describe("an event that tells the end of a delivery moves the shipment and its order", () => {
  test.each<[Situation, CarrierEvent["status"], string, string]>([
    ["shipped", "DELIVERED", "DELIVERED", "DELIVERED"],
    ["deliveryFailed", "DELIVERED", "DELIVERED", "DELIVERED"],
    ["shipped", "DELIVERY_FAILED", "DELIVERY_FAILED", "SHIPPED"],
  ])("%s, %s: the shipment is %s, the order %s", (situation, status, shipment, order) => {
    const next = told(orders[situation], { status });
    expect(next).toMatchObject({ status: order, version: orders[situation].version + 1 });
    expect(theShipmentOf(next)).toMatchObject({ status: shipment, carrierEvents: 1, latestEvent: { status } });
  });

  test("DELIVERY_FAILED: its description is the reason", () => {
    const next = told(shipped, { status: "DELIVERY_FAILED", description: "Nobody was at home" });
    expect(theShipmentOf(next)).toMatchObject({ failureReason: "Nobody was at home" });
  });
});

describe("every other event is only kept", () => {
  test.each<[Situation, CarrierEvent["status"]]>([
    ["toBePacked", "DELIVERED"],
    ["packed", "DELIVERED"],
    ["leaving", "DELIVERED"],
    ["packed", "DELIVERY_FAILED"],
    ["delivered", "DELIVERED"],
    ["delivered", "DELIVERY_FAILED"],
    ["deliveryFailed", "DELIVERY_FAILED"],
    ["returned", "DELIVERED"],
    ["shipped", "IN_TRANSIT"],
    ["shipped", "RETURN_TO_SENDER"],
  ])("%s, %s", (situation, status) => {
    const order = orders[situation];
    const next = told(order, { status });
    expect(next).toMatchObject({ status: order.status, lines: order.lines, history: order.history });
    expect(theShipmentOf(next)).toEqual({
      ...theShipmentOf(order),
      carrierEvents: 1,
      latestEvent: { status, at: at(50) },
    });
  });

  test("a failure of the first dispatch that comes after the second: the second goes on", () => {
    expect(theShipmentOf(told(sentAgain, { status: "DELIVERY_FAILED", at: at(60) })).status).toBe("SHIPPED");
    expect(theShipmentOf(told(sentAgain, { status: "DELIVERY_FAILED", at: at(61) })).status).toBe("DELIVERY_FAILED");
  });
});

describe("the latest event", () => {
  test("is the one with the latest time; of two at one moment, the one that came last", () => {
    const one = told(shipped, { id: "e1", status: "OUT_FOR_DELIVERY", at: at(50), description: "On the van" });
    const late = told(one, { id: "e2", status: "IN_TRANSIT", at: at(40) });
    expect(theShipmentOf(late)).toMatchObject({
      carrierEvents: 2,
      latestEvent: { status: "OUT_FOR_DELIVERY", description: "On the van", at: at(50) },
    });
    const same = told(late, { id: "e3", status: "AVAILABLE_FOR_PICKUP", at: at(50), location: "Berlin 1" });
    expect(theShipmentOf(same).latestEvent).toEqual({
      status: "AVAILABLE_FOR_PICKUP",
      location: "Berlin 1",
      at: at(50),
    });
  });

  test("events are listed by the carrier's time, those of one moment as they came", () => {
    const e1 = anEvent({ id: "1", at: at(50), createdAt: at(101) });
    const e2 = anEvent({ id: "2", at: at(50), createdAt: at(100) });
    const e3 = anEvent({ id: "3", at: at(40), createdAt: at(200) });
    expect(byTime([e1, e2, e3]).map(({ id }) => id)).toEqual(["3", "2", "1"]);
  });
});

test("an event too many: refused, and it is said what moves the shipment", () => {
  const full = {
    ...shipped,
    shipments: shipped.shipments.map((one) => ({ ...one, carrierEvents: MAX_CARRIER_EVENTS })),
  };
  expect(() => told(full)).toThrow(
    expect.objectContaining({ code: "too_many_carrier_events", message: expect.stringContaining("200 events") }),
  );
});

test("another event under a known id: refused; the same: not", () => {
  expect(() => requireSameEvent(anEvent(), { fingerprint: "f1" })).not.toThrow();
  expect(() => requireSameEvent(anEvent(), { fingerprint: "f2" })).toThrow(
    expect.objectContaining({ code: "event_id_reused" }),
  );
});
