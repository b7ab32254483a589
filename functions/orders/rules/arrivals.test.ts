import { describe, expect, test } from "vitest";
import { at, changed, orderInEachSituation, theShipmentOf } from "../../../tests/builders/orders.ts";
import { problemThrownBy } from "../../../tests/builders/problem-thrown-by.ts";
import { came, withReceived, withReturnOf } from "../../../tests/builders/returns.ts";
import { LocationId, MAIN } from "../../inventory/rules/location.ts";
import { allowedActions } from "./allowed-actions.ts";
import { deliver, failDelivery, takeBack } from "./arrivals.ts";
import { lineStatus } from "./line.ts";
import type { Order } from "./order.ts";
import { orderMovements } from "./order-movements.ts";
import type { Shipment } from "./shipment.ts";
import { dispatch } from "./shipment-transitions.ts";
import { shippingStatus } from "./shipping-status.ts";

const { packed, shipped, deliveryFailed, returned } = orderInEachSituation();
const BERLIN = LocationId.parse("berlin");
const context = changed(9, "staff:sam");

/** The same order, its units in two shipments: the mugs in the first, the pen in the second. */
function inTwo(order: Order): Order {
  const shipment = theShipmentOf(order);
  const [mugs, pen] = shipment.lines;
  if (!mugs || !pen) throw new Error("The shipment has two lines.");
  return {
    ...order,
    shipments: [
      { ...shipment, lines: [mugs] },
      { ...shipment, number: 2, lines: [pen] },
    ],
  };
}

function shipmentOf({ shipments }: Order, number: number): Shipment {
  const found = shipments.find((one) => one.number === number);
  if (!found) throw new Error(`The order has no shipment ${number}.`);
  return found;
}

function failed(order: Order, number: number): Order {
  return failDelivery(order, shipmentOf(order, number), undefined, context);
}

function cameBack(order: Order, number: number, restockedTo: LocationId | undefined = MAIN): Order {
  const undelivered = failed(order, number);
  return takeBack(undelivered, shipmentOf(undelivered, number), restockedTo, context);
}

describe("deliver", () => {
  test("everything delivered: the order is DELIVERED", () => {
    const order = deliver(shipped, theShipmentOf(shipped), context);
    expect(order).toMatchObject({ status: "DELIVERED", shipments: [{ status: "DELIVERED", deliveredAt: at(9) }] });
    expect(order.lines.map(lineStatus)).toEqual(["DELIVERED", "DELIVERED"]);
    expect(order.lines.map(({ delivered }) => delivered)).toEqual([2, 1]);
  });

  test("cancelled units are not waited for", () => {
    const lines = shipped.lines.map((line) => ({ ...line, quantity: line.quantity + 1, cancelled: 1 }));
    expect(deliver({ ...shipped, lines }, theShipmentOf(shipped), context).status).toBe("DELIVERED");
  });

  test("the carrier came a second time by itself: a shipment that could not be delivered is", () => {
    expect(deliver(deliveryFailed, theShipmentOf(deliveryFailed), context)).toMatchObject({
      status: "DELIVERED",
      shipments: [{ status: "DELIVERED", deliveryFailedAt: at(6), deliveredAt: at(9) }],
    });
  });

  test("a shipment that has not left: refused", () => {
    expect(() => deliver(packed, theShipmentOf(packed), context)).toThrow(
      "The shipment is PACKED and cannot become DELIVERED.",
    );
  });
});

describe("a delivery that fails", () => {
  test("only the shipment changes, with the reason", () => {
    const { lines, payment, status } = shipped;
    const order = failDelivery(shipped, theShipmentOf(shipped), "Nobody was at home", context);
    expect(order).toMatchObject({ lines, payment, status });
    expect(order.shipments).toEqual([
      {
        ...theShipmentOf(shipped),
        status: "DELIVERY_FAILED",
        deliveryFailedAt: at(9),
        failureReason: "Nobody was at home",
      },
    ]);
    expect(shippingStatus(order)).toBe("SHIPPED");
  });

  test("a second time without a reason: the first reason is not its own", () => {
    const again = dispatch(
      deliveryFailed,
      theShipmentOf(deliveryFailed),
      { number: 1, carrier: "UPS", trackingNumbers: ["456"] },
      context,
    );
    expect(theShipmentOf(failed(again, 1))).not.toHaveProperty("failureReason");
  });

  test("a shipment that has not left, or has arrived: refused", () => {
    expect(() => failed(packed, 1)).toThrow("The shipment is PACKED and cannot become DELIVERY_FAILED.");
    expect(() => failed(deliver(shipped, theShipmentOf(shipped), context), 1)).toThrow(
      "The shipment is DELIVERED and cannot become DELIVERY_FAILED.",
    );
  });
});

