import { beforeEach, describe, expect, test } from "vitest";
import { FakeTable } from "../../tests/builders/fake-table.ts";
import { aProduct, aStock } from "../../tests/builders/products.ts";
import { aContext } from "../../tests/builders/request-context.ts";
import { runInContext } from "../platform/runtime/request-context.ts";
import { type ListedProduct, listProducts, type ProductFilter } from "./list-products.ts";
import { insertProduct } from "./product-table.ts";
import { type Product, Sku } from "./rules/product.ts";
import { insertStock, stockKey } from "./stock-table.ts";

let table: FakeTable;

beforeEach(() => {
  table = FakeTable.connect();
});

const skuOf = (number: number) => `SKU-${String(number).padStart(4, "0")}`;

/** Stores a product with so many units, listed as the stock that it had before. */
function store(number: number, available: number, before = available, changes: Partial<Product> = {}): string {
  const sku = skuOf(number);
  const product = aProduct(sku, { reorderPoint: 5, ...changes });
  const { list, position } = stockItem(product, before);
  const { list: _, position: __, ...stock } = stockItem(product, available);
  table.put(insertProduct(product).item);
  table.put({ ...stock, ...(list !== undefined && { list, position }) });
  return sku;
}

function stockItem(product: Product, available: number) {
  const stock = aStock({ sku: Sku.parse(product.sku), available, reorderPoint: 5 });
  const { list, position } = insertStock(product, 0).item;
  const isOut = available === 0;
  const ofLevel = isOut ? { list, position } : { list: String(list).replace("OUT", "LOW"), position };
  return { ...stock, ...stockKey(product.sku), type: "stock", ...(available <= 5 ? ofLevel : {}) };
}

interface Walk {
  readonly skus: readonly string[];
  /** The entries and the calls of each page. */
  readonly pages: readonly { readonly entries: number; readonly calls: number }[];
}

async function walk(filter: Partial<ProductFilter>, limit: number): Promise<Walk> {
  const skus: string[] = [];
  const pages: { entries: number; calls: number }[] = [];
  let after: string | undefined;
  do {
    const before = table.reads.length;
    const page = await runInContext(aContext(), () => listProducts({ status: "ACTIVE", ...filter }, { limit, after }));
    pages.push({ entries: page.data.length, calls: table.reads.length - before });
    skus.push(...page.data.map(({ product }) => product.sku));
    after = page.next;
  } while (after !== undefined);
  return { skus, pages };
}

async function firstPage(filter: Partial<ProductFilter>): Promise<readonly ListedProduct[]> {
  const request = { limit: 20, after: undefined };
  return (await runInContext(aContext(), () => listProducts({ status: "ACTIVE", ...filter }, request))).data;
}

describe("all products", () => {
  test.each([
    [20, 2],
    [50, 2],
    [100, 3],
  ])("each once, by SKU, with its stock; a page of %i takes %i calls", async (limit, calls) => {
    const stored = Array.from({ length: 210 }, (_, number) => store(number, number % 8));

    const { skus, pages } = await walk({}, limit);

    expect(skus).toEqual(stored);
    expect(Math.max(...pages.map((page) => page.calls))).toBe(calls);
    const [first] = await firstPage({});
    expect(first).toMatchObject({ product: { sku: skuOf(0) }, stock: { available: 0 } });
  });

  test("a product whose stock cannot be read is shown without it", async () => {
    const sku = store(1, 8);
    table.put({ ...stockKey(sku), type: "stock", available: "many" });
    expect(await firstPage({})).toMatchObject([{ product: { sku }, stock: undefined }]);
  });

  test("no product: an empty page, one call", async () => {
    expect(await walk({}, 20)).toEqual({ skus: [], pages: [{ entries: 0, calls: 1 }] });
  });
});

describe("products with a level of stock", () => {
  test("low: those at their reorder point or below; out: those with nothing", async () => {
    const [out, one, five] = [store(1, 0), store(2, 1), store(3, 5)];
    store(4, 6);
    expect((await walk({ level: "LOW" }, 20)).skus).toEqual([one, five]);
    expect((await walk({ level: "DEPLETED" }, 20)).skus).toEqual([out]);
  });

  test("stock that has changed since it was listed: left out", async () => {
    store(1, 10, 0);
    const still = store(2, 0, 0);
    store(3, 2, 0);
    expect((await walk({ level: "DEPLETED" }, 20)).skus).toEqual([still]);
  });

  test("archived products are not among those on sale, and have lists of their own", async () => {
    const archived = store(1, 0, 0, { status: "ARCHIVED" });
    const active = store(2, 0);
    expect((await walk({ level: "DEPLETED" }, 20)).skus).toEqual([active]);
    expect((await walk({ level: "DEPLETED", status: "ARCHIVED" }, 20)).skus).toEqual([archived]);
  });

  test("few among very many products: as many calls as among few", async () => {
    for (let number = 0; number < 2_000; number++) store(number, number % 100 === 0 ? 0 : 50);
    const { skus, pages } = await walk({ level: "DEPLETED" }, 20);
    expect(skus).toHaveLength(20);
    expect(pages).toEqual([{ entries: 20, calls: 2 }]);
  });

  test("very many whose level has changed: short pages, at most 300 products are read for each", async () => {
    for (let number = 0; number < 1_000; number++) store(number, number === 999 ? 0 : 50, 0);
    const { skus, pages } = await walk({ level: "DEPLETED" }, 20);
    expect(skus).toEqual([skuOf(999)]);
    expect(pages.map(({ entries }) => entries)).toEqual([0, 0, 0, 1]);
    expect(Math.max(...pages.map(({ calls }) => calls))).toBeLessThanOrEqual(8);
  });

  test.each([1, 7, 20, 100])("pages of %i: each product once", async (limit) => {
    const out = Array.from({ length: 137 }, (_, number) => store(number, number % 3 === 0 ? 0 : 9, 0)).filter(
      (_, number) => number % 3 === 0,
    );
    const { skus } = await walk({ level: "DEPLETED" }, limit);
    expect(skus).toEqual(out);
  });
});
