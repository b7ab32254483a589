import { describe, expect, test, vi } from "vitest";
import { at, orderInEachSituation } from "../../tests/builders/orders.ts";
import { aProduct, aStock, units } from "../../tests/builders/products.ts";
import { aReservation } from "../../tests/builders/reservations.ts";
import { insertProduct } from "../inventory/product-table.ts";
import { wordChanges } from "../inventory/product-words-table.ts";
import { insertReservation } from "../inventory/reservation-table.ts";
import type { Product } from "../inventory/rules/product.ts";
import { insertStock } from "../inventory/stock-table.ts";
import { insertCarrierEvent } from "../orders/carrier-event-table.ts";
import { createHistory, createOrder, replaceOrder } from "../orders/order-table.ts";
import type { Put } from "../platform/table/conditional-write.ts";
import { firstVersion } from "../platform/values/version.ts";
import { dueTypes, itemTypeOf, itemTypes, silentTypes } from "./item-types.ts";

test("each type is declared once, and has events or says that it has none", () => {
  const types = itemTypes.map(({ type }) => type);
  expect(new Set(types).size).toBe(types.length);
  expect(silentTypes).toEqual([
    "order_history",
    "carrier_event",
    "product_word",
    "movement",
    "booking",
    "backorder",
    "locations",
    "sandbox_authorization",
    "sandbox_tries",
  ]);
});

function wordsOf(product: Product): Put[] {
  return wordChanges(undefined, product).filter((one) => one.kind === "put");
}

test.each([
  insertProduct(aProduct("MUG")),
  insertStock(aProduct("MUG"), 5),
  ...wordsOf(aProduct("MUG")),
  createOrder(orderInEachSituation().confirmed),
  createHistory(orderInEachSituation().confirmed, [{ type: "OrderEdited", after: 1 }]),
  insertReservation(aReservation([units("MUG", 1)])),
  insertCarrierEvent(
    { orderId: orderInEachSituation().shipped.id, number: 1 },
    { ...firstVersion(at(9)), id: "1", status: "DELIVERED", at: at(8), fingerprint: "f" },
  ),
])("what $name stores is of a declared type, and is read back", ({ item }) => {
  expect(() => itemTypeOf(item.type).parse(item)).not.toThrow();
});

test("an item of a type that no slice declares is refused", () => {
  expect(() => itemTypeOf("invoice")).toThrow('No slice declares items of type "invoice".');
  expect(() => itemTypeOf(undefined)).toThrow();
});

describe("due items", () => {
  test("each type has partitions of its own", () => {
    const partitions = dueTypes.flatMap((type) => type.partitions());
    expect(new Set(partitions).size).toBe(partitions.length);
    for (const { type, partitions: own } of dueTypes) {
      for (const partition of own()) expect(partition).toMatch(new RegExp(`^${type}#\\d+$`));
    }
  });

  test("an order with something pending, and an ACTIVE reservation, is in one of the partitions that are swept", () => {
    vi.stubEnv("INDEX_SHARDS", "4");
    const { due } = replaceOrder(orderInEachSituation().cancelling).item;
    expect(dueTypes.flatMap((type) => type.partitions())).toContain(due);
    expect(dueTypes.flatMap((type) => type.partitions())).toContain(
      insertReservation(aReservation([units("MUG", 1)])).item.due,
    );
    vi.unstubAllEnvs();
  });
});

test("stock is told by its type's events", () => {
  const { events } = itemTypeOf("stock");
  const [before, after] = [aStock(), aStock({ version: 2, available: 8, reserved: 2 })];
  expect(events !== "none" && events({ ...before }, { ...after }).map(({ type }) => type)).toEqual(["StockReserved"]);
});
