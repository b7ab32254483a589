import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { dataOf, type Schemas, type WaybillClient } from "../../client/client.ts";
import { staff, token } from "./api.ts";
import { storedOf } from "./at-locations.ts";
import { json, problemIn, raw } from "./raw.ts";
import { aProduct, readStock } from "./shop.ts";

function adjust(api: WaybillClient, sku: string, body: Schemas["NewAdjustment"]) {
  return api.POST("/products/{sku}/stock/adjustments", {
    params: { path: { sku }, header: { "Idempotency-Key": randomUUID() } },
    body,
  });
}

test("adjustment with a reason: available units go up or down", async () => {
  const sku = await aProduct({ stock: 10 });
  const api = await staff();

  const increase = await adjust(api, sku, { quantity: 5, reason: "returned" });
  const decrease = await adjust(api, sku, { quantity: -3, reason: "damaged" });

  expect(increase.response.status).toBe(201);
  expect(dataOf(increase)).toMatchObject({ sku, quantity: 5, reason: "returned" });
  expect(dataOf(decrease)).toMatchObject({ sku, quantity: -3, reason: "damaged" });
  expect(await readStock(sku)).toEqual({ available: 12, reserved: 0 });
});

test("adjustment below the available units: 409, stock unchanged", async () => {
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

const theProduct = aProduct({ stock: 10 });

test.each<[string, object, string]>([
  ["0 units", { quantity: 0, reason: "received" }, "quantity"],
  ["a fraction of a unit", { quantity: 0.5, reason: "received" }, "quantity"],
  ["more than the maximum", { quantity: 100_001, reason: "received" }, "quantity"],
  ["more than the maximum taken out", { quantity: -100_001, reason: "damaged" }, "quantity"],
  ["a text", { quantity: "1", reason: "received" }, "quantity"],
  ["no quantity", { reason: "received" }, "quantity"],
  ["units without a reason", { quantity: 1 }, "reason"],
  ["units with a number as reason", { quantity: 1, reason: 7 }, "reason"],
])("adjustment of %s: 400 that names the field, stock and ledger unchanged", async (_, body, path) => {
  const sku = await theProduct;
  const before = await storedOf(sku);
  const request = { bearer: await token("staff", "sam"), body, idempotencyKey: randomUUID() };

  const response = await raw(`/products/${sku}/stock/adjustments`, json("POST", request));

  expect(response.status).toBe(400);
  expect(await problemIn(response)).toMatchObject({ code: "invalid_request", errors: [{ path }] });
  expect(await storedOf(sku)).toEqual(before);
});
