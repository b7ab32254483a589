import { describe, expect, test } from "vitest";
import { orderInEachSituation, theShipmentOf } from "../../../tests/builders/orders.ts";
import { aCapture, withInstructions } from "../../../tests/builders/payments.ts";
import { stayPacked, waitsForCapture } from "./leaving.ts";
import type { Order } from "./order.ts";
import type { Instruction } from "./payment.ts";

const { leaving } = orderInEachSituation();
const first = theShipmentOf(leaving);
const second = { ...first, number: 2 };

/** An order of which two shipments are to leave. */
function twoLeave(...captures: Instruction[]): Order {
  return withInstructions({ ...leaving, shipments: [first, second] }, ...captures);
}

const ofFirst = (state: Instruction["state"]) => aCapture(1, 1_290, { state, shipment: 1 });
const ofSecond = (state: Instruction["state"]) => aCapture(2, 2_580, { state, shipment: 2 });
const ofNone = (state: Instruction["state"]) => aCapture(1, 1_290, { state });

function waiting(order: Order): boolean[] {
  return order.shipments.map((shipment) => waitsForCapture(order, shipment));
}

describe("waitsForCapture", () => {
  test.each<[string, Instruction[], boolean[]]>([
    ["nothing is captured", [], [false, false]],
    ["its own is open; the other has one that is done", [ofFirst("REQUESTED"), ofSecond("DONE")], [true, false]],
    ["its own is in flight; the other has one, too", [ofFirst("IN_FLIGHT"), ofSecond("REQUESTED")], [true, true]],
    ["all that is due is captured for the first: the second waits, too", [ofFirst("IN_FLIGHT")], [true, true]],
    ["a capture that is for no shipment: all wait", [ofNone("REQUESTED"), ofSecond("DONE")], [true, true]],
    ["a capture that was done or refused: nobody waits", [ofNone("DONE"), ofSecond("REFUSED")], [false, false]],
  ])("%s", (_, captures, expected) => {
    expect(waiting(twoLeave(...captures))).toEqual(expected);
  });
});

describe("stayPacked", () => {
  const stay = (...captures: Instruction[]) =>
    stayPacked(twoLeave(...captures)).shipments.map((shipment) => shipment.leaving === undefined);

  test("the shipment whose capture was refused stays; one with a capture of its own goes on", () => {
    expect(stay(ofFirst("REFUSED"), ofSecond("REQUESTED"))).toEqual([true, false]);
    expect(stay(ofNone("REFUSED"), ofSecond("IN_FLIGHT"))).toEqual([true, false]);
  });

  test("a shipment that relied on the capture of another stays, too", () => {
    expect(stay(ofFirst("REFUSED"))).toEqual([true, true]);
    expect(stay(ofNone("REFUSED"))).toEqual([true, true]);
  });
});
