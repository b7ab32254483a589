import { describe, expect, test } from "vitest";
import { anOrderAtTwo, anOrderInTwoShipments, BERLIN } from "../../../tests/builders/locations.ts";
import { changed, orderInEachSituation, type Situation, theShipmentOf } from "../../../tests/builders/orders.ts";
import { problemThrownBy } from "../../../tests/builders/problem-thrown-by.ts";
import { units } from "../../../tests/builders/products.ts";
import type { Units } from "../../inventory/rules/stock.ts";
import type { Order } from "./order.ts";
import { mayBeSplit, shipmentMadeBy, splitShipment } from "./parcels.ts";
import { addShipments, pack } from "./shipment-transitions.ts";
import { freeUnits, takeFreeUnits } from "./shipment-units.ts";

/** Two mugs and a pen. */
const orders = orderInEachSituation();
const request = { id: "req_1", fingerprint: "fingerprint-1" };

function split(order: Order, ...lines: Units[]): Order {
  return splitShipment(order, lines, request, changed(10, "staff:sam"));
}

describe("splitShipment", () => {
  test("units of a pending shipment move to one of their own, which knows its request", () => {
    const after = split(orders.toBePacked, units("MUG", 1));
    expect(after.shipments).toMatchObject([
      { number: 1, status: "PENDING", lines: [units("MUG", 1), units("PEN", 1)] },
      { number: 2, status: "PENDING", lines: [units("MUG", 1)], request },
    ]);
    expect(after.history.at(-1)).toMatchObject({ type: "ShipmentCreated", by: "staff:sam" });
  });

  test("all units of a pending shipment: it is CANCELLED", () => {
    const after = split(orders.toBePacked, units("MUG", 2), units("PEN", 1));
    expect(after.shipments.map(({ status, lines }) => [status, lines.length])).toEqual([
      ["CANCELLED", 0],
      ["PENDING", 2],
    ]);
  });

  test("units that are in no shipment yet: SHIP stays claimed for the others, and goes with the last", () => {
    expect(split(orders.confirmed, units("MUG", 1)).pending?.effect).toBe("SHIP");
    expect(split(orders.confirmed, units("MUG", 2), units("PEN", 1)).pending).toBeUndefined();
  });

  test.each<Situation>(["pending", "cancelled", "shipped", "delivered", "outOfStock"])(
    "an order that is %s: 409, nothing of it is to be shipped",
    (situation) => {
      expect(problemThrownBy(() => split(orders[situation], units("MUG", 1))).code).toBe("invalid_state_transition");
      expect(mayBeSplit(orders[situation])).toBe(false);
    },
  );

  test("packed units: 409 with the place of the line; another SKU: 422", () => {
    const refused = problemThrownBy(() => split(orders.packed, units("MUG", 1)));
    expect([refused.code, refused.errors]).toEqual([
      "units_not_free",
      [{ path: "lines.0.quantity", message: "must be at most 0" }],
    ]);
    expect(problemThrownBy(() => split(orders.toBePacked, units("LAMP", 1))).code).toBe("unknown_line");
    expect(mayBeSplit(orders.packed)).toBe(false);
  });

  test("20 shipments: 422", () => {
    const shipment = theShipmentOf(orders.toBePacked);
    const shipments = Array.from({ length: 20 }, (_, index) => ({ ...shipment, number: index + 1 }));
    const full = { ...orders.toBePacked, shipments };
    expect(problemThrownBy(() => split(full, units("MUG", 1))).code).toBe("too_many_shipments");
    expect(mayBeSplit(full)).toBe(false);
  });
});

