import { describe, expect, test } from "vitest";
import { anOrderAtTwo, anOrderInTwoShipments } from "../../../tests/builders/locations.ts";
import { changed, orderInEachSituation, theAttemptOf, theInstructionOf } from "../../../tests/builders/orders.ts";
import { units } from "../../../tests/builders/products.ts";
import { deliver } from "./arrivals.ts";
import { cancelOpenUnits } from "./line.ts";
import type { Order } from "./order.ts";
import { heldMoves, orderMovements } from "./order-movements.ts";
import { splitShipment } from "./parcels.ts";
import type { Shipment } from "./shipment.ts";
import { dispatch, pack, recordCapture } from "./shipment-transitions.ts";

const orders = orderInEachSituation();

function shipmentOf({ shipments }: Order, number: number): Shipment {
  const found = shipments.find((one) => one.number === number);
  if (!found) throw new Error(`There is no shipment ${number}.`);
  return found;
}

/** The order after these shipments were packed and dispatched; they wait for one capture. */
function leaving(order: Order, ...numbers: readonly number[]): Order {
  return numbers.reduce((before, number) => {
    const packed = pack(before, shipmentOf(before, number), changed(3));
    const way = { number, carrier: "DHL", trackingNumbers: ["1"] };
    return dispatch(packed, shipmentOf(packed, number), way, changed(4));
  }, order);
}

function captured(order: Order): Order {
  return recordCapture(order, theInstructionOf(order), theAttemptOf(order), true, [], changed(5));
}

/** Rows as texts such as `shipped -2 of MUG at main with 1`. */
function rowsBetween(before: Order | undefined, after: Order): string[] {
  return orderMovements(before, after).map(
    ({ kind, quantity, sku, location, shipment }) => `${kind} ${quantity} of ${sku} at ${location} with ${shipment}`,
  );
}

/** Units that are held more or fewer, as texts such as `-2 of MUG at main`. */
function heldBetween(before: Order | undefined, after: Order): string[] {
  return heldMoves(before, after).map(({ sku, location, quantity }) => `${quantity} of ${sku} at ${location}`);
}

describe("rows of the ledger", () => {
  test("nothing before a shipment leaves, nothing after it", () => {
    const { pending, confirmed, toBePacked, packed, leaving, shipped, delivered } = orders;
    for (const [before, after] of [
      [undefined, pending],
      [pending, confirmed],
      [confirmed, toBePacked],
      [toBePacked, packed],
      [packed, leaving],
      [shipped, delivered],
    ] as const)
      expect(orderMovements(before, after)).toEqual([]);
  });

  test("two shipments that waited for one capture leave at once: a row for each of their lines, where it was", () => {
    const before = leaving(anOrderInTwoShipments(), 1, 2);
    expect(rowsBetween(before, captured(before))).toEqual([
      "shipped -2 of MUG at main with 1",
      "shipped -1 of MUG at berlin with 2",
      "shipped -1 of PEN at berlin with 2",
    ]);
  });

  test("one shipment after the other: each once", () => {
    const first = captured(leaving(anOrderInTwoShipments(), 2));
    const packed = pack(first, shipmentOf(first, 1), changed(6));
    const way = { number: 1, carrier: "DHL", trackingNumbers: ["2"] };
    const second = dispatch(packed, shipmentOf(packed, 1), way, changed(7));
    expect(rowsBetween(packed, second)).toEqual(["shipped -2 of MUG at main with 1"]);
    expect(rowsBetween(second, deliver(second, shipmentOf(second, 2), changed(8)))).toEqual([]);
  });

  test("a row names its order", () => {
    expect(orderMovements(orders.leaving, orders.shipped)).toMatchObject([
      { orderId: orders.shipped.id },
      { orderId: orders.shipped.id },
    ]);
  });
});

describe("units that are held", () => {
  test("a new order: where they are taken from", () => {
    expect(heldBetween(undefined, anOrderAtTwo())).toEqual([
      "2 of MUG at main",
      "1 of MUG at berlin",
      "1 of PEN at berlin",
    ]);
  });

  test("shipments are made, split and packed: the same", () => {
    const [before, after] = [anOrderAtTwo(), anOrderInTwoShipments()];
    const split = splitShipment(after, [units("MUG", 1)], { id: "r", fingerprint: "f" }, changed(3));
    expect(heldBetween(before, after)).toEqual([]);
    expect(heldBetween(after, split)).toEqual([]);
  });

  test("a shipment leaves: its own, where it was", () => {
    const before = leaving(anOrderInTwoShipments(), 2);
    expect(heldBetween(before, captured(before))).toEqual(["-1 of MUG at berlin", "-1 of PEN at berlin"]);
  });

  test("all that is open is cancelled: all of them, where they are", () => {
    const order = anOrderAtTwo();
    const cancelled = { ...order, lines: order.lines.map(cancelOpenUnits) };
    expect(heldBetween(order, cancelled)).toEqual(["-2 of MUG at main", "-1 of MUG at berlin", "-1 of PEN at berlin"]);
  });
});
