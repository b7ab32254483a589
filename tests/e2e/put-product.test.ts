import { expect, test } from "vitest";
import { dataOf, type Schemas, type WaybillClient } from "../../client/client.ts";
import { staff } from "./api.ts";
import { aCustomer, aProduct, readStock, unique } from "./shop.ts";

type ProductFields = Schemas["ProductFields"];

const price = { amount: 1_290, currency: "EUR" };
const mug = {
  name: "Blue mug, 350 ml",
  description: "Holds 350 ml.",
  price,
  taxRate: 1_900,
  reorderPoint: 10,
  weight: 340,
  barcode: "4006381333931",
  backorder: { limit: 20, expectedAt: "2027-01-15T08:00:00.000Z" },
  metadata: { supplier: "mug-works" },
} satisfies ProductFields;

function put(api: WaybillClient, sku: string, body: ProductFields, ifMatch?: string) {
  const header = ifMatch === undefined ? {} : { "If-Match": ifMatch };
  return api.PUT("/products/{sku}", { params: { path: { sku }, header }, body });
}

function read(api: WaybillClient, sku: string) {
  return api.GET("/products/{sku}", { params: { path: { sku } } });
}

const newSku = () => unique("SKU").toUpperCase();

test("unknown SKU: 201 with all fields, and an empty stock; again: 200, the same version", async () => {
  const api = await staff();
  const sku = newSku();

  const created = await put(api, sku, mug);
  const again = await put(api, sku, mug);

  expect(created.response.status).toBe(201);
  expect(created.response.headers.get("etag")).toBe('"1"');
  expect(dataOf(created)).toMatchObject({ sku, ...mug, status: "ACTIVE", version: 1 });
  expect(again.response.status).toBe(200);
  expect(dataOf(again)).toEqual(dataOf(created));
  expect(await readStock(sku)).toEqual({ available: 0, reserved: 0 });
});

test("known SKU: all fields replaced, those left out cleared; stock and status stay", async () => {
  const api = await staff();
  const sku = await aProduct({ stock: 7, reorderPoint: 3 });
  dataOf(await put(api, sku, mug));
  dataOf(await api.DELETE("/products/{sku}", { params: { path: { sku } } }));

  const replaced = await put(api, sku, { name: "Cup", price });

  expect(replaced.response.status).toBe(200);
  const { createdAt, updatedAt, ...product } = dataOf(replaced);
  expect(product).toEqual({ sku, name: "Cup", price, taxRate: 0, status: "ARCHIVED", version: 4 });
  expect(dataOf(await read(api, sku))).toEqual(dataOf(replaced));
  expect(await readStock(sku)).toEqual({ available: 7, reserved: 0 });
  expect(dataOf(await put(api, sku, { name: "Cup", price, status: "ACTIVE" })).status).toBe("ACTIVE");
});

test("new product with a status: created with it", async () => {
  const sku = newSku();
  expect(dataOf(await put(await staff(), sku, { ...mug, status: "ARCHIVED" }))).toMatchObject({ status: "ARCHIVED" });
});

test("If-Match of the current version: replaced; stale, or of a product that does not exist: 412, nothing changed", async () => {
  const api = await staff();
  const [sku, missing] = [newSku(), newSku()];
  const etag = (await put(api, sku, mug)).response.headers.get("etag") ?? "";

  const first = await put(api, sku, { ...mug, name: "Cup" }, etag);
  const stale = await put(api, sku, { ...mug, name: "Lost update" }, etag);
  const none = await put(api, missing, mug, etag);

  expect(dataOf(first)).toMatchObject({ name: "Cup", version: 2 });
  for (const { response, error } of [stale, none]) {
    expect(response.status).toBe(412);
    expect(error).toMatchObject({ code: "version_mismatch" });
  }
  expect(none.error).toMatchObject({ detail: expect.stringContaining("Without If-Match the request creates it") });
  expect(dataOf(await read(api, sku))).toEqual(dataOf(first));
  expect((await read(api, missing)).response.status).toBe(404);
});

test("eight clients put one new product: one 201, seven 200, the last one wins", async () => {
  const api = await staff();
  const sku = newSku();

  const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => put(api, sku, { ...mug, name: `Mug ${n}` })));

  expect(answers.map(({ response }) => response.status).toSorted()).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
  const versions = answers.map((one) => dataOf(one).version);
  expect(versions.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  const last = answers.map(dataOf).find(({ version }) => version === 8);
  expect(dataOf(await read(api, sku))).toEqual(last);
});

test("price in a currency that the shop does not sell in: 422, nothing created and nothing changed", async () => {
  const api = await staff();
  const [sku, missing] = [newSku(), newSku()];
  const before = dataOf(await put(api, sku, mug));
  const wrong = { ...mug, price: { amount: 1, currency: "XXZ" } };

  for (const one of [sku, missing]) {
    const { response, error } = await put(api, one, wrong);
    expect(response.status).toBe(422);
    expect(error).toMatchObject({ code: "unsupported_currency", errors: [{ path: "price.currency" }] });
  }
  expect(dataOf(await read(api, sku))).toEqual(before);
  expect((await read(api, missing)).response.status).toBe(404);
});

test("customer: 403, nothing is created", async () => {
  const { api: customer } = await aCustomer();
  const sku = newSku();
  const { response, error } = await put(customer, sku, mug);
  expect(response.status).toBe(403);
  expect(error).toMatchObject({ code: "forbidden" });
  expect((await read(customer, sku)).response.status).toBe(404);
});
