import { randomUUID } from "node:crypto";
import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { expect, test } from "vitest";
import { dataOf, type Schemas, type WaybillClient } from "../../client/client.ts";
import { staff, token } from "./api.ts";
import { auditOf, violatedBy } from "./audit.ts";
import { output, table } from "./aws.ts";
import { json, problemIn, raw } from "./raw.ts";
import { aCustomer, addStock, aProduct, orderOf, place, unique } from "./shop.ts";

type NewProduct = Schemas["NewProduct"];

function aNewProduct(more: Partial<NewProduct> = {}): NewProduct {
  return {
    sku: unique("SKU").toUpperCase(),
    name: "Blue mug, 350 ml",
    description: "Holds 350 ml.\nDishwasher-proof.",
    price: { amount: 1_290, currency: "EUR" },
    taxRate: 1900,
    reorderPoint: 10,
    ...more,
  };
}

function create(api: WaybillClient, body: NewProduct) {
  return api.POST("/products", { body });
}

function change(api: WaybillClient, sku: string, body: Schemas["ProductChanges"], ifMatch?: string) {
  const header = ifMatch === undefined ? {} : { "If-Match": ifMatch };
  return api.PATCH("/products/{sku}", { params: { path: { sku }, header }, body });
}

function archive(api: WaybillClient, sku: string) {
  return api.DELETE("/products/{sku}", { params: { path: { sku } } });
}

test("product created: staff and customers read the same, stock is 0", async () => {
  const api = await staff();
  const { api: customer } = await aCustomer();
  const product = aNewProduct();

  const created = await create(api, product);

  expect(created.response.status).toBe(201);
  expect(dataOf(created)).toMatchObject({ ...product, status: "ACTIVE", version: 1 });
  const params = { path: { sku: product.sku } };
  expect(dataOf(await customer.GET("/products/{sku}", { params }))).toEqual(dataOf(created));
  const stock = dataOf(await customer.GET("/products/{sku}/stock", { params }));
  expect(stock).toMatchObject({ sku: product.sku, available: 0, reserved: 0, onHand: 0 });
});

test("SKU of another product: 409", async () => {
  const api = await staff();
  const product = aNewProduct();
  await create(api, product);

  const { response, error } = await create(api, { ...product, name: "Red mug" });

  expect(response.status).toBe(409);
  expect(error).toMatchObject({ code: "product_exists", detail: expect.stringContaining(product.sku) });
});

test.each([
  ["a price of 0", { price: { amount: 0, currency: "EUR" } }, "price.amount"],
  ["a fraction of a cent", { price: { amount: 12.5, currency: "EUR" } }, "price.amount"],
  ["an invalid currency code", { price: { amount: 100, currency: "euro" } }, "price.currency"],
  ["a lower-case SKU", { sku: "mug" }, "sku"],
  ["a tax rate over 100 %", { taxRate: 10_001 }, "taxRate"],
  ["a reorder point below 0", { reorderPoint: -1 }, "reorderPoint"],
  ["no name", { name: "" }, "name"],
])("product with %s: 400 that names the field", async (_, wrong, path) => {
  const request = { bearer: await token("staff", "sam"), body: aNewProduct(wrong) };

  const response = await raw("/products", json("POST", request));

  expect(response.status).toBe(400);
  expect(await problemIn(response)).toMatchObject({ code: "invalid_request", errors: [{ path }] });
});

test("price in a currency that does not exist: 422 that names it, for a new product and for a changed one", async () => {
  const api = await staff();
  const product = aNewProduct();
  const price = { amount: 1_290, currency: "XXZ" };
  await create(api, product);

  const created = await create(api, aNewProduct({ price }));
  const changed = await change(api, product.sku, { price });

  for (const { response, error } of [created, changed]) {
    expect(response.status).toBe(422);
    expect(error).toMatchObject({
      code: "unsupported_currency",
      detail: expect.stringContaining("does not sell in XXZ"),
      errors: [{ path: "price.currency" }],
    });
  }
  const read = dataOf(await api.GET("/products/{sku}", { params: { path: { sku: product.sku } } }));
  expect(read).toMatchObject({ price: product.price, version: 1 });
});

test("If-Match of the current version: changed; of an older version: 412", async () => {
  const api = await staff();
  const product = aNewProduct();
  const etag = (await create(api, product)).response.headers.get("etag") ?? "";

  const first = await change(api, product.sku, { price: { amount: 1_390, currency: "EUR" } }, etag);
  const stale = await change(api, product.sku, { name: "Lost update" }, etag);

  expect(first.response.status).toBe(200);
  expect(first.response.headers.get("etag")).toBe('"2"');
  expect(stale.response.status).toBe(412);
  expect(stale.error).toMatchObject({ code: "version_mismatch", detail: expect.stringContaining("version 2") });
  const read = dataOf(await api.GET("/products/{sku}", { params: { path: { sku: product.sku } } }));
  expect(read).toMatchObject({ name: product.name, price: { amount: 1_390 }, version: 2 });
});

