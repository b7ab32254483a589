import { describe, expect, test } from "vitest";
import { changed, orderInEachSituation, type Situation, theShipmentOf } from "../../../tests/builders/orders.ts";
import { LocationId } from "../../inventory/rules/location.ts";
import { afterStep, isLeaving, requireShipment, type ShipmentAdvance, type ShipmentStep } from "./shipment-steps.ts";

const orders = orderInEachSituation();
const PACKED: ShipmentStep = { status: "PACKED" };
const SHIPPED: ShipmentStep = { status: "SHIPPED", carrier: "DHL", trackingNumbers: ["123"] };
const DELIVERED: ShipmentStep = { status: "DELIVERED" };
const DELIVERY_FAILED: ShipmentStep = { status: "DELIVERY_FAILED", reason: "Nobody was at home" };
const RESTOCKED: ShipmentStep = { status: "RETURNED", restock: true };
const WRITTEN_OFF: ShipmentStep = { status: "RETURNED", restock: false };
const IN_BERLIN: ShipmentStep = { ...RESTOCKED, location: LocationId.parse("berlin") };

function step(situation: Situation, wanted: ShipmentStep, more: Partial<ShipmentAdvance> = {}) {
  return afterStep(orders[situation], { number: 1, step: wanted, ifMatch: undefined, ...more }, changed(9));
}

test("shipment is packed, dispatched and delivered, one step at a time", () => {
  expect(step("toBePacked", PACKED)).toMatchObject({ shipments: [{ status: "PACKED" }] });
  expect(step("packed", SHIPPED)).toMatchObject({
    shipments: [{ status: "PACKED", leaving: { carrier: "DHL", trackingNumbers: ["123"] } }],
    payment: { instructions: [{ kind: "CAPTURE", shipment: 1 }] },
    pending: { effect: "CAPTURE", instruction: 1 },
  });
  expect(step("shipped", DELIVERED)).toMatchObject({ status: "DELIVERED", shipments: [{ status: "DELIVERED" }] });
});

test("a delivery fails: the shipment is sent again in another way, or comes back", () => {
  expect(step("shipped", DELIVERY_FAILED)).toMatchObject({
    shipments: [{ status: "DELIVERY_FAILED", failureReason: "Nobody was at home" }],
  });
  expect(step("deliveryFailed", { ...SHIPPED, carrier: "UPS", trackingNumbers: ["9"] })).toMatchObject({
    shipments: [{ status: "SHIPPED", carrier: "UPS", trackingNumbers: ["9"] }],
  });
  expect(step("deliveryFailed", RESTOCKED)).toMatchObject({ shipments: [{ restockedTo: "main" }] });
  expect(step("deliveryFailed", IN_BERLIN)).toMatchObject({ shipments: [{ restockedTo: "berlin" }] });
  expect(step("deliveryFailed", WRITTEN_OFF).shipments[0]).not.toHaveProperty("restockedTo");
});

describe("repeating a step changes nothing", () => {
  test.each<[Situation, ShipmentStep]>([
    ["packed", PACKED],
    ["shipped", SHIPPED],
    ["delivered", DELIVERED],
    ["deliveryFailed", DELIVERY_FAILED],
    ["deliveryFailed", { status: "DELIVERY_FAILED" }],
    ["returned", RESTOCKED],
    ["returned", { ...RESTOCKED, location: LocationId.parse("main") }],
  ])("of an order that is %s", (situation, wanted) => {
    expect(step(situation, wanted)).toBe(orders[situation]);
  });

  test("while the capture is in flight", () => {
    expect(step("leaving", SHIPPED)).toBe(orders.leaving);
  });

  test("with an outdated If-Match too", () => {
    expect(step("packed", PACKED, { ifMatch: 1 })).toBe(orders.packed);
  });
});

describe("a step waits for the capture", () => {
  test("where the same dispatch is in flight", () => {
    expect(isLeaving(theShipmentOf(orders.leaving), SHIPPED)).toBe(true);
  });

  test.each<[string, Situation, ShipmentStep]>([
    ["packing a shipment that is leaving", "leaving", PACKED],
    ["packing one that has left meanwhile", "shipped", PACKED],
    ["a dispatch that is over", "shipped", SHIPPED],
    ["another number than the one under way", "leaving", { ...SHIPPED, trackingNumbers: ["9"] }],
    ["another carrier than the one under way", "leaving", { ...SHIPPED, carrier: "UPS" }],
    ["a dispatch that was not asked for yet", "packed", SHIPPED],
  ])("and not: %s", (_, situation, wanted) => {
    expect(isLeaving(theShipmentOf(orders[situation]), wanted)).toBe(false);
  });
});

describe("a step is refused", () => {
  test.each<[string, Situation, ShipmentStep, string]>([
    ["that skips packing", "toBePacked", SHIPPED, "invalid_state_transition"],
    ["that skips the road", "packed", DELIVERED, "invalid_state_transition"],
    ["that goes back", "shipped", PACKED, "invalid_state_transition"],
    ["of an order that was cancelled before it had a shipment", "cancelled", PACKED, "not_found"],
    ["with another carrier than is under way", "leaving", { ...SHIPPED, carrier: "UPS" }, "order_busy"],
    ["with another carrier than it left with", "shipped", { ...SHIPPED, carrier: "UPS" }, "already_dispatched"],
    ["with another number than it left with", "shipped", { ...SHIPPED, trackingNumbers: ["9"] }, "already_dispatched"],
    [
      "with more numbers than it left with",
      "shipped",
      { ...SHIPPED, trackingNumbers: ["123", "9"] },
      "already_dispatched",
    ],
    ["that skips the failure", "shipped", RESTOCKED, "invalid_state_transition"],
    ["that fails a delivery twice over", "delivered", DELIVERY_FAILED, "invalid_state_transition"],
    ["that sends again what came back", "returned", SHIPPED, "invalid_state_transition"],
    ["that writes off what is in stock again", "returned", WRITTEN_OFF, "already_returned"],
    ["that puts in stock elsewhere what is in stock again", "returned", IN_BERLIN, "already_returned"],
    ["of an order that has no shipment yet", "confirmed", PACKED, "not_found"],
  ])("%s", (_, situation, wanted, code) => {
    expect(() => step(situation, wanted)).toThrow(expect.objectContaining({ code }));
  });

  test("DELIVERED of a PENDING shipment: the error names the shipment", () => {
    expect(() => step("toBePacked", DELIVERED)).toThrow(
      "The shipment is PENDING and cannot become DELIVERED. It must become SHIPPED first.",
    );
  });

  test("shipment does not exist", () => {
    expect(requireShipment(orders.packed, 1)).toBe(theShipmentOf(orders.packed));
    expect(() => requireShipment(orders.packed, 2)).toThrow(`The order ${orders.packed.id} has no shipment 2.`);
    expect(() => step("packed", SHIPPED, { number: 2 })).toThrow(expect.objectContaining({ code: "not_found" }));
  });

  test("outdated If-Match: both versions are named", () => {
    const { version } = orders.packed;
    expect(() => step("packed", SHIPPED, { ifMatch: version - 1 })).toThrow(
      expect.objectContaining({
        code: "version_mismatch",
        message: expect.stringContaining(`is at version ${version}, not ${version - 1}`),
      }),
    );
    expect(step("packed", SHIPPED, { ifMatch: version }).version).toBe(version + 1);
  });
});
