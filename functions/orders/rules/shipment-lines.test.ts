import { describe, expect, test } from "vitest";
import { at, orderInEachSituation, type Situation } from "../../../tests/builders/orders.ts";
import { units } from "../../../tests/builders/products.ts";
import { LocationId, MAIN } from "../../inventory/rules/location.ts";
import { withHeld } from "./line.ts";
import { ORDER_STATUSES, type Order } from "./order.ts";
import { newShipment, type ShipmentStatus } from "./shipment.ts";
import { isReadyForParcel, unitsWithoutShipment } from "./shipment-lines.ts";

/** Of two mugs and a pen. */
const orders = orderInEachSituation();
const { confirmed } = orders;

const BERLIN = LocationId.parse("berlin");

/** What is to be in a shipment from `main`. */
function toShip(order: Order) {
  return unitsWithoutShipment(order).find(({ location }) => location === MAIN)?.lines ?? [];
}

function withShipments(...shipments: { status: ShipmentStatus; mugs: number }[]): Order {
  return {
    ...confirmed,
    shipments: shipments.map(({ status, mugs }, index) => ({
      ...newShipment(index + 1, MAIN, [units("MUG", mugs)], at(2)),
      status,
    })),
  };
}

describe("unitsWithoutShipment", () => {
  test("without a shipment: all open units", () => {
    expect(toShip(confirmed)).toEqual([units("MUG", 2), units("PEN", 1)]);
    expect(unitsWithoutShipment(orders.toBePacked)).toEqual([]);
  });

  test("cancelled and shipped units are in none, and are not to be in one", () => {
    const [mug, pen] = confirmed.lines;
    if (!mug || !pen) throw new Error("The order has two lines.");
    const order = {
      ...confirmed,
      lines: [
        { ...mug, quantity: 9, cancelled: 2, shipped: 3 },
        { ...pen, cancelled: 1 },
      ],
    };
    expect(toShip(order)).toEqual([units("MUG", 4)]);
  });

  test.each<ShipmentStatus>(["PENDING", "PACKED"])("units in a shipment that is %s are in one", (status) => {
    expect(toShip(withShipments({ status, mugs: 1 }))).toEqual([units("MUG", 1), units("PEN", 1)]);
  });

  test.each<ShipmentStatus>(["SHIPPED", "DELIVERED", "CANCELLED", "RETURNED", "DELIVERY_FAILED"])(
    "a shipment that is %s holds no open units: the line counts them",
    (status) => {
      expect(toShip(withShipments({ status, mugs: 1 }))).toEqual([units("MUG", 2), units("PEN", 1)]);
    },
  );

  test("units in several shipments are added up", () => {
    const order = withShipments({ status: "PENDING", mugs: 1 }, { status: "PACKED", mugs: 1 });
    expect(toShip(order)).toEqual([units("PEN", 1)]);
  });

  test("what is held elsewhere is to be in a shipment from there", () => {
    const [mug, pen] = confirmed.lines;
    if (!mug || !pen) throw new Error("The order has two lines.");
    const lines = [
      withHeld(mug, [{ location: BERLIN, quantity: 1 }]),
      withHeld(pen, [{ location: BERLIN, quantity: 1 }]),
    ];
    expect(unitsWithoutShipment({ ...confirmed, lines })).toEqual([
      { location: MAIN, lines: [units("MUG", 1)] },
      { location: BERLIN, lines: [units("MUG", 1), units("PEN", 1)] },
    ]);
  });

  test("units that wait for stock are in no shipment", () => {
    const [mug, pen] = confirmed.lines;
    if (!mug || !pen) throw new Error("The order has two lines.");
    expect(toShip({ ...confirmed, lines: [{ ...mug, backordered: 2 }, pen] })).toEqual([units("PEN", 1)]);
  });
});

describe("isReadyForParcel", () => {
  test("CONFIRMED or PARTIALLY_SHIPPED, with open units in no shipment", () => {
    const ready = ORDER_STATUSES.filter((status) => isReadyForParcel({ ...confirmed, status }));
    expect(ready).toEqual(["CONFIRMED", "PARTIALLY_SHIPPED"]);
  });

  test.each<[Situation, boolean]>([
    ["pending", false],
    ["confirmed", true],
    ["toBePacked", false],
    ["leaving", false],
    ["shipped", false],
    ["cancelling", false],
    ["outOfStock", false],
  ])("an order that is %s: %s", (situation, ready) => {
    expect(isReadyForParcel(orders[situation])).toBe(ready);
  });
});
