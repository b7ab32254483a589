import { expect, test } from "vitest";
import { orderInEachSituation } from "../../../tests/builders/orders.ts";
import { LINE_STATUSES } from "./line.ts";
import { ORDER_STATUSES, type Order } from "./order.ts";
import { PAYMENT_STATUSES, type PaymentStatus } from "./payment-status.ts";
import { EFFECTS } from "./pending-effect.ts";
import { SHIPMENT_STATUSES } from "./shipment.ts";
import { STATUS_MATRIX, STATUSES_HOLDING_STOCK, type StatusRow, statusRowOf } from "./status-matrix.ts";

const orders = orderInEachSituation();
const { packed, outOfStock } = orders;

function valuesOf(column: keyof StatusRow): readonly string[] {
  return STATUS_MATRIX.map((row) => row[column]);
}

function missing(statuses: readonly string[], column: keyof StatusRow): string[] {
  return statuses.filter((status) => !valuesOf(column).includes(status));
}

test("no row is listed twice", () => {
  expect(new Set(STATUS_MATRIX.map((row) => Object.values(row).join())).size).toBe(STATUS_MATRIX.length);
});

test("only statuses of partial shipments, refunds and failed deliveries are in no row: nothing leads there yet", () => {
  expect(missing(ORDER_STATUSES, "order")).toEqual(["PARTIALLY_SHIPPED"]);
  expect(missing(LINE_STATUSES, "lines")).toEqual(["PARTIALLY_SHIPPED"]);
  expect(missing(SHIPMENT_STATUSES, "shipments")).toEqual(["DELIVERY_FAILED", "RETURNED"]);
  expect(missing(PAYMENT_STATUSES, "payment")).toEqual(["PARTIALLY_REFUNDED", "REFUNDED"]);
  expect(missing(EFFECTS, "pending")).toEqual(["REFUND", "REFRESH"]);
});

test.each(Object.entries(orders))("an order that is %s is in a row, with its own statuses", (_, order) => {
  expect(statusRowOf(order)).toMatchObject({ order: order.status, pending: order.pending?.effect ?? "NONE" });
});

test("an order that is stored as out of stock is in a row", () => {
  expect(statusRowOf(outOfStock)).toMatchObject({ order: "FAILED", payment: "NONE" });
});

test("one line or one shipment with another status: no row", () => {
  const [line, ...lines] = packed.lines;
  const [shipment] = packed.shipments;
  if (!line || !shipment) throw new Error("The order has a line and a shipment.");
  const wrong: Order[] = [
    { ...packed, lines: [{ ...line, shipped: line.quantity }, ...lines] },
    { ...packed, lines: [{ ...line, cancelled: 1, shipped: 1 }, ...lines] },
    { ...packed, shipments: [shipment, { ...shipment, number: 2, status: "PENDING" }] },
    { ...packed, shipments: [] },
    { ...packed, pending: { effect: "REFRESH", dueAt: packed.updatedAt, tries: 0 } },
  ];
  expect(statusRowOf(packed)).toMatchObject({ order: "CONFIRMED", shipments: "PACKED" });
  expect(wrong.map(statusRowOf)).toEqual(wrong.map(() => undefined));
});

test("stock is held by orders that are PENDING, CONFIRMED or PARTIALLY_SHIPPED", () => {
  expect(STATUSES_HOLDING_STOCK).toEqual(["PENDING", "CONFIRMED", "PARTIALLY_SHIPPED"]);
});

test("FAILED or CANCELLED with a payment that may hold money: a VOID is pending", () => {
  const mayHoldMoney: readonly PaymentStatus[] = ["PENDING", "AUTHORIZED", "UNKNOWN"];
  const left = STATUS_MATRIX.filter(
    ({ order, payment, pending }) =>
      (order === "FAILED" || order === "CANCELLED") && mayHoldMoney.includes(payment) && pending !== "VOID",
  );
  expect(left).toEqual([]);
});
