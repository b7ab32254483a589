import { expect, test } from "vitest";
import { orderInEachSituation } from "../../../tests/builders/orders.ts";
import { LINE_STATUSES } from "./line.ts";
import { ORDER_STATUSES, type Order } from "./order.ts";
import { PAYMENT_STATUSES } from "./payment-status.ts";
import { EFFECTS } from "./pending-effect.ts";
import { SHIPMENT_STATUSES } from "./shipment.ts";
import { STATUS_MATRIX, STATUSES_HOLDING_STOCK, type StatusRow, statusRowOf } from "./status-matrix.ts";

const orders = orderInEachSituation();
const { packed, outOfStock } = orders;

function missing(statuses: readonly string[], column: Exclude<keyof StatusRow, "order">): string[] {
  const reached = new Set<string>(STATUS_MATRIX.flatMap((row) => row[column]));
  return statuses.filter((status) => !reached.has(status));
}

test("one row for each status of an order", () => {
  expect(STATUS_MATRIX.map(({ order }) => order)).toEqual([...ORDER_STATUSES]);
});

test("no row says a status twice", () => {
  for (const { lines, shipments, payment, pending } of STATUS_MATRIX) {
    for (const column of [lines, shipments, payment, pending]) expect(new Set(column).size).toBe(column.length);
  }
});

test("every status is in a row", () => {
  expect(missing(LINE_STATUSES, "lines")).toEqual([]);
  expect(missing(SHIPMENT_STATUSES, "shipments")).toEqual([]);
  expect(missing(PAYMENT_STATUSES, "payment")).toEqual([]);
  expect(missing(EFFECTS, "pending")).toEqual([]);
});

test.each(Object.entries(orders))("an order that is %s is in a row, with its own statuses", (_, order) => {
  expect(statusRowOf(order)).toMatchObject({ order: order.status });
});

test("an order that is stored as out of stock is in a row", () => {
  expect(statusRowOf(outOfStock)).toMatchObject({ order: "FAILED" });
});

test("one line or one shipment with another status: no row", () => {
  const [line, ...lines] = packed.lines;
  const [shipment] = packed.shipments;
  if (!line || !shipment) throw new Error("The order has a line and a shipment.");
  const wrong: Order[] = [
    { ...packed, lines: [{ ...line, shipped: line.quantity }, ...lines] },
    { ...packed, lines: [{ ...line, cancelled: 1, shipped: 1 }, ...lines] },
    { ...packed, shipments: [shipment, { ...shipment, number: 2, status: "SHIPPED" }] },
    { ...outOfStock, shipments: [shipment] },
    { ...outOfStock, pending: { effect: "SHIP", dueAt: packed.updatedAt, tries: 0 } },
    { ...packed, status: "PENDING" },
    { ...packed, status: "SHIPPED" },
  ];
  expect(statusRowOf(packed)).toMatchObject({ order: "CONFIRMED" });
  expect(wrong.map(statusRowOf)).toEqual(wrong.map(() => undefined));
});

test("stock is held by orders that are PENDING, CONFIRMED or PARTIALLY_SHIPPED", () => {
  expect(STATUSES_HOLDING_STOCK).toEqual(["PENDING", "CONFIRMED", "PARTIALLY_SHIPPED"]);
});

test("of an order that ended, nothing is authorized and nothing is shipped", () => {
  for (const { order, shipments, pending } of STATUS_MATRIX) {
    if (order !== "FAILED" && order !== "CANCELLED") continue;
    expect(pending).not.toContain("AUTHORIZE");
    expect(pending).not.toContain("SHIP");
    expect(shipments.filter((status) => status !== "NONE" && status !== "CANCELLED")).toEqual([]);
  }
});

test("what has shipped is paid", () => {
  for (const { order, payment } of STATUS_MATRIX) {
    if (order !== "SHIPPED" && order !== "DELIVERED") continue;
    expect([...payment].sort()).toEqual(["CAPTURED", "NOT_REQUIRED", "PARTIALLY_REFUNDED", "REFUNDED"]);
  }
});
