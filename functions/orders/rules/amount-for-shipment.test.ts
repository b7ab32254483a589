import { describe, expect, test } from "vitest";
import { orderInEachSituation } from "../../../tests/builders/orders.ts";
import { aCapture, anAttempt, withInstructions } from "../../../tests/builders/payments.ts";
import { amountForShipment } from "./amount-for-shipment.ts";
import type { Order } from "./order.ts";
import type { Instruction } from "./payment.ts";
import type { Shipment } from "./shipment.ts";

const { packed } = orderInEachSituation();
const multicapture = anAttempt({ multicapture: true, amount: 4_360 });
const leaving = { carrier: "DHL", trackingNumbers: ["123"] };

/** A mug, a mug and a pen, in three shipments; 4.90 EUR for shipping. */
function inThree(changes: readonly Partial<Shipment>[] = [], ...instructions: Instruction[]): Order {
  const [mug, pen] = packed.lines;
  const [shipment] = packed.shipments;
  if (!mug || !pen || !shipment) throw new Error("The order has two lines and a shipment.");
  const shipments = [mug, mug, pen].map((line, index) => ({
    ...shipment,
    number: index + 1,
    lines: [{ sku: line.sku, quantity: 1 }],
    ...changes[index],
  }));
  const charges = [{ kind: "shipping" as const, name: "Standard", amount: 490, taxRate: 1_900 }];
  const order: Order = { ...packed, captureAt: "eachShipment", charges, shipments };
  return withInstructions({ ...order, payment: { ...order.payment, attempts: [multicapture] } }, ...instructions);
}

function amountOf(order: Order, index: number, attempt = multicapture): number {
  const shipment = order.shipments[index];
  if (!shipment) throw new Error("The order has no such shipment.");
  return amountForShipment(order, shipment, attempt);
}

describe("each shipment is captured", () => {
  test("the first that leaves: its units and the charges", () => {
    expect([0, 1, 2].map((index) => amountOf(inThree(), index))).toEqual([1_780, 1_780, 1_780]);
  });

  test("a part came another way before: the first that leaves takes the charges all the same", () => {
    const { attempt: _, ...byHand } = aCapture(1, 400);
    expect(amountOf(inThree([], byHand), 0)).toBe(1_780);
  });

  test("a later one: its units only, also while the first is only about to leave", () => {
    expect(amountOf(inThree([{ leaving }], aCapture(1, 1_780, { state: "IN_FLIGHT", shipment: 1 })), 1)).toBe(1_290);
  });

  test("the last: what is left", () => {
    const lines = packed.lines.map((line) => (line.sku === "MUG" ? { ...line, shipped: 2 } : line));
    const sent = { status: "SHIPPED", shippedAt: packed.updatedAt } as const;
    const order = inThree([sent, sent], aCapture(1, 1_780), aCapture(2, 1_000));
    expect(amountOf({ ...order, lines }, 2)).toBe(1_580);
  });

  test("most is captured already: no more than is due, or than the attempt holds", () => {
    expect(amountOf(inThree([], aCapture(1, 4_000)), 0)).toBe(360);
    expect(amountOf(inThree(), 0, anAttempt({ multicapture: true, amount: 1_000 }))).toBe(1_000);
  });
});

describe("everything is captured with the first shipment", () => {
  test.each(["firstShipment", "placement"] as const)("captureAt is %s", (captureAt) => {
    expect(amountOf({ ...inThree(), captureAt }, 2)).toBe(4_360);
  });

  test("the provider cannot capture in parts", () => {
    expect(amountOf(inThree(), 2, anAttempt({ amount: 4_360 }))).toBe(4_360);
  });

  test("what is captured, or about to be, is not captured again", () => {
    const order = inThree([], aCapture(1, 1_000), aCapture(2, 500, { state: "REQUESTED" }));
    expect(amountOf({ ...order, captureAt: "firstShipment" }, 0)).toBe(2_860);
  });
});
