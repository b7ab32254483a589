import { describe, expect, test } from "vitest";
import { at, orderInEachSituation, theShipmentOf, timing } from "../../../tests/builders/orders.ts";
import type { Order } from "./order.ts";
import {
  addShipment,
  claimCapture,
  deliver,
  pack,
  recordCapture,
  recordRefusedCapture,
} from "./shipment-transitions.ts";

const orders = orderInEachSituation();
const dispatch = { number: 1, carrier: "DHL", trackingNumber: "123" };

function claimFor(order: Order) {
  return claimCapture(order, theShipmentOf(order), dispatch, at(9), timing);
}

test("confirmed order: the shipment has all its lines", () => {
  const order = addShipment(orders.confirmed, at(9));
  expect(order.shipments).toEqual([
    {
      number: 1,
      status: "PENDING",
      createdAt: at(9),
      lines: [
        { sku: "MUG", quantity: 2 },
        { sku: "PEN", quantity: 1 },
      ],
    },
  ]);
  expect(order.pending).toBeUndefined();
});

test("packing: only the shipment changes", () => {
  const { lines, payment, status } = orders.toBePacked;
  expect(pack(orders.toBePacked, theShipmentOf(orders.toBePacked), at(9))).toMatchObject({
    lines,
    payment,
    status,
    shipments: [{ status: "PACKED", packedAt: at(9) }],
  });
});

describe("claimCapture", () => {
  test("carrier and tracking number are stored before the capture is requested", () => {
    const order = claimFor(orders.packed);
    expect(order.pending).toMatchObject({ effect: "CAPTURE", dispatch, dueAt: at(39), tries: 0 });
    expect(order).toMatchObject({
      version: orders.packed.version + 1,
      status: "CONFIRMED",
      payment: { status: "AUTHORIZED" },
    });
  });

  test("shipment not packed: refused, both states are named", () => {
    expect(() => claimFor(orders.toBePacked)).toThrow("The shipment is PENDING and cannot become SHIPPED.");
    expect(() => claimFor(orders.shipped)).toThrow("The shipment is SHIPPED and cannot become SHIPPED.");
  });

  test("effect pending: refused", () => {
    expect(() => claimFor(orders.leaving)).toThrow(expect.objectContaining({ code: "order_busy" }));
  });

  test("payment not authorized: refused", () => {
    const refused = recordRefusedCapture(orders.leaving, "it has expired", [], at(8));
    expect(() => claimFor(refused)).toThrow(
      expect.objectContaining({ code: "payment_not_capturable", message: expect.stringContaining("EXPIRED") }),
    );
  });
});

test("capture: the whole authorized amount is captured", () => {
  expect(recordCapture(orders.leaving, dispatch, [], at(9)).payment).toMatchObject({
    status: "CAPTURED",
    captured: 3_870,
  });
});

test("capture for a shipment that does not exist: throws", () => {
  expect(() => recordCapture(orders.leaving, { ...dispatch, number: 2 }, [], at(9))).toThrow("has no shipment 2");
});

test("one line still open: order is PARTIALLY_SHIPPED, and not DELIVERED with the first shipment", () => {
  const [first, second] = theShipmentOf(orders.leaving).lines;
  if (!first || !second) throw new Error("The shipment has two lines.");
  const halved: Order = { ...orders.leaving, shipments: [{ ...theShipmentOf(orders.leaving), lines: [first] }] };
  const shipped = recordCapture(halved, dispatch, [], at(9));
  expect(shipped).toMatchObject({
    status: "PARTIALLY_SHIPPED",
    lines: [{ status: "SHIPPED" }, { status: "RESERVED" }],
  });
  expect(deliver(shipped, theShipmentOf(shipped), at(10))).toMatchObject({
    status: "PARTIALLY_SHIPPED",
    lines: [{ status: "DELIVERED" }, { status: "RESERVED" }],
  });
});

test("all lines delivered: order is DELIVERED", () => {
  expect(deliver(orders.shipped, theShipmentOf(orders.shipped), at(9))).toMatchObject({
    status: "DELIVERED",
    lines: [{ status: "DELIVERED" }, { status: "DELIVERED" }],
    shipments: [{ status: "DELIVERED", deliveredAt: at(9) }],
  });
});
