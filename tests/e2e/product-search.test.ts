import { expect, test } from "vitest";
import { dataOf, readPages, type Schemas } from "../../client/client.ts";
import { staff, token } from "./api.ts";
import { pathsIn, raw } from "./raw.ts";
import { aCustomer, addStock, unique } from "./shop.ts";

type Query = { search?: string; stock?: "low" | "out"; status?: "ACTIVE" | "ARCHIVED"; limit?: number };

/** A word that no other test uses. */
const aWord = () => unique("w").replace("-", "");

async function aNamedProduct(name: string, more: Partial<Schemas["NewProduct"]> = {}): Promise<string> {
  const sku = unique("SKU").toUpperCase();
  const body = { sku, name, price: { amount: 100, currency: "EUR" }, ...more };
  dataOf(await (await staff()).POST("/products", { body }));
  return sku;
}

async function found(query: Query): Promise<string[]> {
  const api = await staff();
  const skus: string[] = [];
  const pages = readPages((position) => api.GET("/products", { params: { query: { ...query, ...position } } }));
  for await (const { data } of pages) skus.push(...data.map(({ sku }) => sku));
  return skus;
}

test("product found by words of its name, its SKU and its barcode, whatever the case and the accents", async () => {
  const word = aWord();
  const sku = await aNamedProduct(`Grüner ${word} Becher`, { barcode: "4006381333931" });

  for (const search of [word, word.toUpperCase(), `gruner ${word}`, `${word} bech`, sku, `4006381333931 ${word}`]) {
    expect(await found({ search }), search).toEqual([sku]);
  }
  for (const search of [`${word} tasse`, `bech ${word}`, `${word}x`])
    expect(await found({ search }), search).toEqual([]);
  const { api } = await aCustomer();
  const { data } = dataOf(await api.GET("/products", { params: { query: { search: word } } }));
  expect(data).toMatchObject([{ sku, availability: { available: 0, status: "out_of_stock" } }]);
});

test("renamed product: found by its new name at once, and by its old one no more", async () => {
  const [old, now, kept] = [aWord(), aWord(), aWord()];
  const sku = await aNamedProduct(`${kept} ${old}`);
  dataOf(
    await (await staff()).PATCH("/products/{sku}", { params: { path: { sku } }, body: { name: `${now} ${kept}` } }),
  );

  expect(await found({ search: now })).toEqual([sku]);
  expect(await found({ search: kept })).toEqual([sku]);
  expect(await found({ search: old })).toEqual([]);
});

test("many products in small pages: each once", async () => {
  const word = aWord();
  const skus = await Promise.all(Array.from({ length: 12 }, (_, n) => aNamedProduct(`${word} ${word}s number ${n}`)));
  expect((await found({ search: word, limit: 5 })).toSorted()).toEqual(skus.toSorted());
  expect((await found({ search: `number ${word}`, limit: 1 })).toSorted()).toEqual(skus.toSorted());
});

test("together with a level of stock and a status", async () => {
  const word = aWord();
  const [out, plenty, archived] = [await aNamedProduct(word), await aNamedProduct(word), await aNamedProduct(word)];
  const api = await staff();
  await addStock(api, plenty, 5);
  dataOf(await api.DELETE("/products/{sku}", { params: { path: { sku: archived } } }));

  expect((await found({ search: word })).toSorted()).toEqual([out, plenty].toSorted());
  expect(await found({ search: word, stock: "out" })).toEqual([out]);
  expect(await found({ search: word, stock: "low" })).toEqual([]);
  expect(await found({ search: word, stock: "out", status: "ARCHIVED" })).toEqual([archived]);
});

const asStaff = async (query: string) =>
  raw(`/products?${query}`, { headers: { Authorization: `Bearer ${await token("staff", "sam")}` } });

test.each([
  ["empty", "search=", "must have a word: letters or digits"],
  ["without a letter or digit", "search=%20--%20", "must have a word: letters or digits"],
  ["of 9 words", "search=a+b+c+d+e+f+g+h+i", "must have at most 8 words"],
  ["of 101 characters", `search=${"x".repeat(101)}`, "must have at most 100 characters"],
  ["twice", "search=a&search=b", "is given more than once"],
])("search %s: 400", async (_, query, message) => {
  const response = await asStaff(query);
  expect(response.status).toBe(400);
  expect(await response.clone().text()).toContain(message);
  expect(await pathsIn(response)).toEqual(["search"]);
});

test("8 words and 100 characters: searched", async () => {
  expect((await asStaff("search=a+b+c+d+e+f+g+h")).status).toBe(200);
  expect((await asStaff(`search=${"x".repeat(100)}`)).status).toBe(200);
});

test("cursor of another search, or none: 400", async () => {
  const word = aWord();
  await Promise.all([aNamedProduct(word), aNamedProduct(word)]);
  const { nextCursor } = dataOf(
    await (await staff()).GET("/products", { params: { query: { search: word, limit: 1 } } }),
  );
  expect(nextCursor).not.toBeNull();
  for (const query of [`search=${word}x`, "", `search=${word}&stock=out`]) {
    const response = await asStaff(`${query}&cursor=${nextCursor}`);
    expect(response.status).toBe(400);
    expect(await pathsIn(response)).toEqual(["cursor"]);
  }
});
