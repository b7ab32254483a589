import { describe, expect, test } from "vitest";
import * as z from "zod";
import { dataOf } from "../../client/client.ts";
import { staff, token } from "./api.ts";
import { eventually } from "./eventually.ts";
import { isReplay, json, orderIn, postOrder, problemIn, raw } from "./raw.ts";
import { aCustomer, addStock, aProduct, orderOf, place, readOrder, readStock, unique } from "./shop.ts";
import { authorizationsOf } from "./stored-order.ts";

describe("orders", () => {
  test("an order sent again with its key: the same order, with one reservation, one charge and one shipment", async () => {
    const sku = await aProduct({ price: 25_000, stock: 10 });
    const { api, bearer } = await aCustomer();
    const key = unique("key");
    const first = await postOrder(bearer, orderOf(sku, 2), key);
    const { id } = await orderIn(first);
    await eventually(
      () => readOrder(api, id),
      ({ shipments }) => shipments.length > 0,
    );

    const again = await postOrder(bearer, orderOf(sku, 2), key);

    expect(first.headers.get("Idempotent-Replayed")).toBeNull();
    expect(again.status).toBe(201);
    expect(isReplay(again)).toBe(true);
    expect((await orderIn(again)).id).toBe(id);
    await expectOneOfEverything(sku, id);
  });

  test("an order sent again after its product was archived: the same order", async () => {
    const sku = await aProduct({ price: 25_000, stock: 10 });
    const { api, bearer } = await aCustomer();
    const key = unique("key");
    const { id } = await orderIn(await postOrder(bearer, orderOf(sku, 2), key));
    dataOf(await (await staff()).DELETE("/products/{sku}", { params: { path: { sku } } }));

    const again = await postOrder(bearer, orderOf(sku, 2), key);

    expect(again.status).toBe(201);
    expect(isReplay(again)).toBe(true);
    expect(await orderIn(again)).toMatchObject({ id, status: "CONFIRMED" });
    expect((await place(api, orderOf(sku, 2))).error).toMatchObject({ code: "unknown_product" });
    await eventually(
      () => readOrder(api, id),
      ({ shipments }) => shipments.length > 0,
    );
    await expectOneOfEverything(sku, id);
  });

  test("20 concurrent requests with one key: one order with one charge", async () => {
    const sku = await aProduct({ price: 25_000, stock: 50 });
    const { api, bearer } = await aCustomer();
    const key = unique("key");

    const answers = await Promise.all(Array.from({ length: 20 }, () => postOrder(bearer, orderOf(sku, 2), key)));

    const orders = await Promise.all(answers.map(orderIn));
    const ids = new Set(orders.map((order) => order.id));
    const [id = ""] = ids;
    expect(ids.size).toBe(1);
    expect(orders.map(({ status }) => status)).toEqual(orders.map(() => "CONFIRMED"));
    expect(answers.filter(isReplay)).toHaveLength(19);
    await eventually(
      () => readOrder(api, id),
      ({ shipments }) => shipments.length > 0,
    );
    expect(await readStock(sku)).toEqual({ available: 48, reserved: 2 });
    expect(await authorizationsOf(id)).toMatchObject([{ status: "AUTHORIZED", amount: { amount: 50_000 } }]);
  });

  test("another body under a used key: 422, and nothing changes", async () => {
    const sku = await aProduct({ price: 25_000, stock: 10 });
    const { bearer } = await aCustomer();
    const key = unique("key");
    const { id } = await orderIn(await postOrder(bearer, orderOf(sku, 2), key));

    const other = await postOrder(bearer, orderOf(sku, 3), key);

    expect(other.status).toBe(422);
    expect(await problemIn(other)).toMatchObject({ code: "idempotency_key_reused" });
    expect(await readStock(sku)).toEqual({ available: 8, reserved: 2 });
    expect(await authorizationsOf(id)).toHaveLength(1);
  });

  test("two customers with the same key: one order each", async () => {
    const sku = await aProduct({ price: 25_000, stock: 10 });
    const key = unique("key");
    const [alice, bob] = [await aCustomer(), await aCustomer()];

    const first = await orderIn(await postOrder(alice.bearer, orderOf(sku, 1), key));
    const second = await orderIn(await postOrder(bob.bearer, orderOf(sku, 1), key));

    expect(second.id).not.toBe(first.id);
    expect([first.customerId, second.customerId]).toEqual([alice.name, bob.name]);
    expect(await readStock(sku)).toEqual({ available: 8, reserved: 2 });
  });

  test("one subject with the same key as customer and as staff: two orders", async () => {
    const sku = await aProduct({ stock: 10 });
    const { name, bearer } = await aCustomer();
    const [key, body] = [unique("key"), orderOf(sku, 1, { customerId: name })];

    const first = await orderIn(await postOrder(bearer, body, key));
    const second = await orderIn(await postOrder(await token("staff", name), body, key));

    expect(second.id).not.toBe(first.id);
  });
});