describe("a shipment that is sent again", () => {
  const way = { number: 1, carrier: "UPS", trackingNumbers: ["456", "457"] };
  const again = dispatch(deliveryFailed, theShipmentOf(deliveryFailed), way, context);

  test("is SHIPPED in the new way; when it left first stays", () => {
    expect(again.shipments).toMatchObject([
      { status: "SHIPPED", carrier: "UPS", trackingNumbers: ["456", "457"], shippedAt: at(5), sentAgainAt: at(9) },
    ]);
  });

  test("neither stock nor money moves, and nothing is asked of the provider", () => {
    expect(orderMovements(deliveryFailed, again)).toEqual([]);
    const { lines, payment, status } = deliveryFailed;
    expect(again).toMatchObject({ lines, payment, status });
    expect(again.pending).toBeUndefined();
  });

  test("the history has both dispatches", () => {
    const told = again.history.map(({ type }) => type).filter((type) => type.startsWith("Shipment"));
    expect(told.slice(-3)).toEqual(["ShipmentDispatched", "ShipmentDeliveryFailed", "ShipmentDispatched"]);
  });
});

describe("a shipment that came back", () => {
  test("its units are undelivered, and in the ledger once, where they are in stock again", () => {
    expect(returned).toMatchObject({
      status: "RETURNED",
      lines: [
        { sku: "MUG", shipped: 2, delivered: 0, undelivered: 2 },
        { sku: "PEN", shipped: 1, delivered: 0, undelivered: 1 },
      ],
      shipments: [{ status: "RETURNED", returnedAt: at(7), restockedTo: "main" }],
    });
    const row = { kind: "returned", location: "main", orderId: returned.id, shipment: 1 };
    expect(orderMovements(deliveryFailed, returned)).toEqual([
      { ...row, sku: "MUG", quantity: 2 },
      { ...row, sku: "PEN", quantity: 1 },
    ]);
    expect(orderMovements(returned, { ...returned, version: returned.version + 1 })).toEqual([]);
  });

  test("at another location than it left from", () => {
    expect(orderMovements(deliveryFailed, cameBack(shipped, 1, BERLIN))).toMatchObject([
      { location: "berlin", quantity: 2 },
      { location: "berlin", quantity: 1 },
    ]);
  });

  test("written off: no row, for they left the ledger when they shipped", () => {
    const writtenOff = takeBack(deliveryFailed, theShipmentOf(deliveryFailed), undefined, context);
    expect(writtenOff.status).toBe("RETURNED");
    expect(theShipmentOf(writtenOff)).not.toHaveProperty("restockedTo");
    expect(orderMovements(deliveryFailed, writtenOff)).toEqual([]);
  });

  test("no money moves by itself", () => {
    expect(returned.payment).toEqual(deliveryFailed.payment);
    expect(returned.pending).toBeUndefined();
  });

  test("one on its way: refused", () => {
    expect(() => takeBack(shipped, theShipmentOf(shipped), MAIN, context)).toThrow(
      "The shipment is SHIPPED and cannot become RETURNED. It must become DELIVERY_FAILED first.",
    );
  });
});

describe("an order in two shipments", () => {
  const both = inTwo(shipped);

  test("one delivered, one came back: DELIVERED, whichever was the last", () => {
    const first = cameBack(both, 1);
    expect([first.status, shippingStatus(first)]).toEqual(["SHIPPED", "SHIPPED"]);
    const second = deliver(first, shipmentOf(first, 2), context);
    expect([second.status, shippingStatus(second)]).toEqual(["DELIVERED", "DELIVERED"]);
    const other = cameBack(deliver(both, shipmentOf(both, 1), context), 2);
    expect([other.status, shippingStatus(other)]).toEqual(["DELIVERED", "DELIVERED"]);
    expect(other.lines.map(lineStatus)).toEqual(["DELIVERED", "UNDELIVERED"]);
  });

  test("both came back: RETURNED", () => {
    const order = cameBack(cameBack(both, 1), 2, undefined);
    expect([order.status, shippingStatus(order)]).toEqual(["RETURNED", "RETURNED"]);
    expect(order.lines.map(lineStatus)).toEqual(["UNDELIVERED", "UNDELIVERED"]);
  });
});

test("units of it came with a return: the shipment does not come back, too", () => {
  const received = withReceived(withReturnOf(deliveryFailed, { MUG: 1 }), [came("MUG", 1)]);
  expect(problemThrownBy(() => takeBack(received, theShipmentOf(received), undefined, context))).toMatchObject({
    code: "units_returned",
    message: expect.stringContaining("Of MUG in shipment 1"),
  });
});

test("units that came back with their shipment are not returned", () => {
  const asked = withReturnOf(deliveryFailed, { MUG: 1 });
  const back = takeBack(asked, theShipmentOf(asked), undefined, context);
  expect(problemThrownBy(() => withReceived(back, [came("MUG", 1)]))).toMatchObject({ code: "too_many_units" });
  expect(problemThrownBy(() => withReturnOf(back, { MUG: 1 }))).toMatchObject({ code: "too_many_units" });
  expect(allowedActions(asked, false, at(9))).toContain("receiveReturn");
  expect(allowedActions(back, false, at(9))).not.toContain("receiveReturn");
});
