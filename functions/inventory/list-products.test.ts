import { beforeEach, describe, expect, test } from "vitest";
import { FakeTable } from "../../tests/builders/fake-table.ts";
import { aProduct, aStock } from "../../tests/builders/products.ts";
import { aContext } from "../../tests/builders/request-context.ts";
import { runInContext } from "../platform/runtime/request-context.ts";
import { type ListedProduct, listProducts, type ProductFilter } from "./list-products.ts";
import { insertProduct } from "./product-table.ts";
import { findWords, positionsOf, wordChanges } from "./product-words-table.ts";
import { type Product, Sku } from "./rules/product.ts";
import { parseSearch, seedOf } from "./rules/search-words.ts";
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
  for (const one of wordChanges(undefined, product)) if (one.kind === "put") table.put(one.item);
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

describe("products that a search finds", () => {
  const search = (text: string) => ({ search: parseSearch(text) });

  test("by words of name, SKU and barcode, the last one by its beginning", async () => {
    const [steel, enamel] = [
      store(1, 9, 9, { name: "Steel mug", barcode: "4006381333931" }),
      store(2, 9, 9, { name: "Émail MUG" }),
    ];
    store(3, 9, 9, { name: "Lamp" });
    const found = async (text: string) => (await walk(search(text), 20)).skus;
    expect(await found("mug")).toEqual([steel, enamel]);
    expect(await found("MUG email")).toEqual([enamel]);
    expect(await found("mug ste")).toEqual([steel]);
    expect(await found("40063")).toEqual([steel]);
    expect(await found("sku 0002")).toEqual([enamel]);
    expect(await found("m")).toEqual([steel, enamel]);
    expect(await found("mug lamp")).toEqual([]);
    expect(await found("mugs")).toEqual([]);
  });

  test("a product with several words of one beginning: once, whatever the size of the pages", async () => {
    const all = Array.from({ length: 30 }, (_, number) => store(number, 9, 9, { name: `Mug mugs muggy ${number}` }));
    for (const limit of [1, 4, 100]) {
      const { skus } = await walk(search("mug"), limit);
      expect(skus.toSorted()).toEqual(all);
    }
  });

  test("product that has the word no more: left out, also while its entry is still there", async () => {
    const sku = store(1, 9, 9, { name: "Steel mug" });
    table.put(insertProduct(aProduct(sku, { name: "Steel cup" })).item);
    expect((await walk(search("mug"), 20)).skus).toEqual([]);
    expect((await walk(search("steel"), 20)).skus).toEqual([sku]);
  });

  test("with a level of stock and a status: those that have all of it", async () => {
    store(1, 9, 9, { name: "Steel mug" });
    const out = store(2, 0, 0, { name: "Steel mug" });
    const archived = store(3, 0, 0, { name: "Steel mug", status: "ARCHIVED" });
    expect((await walk({ ...search("mug"), level: "DEPLETED" }, 20)).skus).toEqual([out]);
    expect((await walk({ ...search("mug"), level: "DEPLETED", status: "ARCHIVED" }, 20)).skus).toEqual([archived]);
  });

  test("few among very many products: as many calls as among few", async () => {
    for (let number = 0; number < 2_000; number++) store(number, 9, 9, { name: number % 100 === 7 ? "Mug" : "Lamp" });
    const { skus, pages } = await walk(search("mug"), 20);
    expect(skus).toHaveLength(20);
    expect(pages).toEqual([{ entries: 20, calls: 2 }]);
  });

  test("two words that very many products have, and few together: short pages of at most 300 candidates", async () => {
    for (let number = 0; number < 700; number++) {
      store(number, 9, 9, { name: number === 650 ? "steel mug" : number % 2 === 0 ? "steel" : "mug" });
    }
    const { skus, pages } = await walk(search("steel mug"), 20);
    expect(skus).toEqual([skuOf(650)]);
    expect(pages.map(({ entries }) => entries)).toEqual([0, 1]);
    expect(Math.max(...pages.map(({ calls }) => calls))).toBeLessThanOrEqual(8);
  });

  test("positions: those of the search, and no others", async () => {
    store(1, 9, 9, { name: "Steel mug" });
    const accepts = (text: string, position: string) =>
      positionsOf(seedOf(parseSearch(text))).safeParse(position).success;
    const [entry] = await runInContext(aContext(), () => findWords(seedOf(parseSearch("mug")), 1, undefined));
    expect(accepts("mug", entry?.position ?? "")).toBe(true);
    expect(accepts("mug", "mugs#SKU-0001")).toBe(true);
    for (const position of ["", "mug", "mug#", "cup#A", "mug#a", "mug#A#B", "mug\u{10ffff}#A", "mug x#A"]) {
      expect(accepts("mug", position), position).toBe(false);
    }
    expect(accepts("mug a", "mugs#SKU-0001")).toBe(false);
  });
});