/** One reservation of 2, one charge of 500.00, one shipment. */
async function expectOneOfEverything(sku: string, orderId: string): Promise<void> {
  expect(await readStock(sku)).toEqual({ available: 8, reserved: 2 });
  expect(await authorizationsOf(orderId)).toMatchObject([{ status: "AUTHORIZED", amount: { amount: 50_000 } }]);
  expect((await readOrder(await staff(), orderId)).shipments).toHaveLength(1);
}

describe("stock adjustments", async () => {
  const sam = await token("staff", "sam");

  function adjust(bearer: string, sku: string, quantity: number, idempotencyKey: string): Promise<Response> {
    const body = { quantity, reason: quantity < 0 ? "damaged" : "received" };
    return raw(`/products/${sku}/stock/adjustments`, json("POST", { bearer, body, idempotencyKey }));
  }

  const Adjustment = z.looseObject({ id: z.string() });
  const adjustmentIn = async (response: Response) => Adjustment.parse(await response.json());

  test("an adjustment sent again with its key: made once", async () => {
    const sku = await aProduct({ stock: 10 });
    const key = unique("key");

    const first = await adjust(sam, sku, 5, key);
    const again = await adjust(sam, sku, 5, key);

    expect(first.headers.get("Idempotent-Replayed")).toBeNull();
    expect(isReplay(again)).toBe(true);
    expect(again.status).toBe(201);
    expect(await adjustmentIn(again)).toEqual(await adjustmentIn(first));
    expect(await readStock(sku)).toMatchObject({ available: 15 });
  });

  test("10 concurrent adjustments with one key: made once", async () => {
    const sku = await aProduct({ stock: 10 });
    const key = unique("key");

    const answers = await Promise.all(Array.from({ length: 10 }, () => adjust(sam, sku, 5, key)));

    const adjustments = await Promise.all(answers.map(adjustmentIn));
    expect(new Set(adjustments.map(({ id }) => id)).size).toBe(1);
    expect(await readStock(sku)).toMatchObject({ available: 15 });
  });

  test("another quantity under a used key: 422, and nothing changes", async () => {
    const sku = await aProduct({ stock: 10 });
    const key = unique("key");
    await adjust(sam, sku, 5, key);

    const other = await adjust(sam, sku, 6, key);

    expect(other.status).toBe(422);
    expect(await problemIn(other)).toMatchObject({ code: "idempotency_key_reused" });
    expect(await readStock(sku)).toMatchObject({ available: 15 });
  });

  test("the same key of another sender or for another product: adjustments of their own", async () => {
    const [sku, other] = [await aProduct({ stock: 1 }), await aProduct({ stock: 1 })];
    const key = unique("key");

    await adjust(sam, sku, 5, key);
    await adjust(sam, other, 7, key);
    await adjust(await token("staff", "kim"), sku, 9, key);
    await adjust(await token("service", "sam"), sku, 11, key);

    expect(await readStock(sku)).toMatchObject({ available: 26 });
    expect(await readStock(other)).toMatchObject({ available: 8 });
  });

  test("a refused adjustment sent again with its key once there is enough stock: made", async () => {
    const sku = await aProduct({ stock: 1 });
    const key = unique("key");
    await adjust(sam, sku, -2, key);
    await addStock(await staff(), sku, 5);

    const again = await adjust(sam, sku, -2, key);

    expect(again.status).toBe(201);
    expect(await readStock(sku)).toMatchObject({ available: 4 });
  });
});

describe("products, by their SKU", async () => {
  const bearer = await token("staff", "sam");
  const aBody = () => ({ sku: unique("SKU").toUpperCase(), name: "Mug", price: { amount: 1_290, currency: "EUR" } });
  const create = (body: object) => raw("/products", json("POST", { bearer, body }));

  test("a product created again after a change: the same product as it is now", async () => {
    const product = aBody();
    await create(product);
    const change = { params: { path: { sku: product.sku } }, body: { name: "Bluer mug" } };
    dataOf(await (await staff()).PATCH("/products/{sku}", change));

    const again = await create(product);

    expect(again.status).toBe(201);
    expect(isReplay(again)).toBe(true);
    expect(await again.json()).toMatchObject({ name: "Bluer mug", version: 2 });
  });

  test("10 concurrent requests for one product: created once", async () => {
    const product = aBody();

    const answers = await Promise.all(Array.from({ length: 10 }, () => create(product)));

    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201));
    expect(answers.filter(isReplay)).toHaveLength(9);
  });
});