test("concurrent changes without If-Match: all are made", async () => {
  const api = await staff();
  const { sku } = dataOf(await create(api, aNewProduct()));

  const answers = await Promise.all([
    change(api, sku, { name: "New name" }),
    change(api, sku, { taxRate: 700 }),
    change(api, sku, { reorderPoint: 3 }),
  ]);

  expect(answers.map(({ response }) => response.status)).toEqual([200, 200, 200]);
  const read = dataOf(await api.GET("/products/{sku}", { params: { path: { sku } } }));
  expect(read).toMatchObject({ name: "New name", taxRate: 700, reorderPoint: 3, version: 4 });
});

test("40 concurrent changes without If-Match: made, or 503 with Retry-After, never 412", async () => {
  const api = await staff();
  const { sku } = dataOf(await create(api, aNewProduct()));

  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, index) => change(api, sku, { name: `Mug ${index}` })),
  );

  const made = answers.filter(({ response }) => response.status === 200);
  const later = answers.filter(({ response }) => response.status === 503 && response.headers.has("retry-after"));
  expect(made.length + later.length).toBe(40);
  expect(dataOf(await api.GET("/products/{sku}", { params: { path: { sku } } })).version).toBe(1 + made.length);
});

test("description and reorder point set to null: removed, also from the stock item", async () => {
  const api = await staff();
  const { sku } = dataOf(await create(api, aNewProduct({ reorderPoint: 10 })));

  const cleared = dataOf(await change(api, sku, { description: null, reorderPoint: null }));
  const again = dataOf(await change(api, sku, { description: null }));

  expect(cleared).not.toHaveProperty("description");
  expect(cleared).not.toHaveProperty("reorderPoint");
  expect(again.version).toBe(cleared.version);
  expect(violatedBy(await auditOf(sku), sku)).toEqual([]);
  const key = { pk: `PRODUCT#${sku}`, sk: "STOCK" };
  const { Item } = await table.send(new GetCommand({ TableName: output("TableName"), Key: key, ConsistentRead: true }));
  expect(Item).toMatchObject({ sku });
  expect(Item).not.toHaveProperty("reorderPoint");
});

test("change to the same values: no new version", async () => {
  const api = await staff();
  const { sku, name } = dataOf(await create(api, aNewProduct()));

  const changed = await change(api, sku, { name });

  expect(dataOf(changed).version).toBe(1);
});

test("price changed after an order was placed: the order keeps its price", async () => {
  const sku = await aProduct({ price: 1_000, stock: 5 });
  const { api } = await aCustomer();
  const order = dataOf(await place(api, orderOf(sku, 2)));

  await change(await staff(), sku, { price: { amount: 9_000, currency: "EUR" } });

  const read = dataOf(await api.GET("/orders/{orderId}", { params: { path: { orderId: order.id } } }));
  expect(read.total).toEqual({ amount: 2_000, currency: "EUR" });
  expect(dataOf(await place(api, orderOf(sku, 1))).total).toEqual({ amount: 9_000, currency: "EUR" });
});

test("archived product: readable, cannot be ordered until it is ACTIVE again", async () => {
  const sku = await aProduct({ stock: 5 });
  const api = await staff();
  const { api: customer } = await aCustomer();

  const archived = await archive(api, sku);
  const again = await archive(api, sku);
  const refused = await place(customer, orderOf(sku, 1));

  expect(dataOf(archived)).toMatchObject({ status: "ARCHIVED", version: 2 });
  expect(dataOf(again)).toEqual(dataOf(archived));
  expect(refused.response.status).toBe(422);
  expect(refused.error).toMatchObject({ code: "unknown_product", detail: expect.stringContaining(sku) });
  expect(dataOf(await customer.GET("/products/{sku}", { params: { path: { sku } } })).status).toBe("ARCHIVED");

  await change(api, sku, { status: "ACTIVE" });
  expect(dataOf(await place(customer, orderOf(sku, 1))).status).toBe("CONFIRMED");
});

test("archived product: its stock can be adjusted", async () => {
  const sku = await aProduct({ stock: 5 });
  const api = await staff();
  await archive(api, sku);

  await addStock(api, sku, 1);

  expect(dataOf(await api.GET("/products/{sku}/stock", { params: { path: { sku } } })).available).toBe(6);
});

test("unknown product: every operation answers 404", async () => {
  const api = await staff();
  const params = { path: { sku: "NO-SUCH-PRODUCT" } };

  const answers = await Promise.all([
    api.GET("/products/{sku}", { params }),
    api.GET("/products/{sku}/stock", { params }),
    change(api, "NO-SUCH-PRODUCT", { name: "A name" }),
    archive(api, "NO-SUCH-PRODUCT"),
    api.POST("/products/{sku}/stock/adjustments", {
      params: { ...params, header: { "Idempotency-Key": randomUUID() } },
      body: { quantity: 1, reason: "received" },
    }),
  ]);

  expect(answers.map(({ response }) => response.status)).toEqual([404, 404, 404, 404, 404]);
});
