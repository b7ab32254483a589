import { describe, expect, test } from "vitest";
import { orderInEachSituation } from "../../../tests/builders/orders.ts";
import {
  aCapture,
  anAttempt,
  aRefund,
  aVoid,
  withInstructions,
  withPayment,
} from "../../../tests/builders/payments.ts";
import { end, inStatus, withoutRest } from "./end-order.ts";
import { lineStatus } from "./line.ts";
import type { Order } from "./order.ts";

const { pending, packed, leaving, shipped } = orderInEachSituation();

/** The order of which the mugs have left, and the pen is packed. */
function partlyShipped(order: Order = packed): Order {
  const [mug, pen] = order.lines;
  const [shipment] = order.shipments;
  if (!mug || !pen || !shipment) throw new Error("The order has two lines and a shipment.");
  return {
    ...order,
    status: "PARTIALLY_SHIPPED",
    lines: [{ ...mug, shipped: 2 }, pen],
    shipments: [
      { ...shipment, status: "SHIPPED", lines: [{ sku: mug.sku, quantity: 2 }] },
      { ...shipment, number: 2, lines: [{ sku: pen.sku, quantity: 1 }] },
    ],
  };
}

test("inStatus: as the state machine allows", () => {
  expect(inStatus(pending, "CONFIRMED").status).toBe("CONFIRMED");
  expect(() => inStatus(pending, "SHIPPED")).toThrow("The order is PENDING and cannot become SHIPPED.");
});

describe("end", () => {
  test("nothing of it is open any more: lines, shipments, payment", () => {
    const ended = end(packed, "CANCELLED");
    expect(ended.status).toBe("CANCELLED");
    expect(ended.lines.map(lineStatus)).toEqual(["CANCELLED", "CANCELLED"]);
    expect(ended.shipments).toMatchObject([{ status: "CANCELLED" }]);
    expect(ended.payment.instructions).toEqual([aVoid(1)]);
  });

  test("a shipment that was to leave does not", () => {
    expect(end(leaving, "CANCELLED").shipments[0]).not.toHaveProperty("leaving");
  });

  test("an authorization that is being asked for gives way to its VOID", () => {
    const ended = end(pending, "FAILED");
    expect(ended).toMatchObject({ status: "FAILED", payment: { instructions: [{ kind: "VOID", attempt: 1 }] } });
    expect(ended).not.toHaveProperty("pending");
  });

  test("what was captured is given back, before the rest is let go of", () => {
    expect(end(withInstructions(packed, aCapture(1, 1_000)), "CANCELLED").payment.instructions).toEqual([
      aCapture(1, 1_000),
      aRefund(2, 1, 1_000, { state: "REQUESTED" }),
      aVoid(3),
    ]);
  });

  test("an order that cannot end: refused", () => {
    expect(() => end(shipped, "CANCELLED")).toThrow("The order is SHIPPED and cannot become CANCELLED.");
  });

  describe("of an order that shipped in part", () => {
    const captured = withPayment(withInstructions(partlyShipped(), aCapture(1, 3_870)), {
      attempts: [anAttempt({ status: "CAPTURED" })],
    });

    test("only the rest ends, and only what it cost is given back", () => {
      const ended = end(captured, "CANCELLED");
      expect(ended.status).toBe("SHIPPED");
      expect(ended.lines.map(lineStatus)).toEqual(["SHIPPED", "CANCELLED"]);
      expect(ended.shipments).toMatchObject([{ status: "SHIPPED" }, { status: "CANCELLED" }]);
      expect(ended.payment.instructions).toEqual([
        aCapture(1, 3_870),
        aRefund(2, 1, 1_290, { state: "REQUESTED", cause: "edit" }),
      ]);
    });

    test("what shipped has arrived: DELIVERED", () => {
      const [mug, ...others] = captured.lines;
      if (!mug) throw new Error("The order has a line.");
      expect(end({ ...captured, lines: [{ ...mug, delivered: 2 }, ...others] }, "CANCELLED").status).toBe("DELIVERED");
    });
  });
});

test("withoutRest: DELIVERED where all that shipped has arrived, else SHIPPED", () => {
  const lines = (delivered: number) =>
    partlyShipped().lines.map((line) => (line.shipped > 0 ? { ...line, delivered } : { ...line, cancelled: 1 }));
  expect(withoutRest({ ...partlyShipped(), lines: lines(1) }).status).toBe("SHIPPED");
  expect(withoutRest({ ...partlyShipped(), lines: lines(2) }).status).toBe("DELIVERED");
});
