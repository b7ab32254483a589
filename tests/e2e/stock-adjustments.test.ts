import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { components } from "../../client/api.generated.d.ts";
import { type Api, staff } from "./api.ts";
import { aProduct, dataOf, readStock } from "./shop.ts";

type NewAdjustment = components["schemas"]["NewAdjustment"];

function adjust(api: Api, sku: string, body: NewAdjustment, key: string = randomUUID()) {
  return api.POST("/products/{sku}/stock/adjustments", {
    params: { path: { sku }, header: { "Idempotency-Key": key } },
    body,
  });
}

test("an adjustment moves what is available, up and down, and says why", async () => {
  const sku = await aProduct({ stock: 10 });
  const api = await staff();

  const came = await adjust(api, sku, { quantity: 5, reason: "returned" });
  const went = await adjust(api, sku, { quantity: -3, reason: "damaged" });

  expect(came.response.status).toBe(201);
  expect(dataOf(came)).toMatchObject({ sku, quantity: 5, reason: "returned" });
  expect(dataOf(went)).toMatchObject({ sku, quantity: -3, reason: "damaged" });
  expect(await readStock(sku)).toEqual({ available: 12, reserved: 0 });
});

test("an adjustment sent again with its key is made once", async () => {
  const sku = await aProduct({ stock: 10 });
  const api = await staff();
  const key = randomUUID();

  const first = await adjust(api, sku, { quantity: 5, reason: "received" }, key);
  const again = await adjust(api, sku, { quantity: 5, reason: "received" }, key);

  expect(first.response.headers.get("idempotent-replayed")).toBeNull();
  expect(again.response.headers.get("idempotent-replayed")).toBe("true");
  expect(again.response.status).toBe(201);
  expect(dataOf(again)).toEqual(dataOf(first));
  expect(await readStock(sku)).toMatchObject({ available: 15 });
});

test("an adjustment sent ten times at once with one key is made once", async () => {
  const sku = await aProduct({ stock: 10 });
  const api = await staff();
  const key = randomUUID();

  const answers = await Promise.all(
    Array.from({ length: 10 }, () => adjust(api, sku, { quantity: 5, reason: "received" }, key)),
  );

  expect(new Set(answers.map((answer) => dataOf(answer).id)).size).toBe(1);
  expect(await readStock(sku)).toMatchObject({ available: 15 });
});

test("a key that recorded another adjustment is refused", async () => {
  const sku = await aProduct({ stock: 10 });
  const api = await staff();
  const key = randomUUID();
  await adjust(api, sku, { quantity: 5, reason: "received" }, key);

  const { response, error } = await adjust(api, sku, { quantity: 6, reason: "received" }, key);

  expect(response.status).toBe(422);
  expect(error).toMatchObject({ code: "idempotency_key_reused" });
  expect(await readStock(sku)).toMatchObject({ available: 15 });
});

test("a key is its sender's own, and of one product", async () => {
  const [sku, other] = [await aProduct({ stock: 1 }), await aProduct({ stock: 1 })];
  const [sam, kim] = [await staff("sam"), await staff("kim")];
  const key = randomUUID();

  await adjust(sam, sku, { quantity: 5, reason: "received" }, key);
  await adjust(sam, other, { quantity: 7, reason: "received" }, key);
  await adjust(kim, sku, { quantity: 9, reason: "received" }, key);

  expect(await readStock(sku)).toMatchObject({ available: 15 });
  expect(await readStock(other)).toMatchObject({ available: 8 });
});

test("more than is available cannot be taken, and what is held for orders is not available", async () => {
  const sku = await aProduct({ stock: 10 });
  const api = await staff();

  const { response, error } = await adjust(api, sku, { quantity: -11, reason: "correction" });

  expect(response.status).toBe(409);
  expect(error).toMatchObject({
    code: "insufficient_stock",
    detail: expect.stringMatching(new RegExp(`11 units of ${sku}.*10 are available`)),
  });
  expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
  expect((await adjust(api, sku, { quantity: -10, reason: "correction" })).response.status).toBe(201);
});

test("a refused adjustment's key can be used again once there is enough", async () => {
  const sku = await aProduct({ stock: 1 });
  const api = await staff();
  const key = randomUUID();
  await adjust(api, sku, { quantity: -2, reason: "damaged" }, key);
  await adjust(api, sku, { quantity: 5, reason: "received" });

  const { response } = await adjust(api, sku, { quantity: -2, reason: "damaged" }, key);

  expect(response.status).toBe(201);
  expect(await readStock(sku)).toMatchObject({ available: 4 });
});

test.each([
  ["nothing at all", { quantity: 0, reason: "received" } as const],
  ["half a unit", { quantity: 0.5, reason: "received" } as const],
  ["more than the largest quantity", { quantity: 100_001, reason: "received" } as const],
])("an adjustment of %s is refused, naming the quantity", async (_, body) => {
  const sku = await aProduct({ stock: 1 });

  const { response, error } = await adjust(await staff(), sku, body);

  expect(response.status).toBe(400);
  expect(error).toMatchObject({ code: "invalid_request", errors: [{ path: "quantity" }] });
});