describe("splitShipment of an order of two locations", () => {
  const order = anOrderInTwoShipments();

  test("the units leave the location that has all of them", () => {
    expect(split(order, units("MUG", 2)).shipments).toMatchObject([
      { number: 1, location: "main", status: "CANCELLED" },
      { number: 2, location: "berlin", lines: [units("MUG", 1), units("PEN", 1)] },
      { number: 3, location: "main", lines: [units("MUG", 2)] },
    ]);
    expect(split(order, units("MUG", 1), units("PEN", 1)).shipments).toMatchObject([
      { number: 1, location: "main", lines: [units("MUG", 2)] },
      { number: 2, location: "berlin", status: "CANCELLED" },
      { number: 3, location: "berlin", lines: [units("MUG", 1), units("PEN", 1)] },
    ]);
  });

  test("before SHIP: the rest gets its shipments, each of its location", () => {
    const after = split(anOrderAtTwo(), units("MUG", 1));
    expect(after.shipments).toMatchObject([{ number: 1, location: "main", lines: [units("MUG", 1)] }]);
    expect(addShipments(after, changed(11)).shipments.slice(1)).toMatchObject([
      { number: 2, location: "main", lines: [units("MUG", 1)] },
      { number: 3, location: "berlin", lines: [units("MUG", 1), units("PEN", 1)] },
    ]);
  });

  test("no location has all of them: 409 that says how many one has, although the order has enough", () => {
    const refused = problemThrownBy(() => split(order, units("MUG", 3)));
    expect([refused.code, refused.errors]).toEqual([
      "units_not_free",
      [{ path: "lines.0.quantity", message: "must be at most 2" }],
    ]);
    expect(refused.message).toContain("not packed yet at main. A shipment leaves one location: ask for at most 2");
    const apart = problemThrownBy(() => split(order, units("MUG", 2), units("PEN", 1)));
    expect(apart.errors).toEqual([{ path: "lines.1.quantity", message: "must be at most 0" }]);
  });

  test("more than the order has: nothing is said about locations", () => {
    const packed = pack(order, theShipmentOf(order), changed(5));
    const refused = problemThrownBy(() => split(packed, units("MUG", 2)));
    expect(refused.errors).toEqual([{ path: "lines.0.quantity", message: "must be at most 1" }]);
    expect(refused.message).not.toContain("location");
    expect(freeUnits(packed, units("MUG", 1).sku, BERLIN)).toBe(1);
  });
});

describe("shipmentMadeBy", () => {
  const after = split(orders.toBePacked, units("MUG", 1));

  test("finds the shipment that the request made, whatever became of it", () => {
    expect(shipmentMadeBy(after, request)?.number).toBe(2);
    expect(shipmentMadeBy(takeFreeUnits(after, units("MUG", 1)).order, request)).toMatchObject({
      status: "CANCELLED",
    });
    expect(shipmentMadeBy(after, { ...request, id: "req_2" })).toBeUndefined();
  });

  test("another body under the same key: 422 idempotency_key_reused", () => {
    const refused = problemThrownBy(() => shipmentMadeBy(after, { ...request, fingerprint: "fingerprint-2" }));
    expect(refused.code).toBe("idempotency_key_reused");
  });
});

describe("takeFreeUnits", () => {
  const { sku } = units("MUG", 1);
  const parcels = split(orders.toBePacked, units("MUG", 1));

  test("takes units out of the newest shipment that is not packed first", () => {
    expect(takeFreeUnits(parcels, { sku, quantity: 1 }).order.shipments.map(({ lines }) => lines)).toEqual([
      [units("MUG", 1), units("PEN", 1)],
      [],
    ]);
    expect(takeFreeUnits(parcels, { sku, quantity: 2 }).order.shipments.map(({ lines }) => lines)).toEqual([
      [units("PEN", 1)],
      [],
    ]);
  });

  test("units that are in no shipment come first", () => {
    expect(takeFreeUnits(orders.confirmed, { sku, quantity: 2 })).toEqual({
      order: orders.confirmed,
      taken: [{ location: "main", quantity: 2 }],
    });
  });

  test("free are those that are neither packed nor shipped; more are refused", () => {
    expect(
      [orders.toBePacked, orders.confirmed, orders.packed, orders.shipped].map((one) => freeUnits(one, sku)),
    ).toEqual([2, 2, 0, 0]);
    const refused = problemThrownBy(() => takeFreeUnits(orders.toBePacked, { sku, quantity: 3 }));
    expect(refused.message).toContain("Ask for at most 2.");
    expect(refused.errors).toBeUndefined();
  });
});
