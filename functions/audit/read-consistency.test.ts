import type { ServiceInputTypes } from "@aws-sdk/lib-dynamodb";
import { beforeEach, describe, expect, test } from "vitest";
import { FakeTable } from "../../tests/builders/fake-table.ts";
import { aPendingOrder } from "../../tests/builders/orders.ts";
import { aProduct, aStock, units } from "../../tests/builders/products.ts";
import { aContext } from "../../tests/builders/request-context.ts";
import { loadBooking } from "../inventory/booking-table.ts";
import { listProducts } from "../inventory/list-products.ts";
import { insertProduct, loadProduct } from "../inventory/product-table.ts";
import { readMovements } from "../inventory/read-movements.ts";
import { loadReservation } from "../inventory/reservation-table.ts";
import { ReservationId } from "../inventory/rules/reservation-id.ts";
import { loadStock, stockKey } from "../inventory/stock-table.ts";
import { listLocations } from "../inventory/store-location.ts";
import { listAllOrders, listOrdersOf } from "../orders/list-orders.ts";
import { createOrder, loadOrder } from "../orders/order-table.ts";
import { readForPlacing } from "../orders/read-for-placing.ts";
import { runInContext } from "../platform/runtime/request-context.ts";
import { checkInvariants } from "./check-invariants.ts";
import { beginCount } from "./rules/count-units.ts";

const order = aPendingOrder({ items: [units("MUG", 1)] });
const page = { limit: 20, after: undefined };

let table: FakeTable;

beforeEach(() => {
  table = FakeTable.connect();
  table.put(createOrder(order).item);
  table.put(insertProduct(aProduct("MUG")).item);
  table.put({ ...stockKey("MUG"), type: "stock", ...aStock({ version: 7, reserved: 1 }) });
});

/** Whether each read of items was consistent. Indexes have no consistent reads. */
async function consistencyOf(read: () => Promise<unknown>): Promise<boolean[]> {
  await runInContext(aContext(), read);
  return table.reads.filter((input) => !("IndexName" in input)).map(isConsistent);
}

function isConsistent(input: ServiceInputTypes): boolean {
  if ("RequestItems" in input) {
    return Object.values(input.RequestItems ?? {}).every(
      (one) => "ConsistentRead" in one && one.ConsistentRead === true,
    );
  }
  return "ConsistentRead" in input && input.ConsistentRead === true;
}

describe("the API's lists may lag a moment behind: one read, at half the price", () => {
  test.each([
    ["a customer's orders", () => listOrdersOf(order.customerId, page)],
    ["everybody's orders", () => listAllOrders(undefined, page)],
    ["everybody's orders in a status", () => listAllOrders("PENDING", page)],
    ["products", () => listProducts({ status: "ACTIVE" }, page)],
  ])("%s", async (_, read) => {
    expect(await consistencyOf(read)).toEqual([false]);
  });
});

describe("everything else is read consistently", () => {
  test.each([
    ["an order", () => loadOrder(order.id)],
    ["what placing an order has to know", () => readForPlacing(order.id, { items: order.lines })],
    ["a product", () => loadProduct("MUG")],
    ["a stock", () => loadStock("MUG")],
    ["a booking of stock", () => loadBooking("MUG", "adj_1")],
    ["a product's ledger", () => readMovements(units("MUG", 1).sku, 20)],
    ["the shop's locations", () => listLocations()],
    ["the audit of products", () => checkInvariants({ phase: "products" })],
    [
      "the audit's count of reserved units",
      () =>
        checkInvariants({ phase: "reserved", counts: [beginCount(aStock({ sku: units("MUG", 1).sku, version: 7 }))] }),
    ],
    [
      "the audit's count of units that reservations hold",
      () =>
        checkInvariants({
          phase: "reservations",
          counts: [beginCount(aStock({ sku: units("MUG", 1).sku, version: 7 }))],
        }),
    ],
    ["a reservation", () => loadReservation(ReservationId.parse(`rsv_${"0".repeat(32)}`))],
    ["the audit of orders", () => checkInvariants({ phase: "orders" })],
  ])("%s", async (_, read) => {
    const reads = await consistencyOf(read);
    expect(reads.length).toBeGreaterThan(0);
    expect(reads).not.toContain(false);
  });
});
