import { beforeEach, expect, test } from "vitest";
import { FakeTable } from "../../tests/builders/fake-table.ts";
import { aProduct, aStock, units } from "../../tests/builders/products.ts";
import { aContext } from "../../tests/builders/request-context.ts";
import { insertProduct } from "../inventory/product-table.ts";
import type { Product } from "../inventory/rules/product.ts";
import type { Stock } from "../inventory/rules/stock.ts";
import { stockKey } from "../inventory/stock-table.ts";
import { runInContext } from "../platform/runtime/request-context.ts";
import { readProductStocks } from "./read-product-stocks.ts";

const { sku } = units("MUG", 1);
let table: FakeTable;

beforeEach(() => {
  table = FakeTable.connect();
  storeProduct({ version: 1 });
  storeStock({ version: 2 });
});

function storeProduct(changes: Partial<Product>): void {
  table.put(insertProduct(aProduct(sku, changes)).item);
}

function storeStock(changes: Partial<Stock>): void {
  table.put({ ...stockKey(sku), type: "stock", ...aStock({ sku, ...changes }) });
}

function read() {
  return runInContext(aContext(), () => readProductStocks([sku]));
}

test("a product is read with its stock", async () => {
  expect(await read()).toMatchObject({
    consistent: [{ sku, product: { version: 1 }, stock: { version: 2 } }],
    changing: [],
  });
});

test("reorder point changes during the reads: read again, product and stock agree", async () => {
  table.beforeEach((call) => {
    if (call === 2) storeProduct({ version: 2, reorderPoint: 9 });
    if (call === 3) storeStock({ version: 3, reorderPoint: 9 });
  });

  expect((await read()).consistent).toMatchObject([{ product: { reorderPoint: 9 }, stock: { reorderPoint: 9 } }]);
});

test("a stock that changes in every attempt: reported as changing", async () => {
  table.beforeEach((call) => storeStock({ version: 2 + call }));

  expect(await read()).toEqual({ consistent: [], changing: [sku] });
});

test("a product without a stock item: stock is undefined", async () => {
  const { consistent } = await runInContext(aContext(), async () => {
    const lonely = aProduct("LONELY");
    table.put(insertProduct(lonely).item);
    return readProductStocks([lonely.sku]);
  });

  expect(consistent).toMatchObject([{ sku: "LONELY", stock: undefined }]);
});
