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

test("a confirmed order's shipment takes all of its lines", () => {
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

test("packing changes the shipment and nothing else of the order", () => {
  const { lines, payment, status } = orders.toBePacked;
  expect(pack(orders.toBePacked, theShipmentOf(orders.toBePacked), at(9))).toMatchObject({
    lines,
    payment,
    status,
    shipments: [{ status: "PACKED", packedAt: at(9) }],
  });
});

describe("claimCapture", () => {
  test("keeps in the order how the shipment will travel, before any money is asked for", () => {
    const order = claimFor(orders.packed);
    expect(order.pending).toMatchObject({ effect: "CAPTURE", dispatch, dueAt: at(39), tries: 0 });
    expect(order).toMatchObject({
      version: orders.packed.version + 1,
      status: "CONFIRMED",
      payment: { status: "AUTHORIZED" },
    });
  });

  test("refuses a shipment that is not packed, naming both states", () => {
    expect(() => claimFor(orders.toBePacked)).toThrow("The shipment is PENDING and cannot become SHIPPED.");
    expect(() => claimFor(orders.shipped)).toThrow("The shipment is SHIPPED and cannot become SHIPPED.");
  });

  test("refuses while something else is being done", () => {
    expect(() => claimFor(orders.leaving)).toThrow(expect.objectContaining({ code: "order_busy" }));
  });

  test("refuses an order whose money is not held any more", () => {
    const refused = recordRefusedCapture(orders.leaving, "it has expired", [], at(8));
    expect(() => claimFor(refused)).toThrow(
      expect.objectContaining({ code: "payment_not_capturable", message: expect.stringContaining("EXPIRED") }),
    );
  });
});

test("captured money is all that was held", () => {
  expect(recordCapture(orders.leaving, dispatch, [], at(9)).payment).toMatchObject({
    status: "CAPTURED",
    captured: 3_870,
  });
});

test("a capture for a shipment that does not exist is a mistake", () => {
  expect(() => recordCapture(orders.leaving, { ...dispatch, number: 2 }, [], at(9))).toThrow("has no shipment 2");
});

test("an order of which a line is still open has shipped partially, and has not arrived with the first parcel", () => {
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

test("an order has arrived once all of its lines have", () => {
  expect(deliver(orders.shipped, theShipmentOf(orders.shipped), at(9))).toMatchObject({
    status: "DELIVERED",
    lines: [{ status: "DELIVERED" }, { status: "DELIVERED" }],
    shipments: [{ status: "DELIVERED", deliveredAt: at(9) }],
  });
});
