import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { FakeTable } from "../../tests/builders/fake-table.ts";
import { aPendingOrder } from "../../tests/builders/orders.ts";
import { aProduct, aStock, units } from "../../tests/builders/products.ts";
import { aContext } from "../../tests/builders/request-context.ts";
import { locationsKey, storeLocations } from "../inventory/location-table.ts";
import { insertProduct } from "../inventory/product-table.ts";
import { readSupply } from "../inventory/read-supply.ts";
import { LocationId } from "../inventory/rules/location.ts";
import { stockKey } from "../inventory/stock-table.ts";
import { runInContext } from "../platform/runtime/request-context.ts";
import { firstVersion } from "../platform/values/version.ts";
import { readForPlacing, readOnSale } from "./read-for-placing.ts";

const mug = units("MUG", 3);
const { id } = aPendingOrder();
const NOW = "2026-11-28T08:00:00.000Z";
const berlin = { ...firstVersion(NOW), id: LocationId.parse("berlin"), name: "Berlin", priority: 1, fingerprint: "f" };

let table: FakeTable;

beforeEach(() => {
  table = FakeTable.connect();
  // What a function remembers of a table is of that table only.
  process.env.TABLE_NAME = `shop-${randomUUID()}`;
  table.put(insertProduct(aProduct("MUG")).item);
  storeStock({});
});

function storeStock(elsewhere: Readonly<Record<string, number>>): void {
  table.put({ ...stockKey("MUG"), type: "stock", ...aStock({ available: 2 }), ...elsewhere });
}

function openBerlin(): void {
  table.put(storeLocations({ ...firstVersion(NOW), locations: [berlin] }).item);
  storeStock({ "available@berlin": 5 });
}

function inRequest<Result>(run: () => Promise<Result>): Promise<Result> {
  return runInContext(aContext(), run);
}

/** The keys that were read, one list for each call. */
function keysRead(): string[][] {
  return table.reads.map((input) => JSON.stringify(input).match(/"pk":"[^"]*","sk":"[^"]*"/g) ?? []);
}

function readsOfLocations(): boolean[] {
  return keysRead().map((keys) => keys.some((key) => key.includes(`"pk":"${locationsKey.pk}"`)));
}

describe("a shop with one location", () => {
  test("never reads its locations, whatever is done", async () => {
    for (let count = 0; count < 2; count++) {
      const { supply } = await inRequest(() => readForPlacing(id, { items: [mug] }));
      expect(supply.locations.byPriority).toEqual(["main"]);
      await inRequest(() => readSupply([mug]));
      await inRequest(() => readOnSale([mug]));
    }
    expect(readsOfLocations()).toEqual([false, false, false, false, false, false]);
  });

  test("an edit that adds units reads their products, and no stock: the write says what is there", async () => {
    await inRequest(() => readOnSale([mug]));
    expect(keysRead()).toEqual([['"pk":"PRODUCT#MUG","sk":"PRODUCT"']]);
  });
});

describe("a shop with two locations", () => {
  beforeEach(openBerlin);

  test("the first order reads them in a second call, the next ones in the same call as the stock", async () => {
    const first = await inRequest(() => readForPlacing(id, { items: [mug] }));
    const second = await inRequest(() => readForPlacing(id, { items: [mug] }));
    expect(first.supply.locations.byPriority).toEqual(["main", "berlin"]);
    expect(second.supply).toEqual(first.supply);
    expect(readsOfLocations()).toEqual([false, true, true]);
  });

  test("a product that is only at main is served from there, without the locations", async () => {
    table.put(insertProduct(aProduct("PEN")).item);
    table.put({ ...stockKey("PEN"), type: "stock", ...aStock({ sku: units("PEN", 1).sku }) });
    const { supply } = await inRequest(() => readForPlacing(id, { items: [units("PEN", 1)] }));
    expect(supply.locations.byPriority).toEqual(["main"]);
    expect(readsOfLocations()).toEqual([false]);
  });

  test("units that an edit adds are allocated where they are, once the shop is known to have several", async () => {
    await inRequest(() => readSupply([mug]));
    const { allocate } = await inRequest(() => readOnSale([mug]));
    expect(allocate(mug)).toEqual([{ location: "berlin", quantity: 3 }]);
    expect(allocate(units("MUG", 6))).toEqual([
      { location: "main", quantity: 2 },
      { location: "berlin", quantity: 4 },
    ]);
  });

  test("an edit that adds nothing reads nothing", async () => {
    await inRequest(() => readSupply([mug]));
    const before = table.reads.length;
    await inRequest(() => readOnSale([]));
    expect(table.reads).toHaveLength(before);
  });
});
