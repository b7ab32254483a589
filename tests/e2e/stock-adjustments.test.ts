import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { dataOf, type Schemas, type WaybillClient } from "../../client/client.ts";
import { staff, token } from "./api.ts";
import { json, problemIn, raw } from "./raw.ts";
import { aProduct, readStock } from "./shop.ts";

function adjust(api: WaybillClient, sku: string, body: Schemas["NewAdjustment"]) {
  return api.POST("/products/{sku}/stock/adjustments", {
    params: { path: { sku }, header: { "Idempotency-Key": randomUUID() } },
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

test.each([
  ["nothing at all", { quantity: 0, reason: "received" }],
  ["half a unit", { quantity: 0.5, reason: "received" }],
  ["more than the largest quantity", { quantity: 100_001, reason: "received" }],
])("an adjustment of %s is refused, naming the quantity", async (_, body) => {
  const sku = await aProduct({ stock: 1 });
  const request = { bearer: await token("staff", "sam"), body, idempotencyKey: randomUUID() };

  const response = await raw(`/products/${sku}/stock/adjustments`, json("POST", request));

  expect(response.status).toBe(400);
  expect(await problemIn(response)).toMatchObject({ code: "invalid_request", errors: [{ path: "quantity" }] });
});
