import { expect, test } from "vitest";
import { dataOf } from "../../client/client.ts";
import { staff } from "./api.ts";
import { isReplay, orderIn, postOrder } from "./raw.ts";
import { aCustomer, addStock, aProduct, orderOf, place, readStock, unique } from "./shop.ts";
import { authorizationsOf } from "./stored-order.ts";

test("order for 20 of 8 units: FAILED with the shortage, no authorization, stock unchanged", async () => {
  const sku = await aProduct({ price: 1_000, stock: 8 });
  const { api } = await aCustomer();

  const placed = await place(api, orderOf(sku, 20));

  expect(placed.response.status).toBe(201);
  const order = dataOf(placed);
  expect(order).toMatchObject({
    status: "FAILED",
    failure: { reason: "OUT_OF_STOCK", shortages: [{ sku, ordered: 20, available: 8 }] },
    paymentStatus: "NONE",
  });
  expect(order.failure?.detail).toContain(sku);
  expect(await readStock(sku)).toEqual({ available: 8, reserved: 0 });
  expect(await authorizationsOf(order.id)).toEqual([]);
});

test("order with one of three lines short: FAILED, no stock is reserved", async () => {
  const [plenty, short, enough] = [
    await aProduct({ price: 1_000, stock: 50 }),
    await aProduct({ price: 1_000, stock: 2 }),
    await aProduct({ price: 1_000, stock: 3 }),
  ];
  const { api } = await aCustomer();

  const order = dataOf(
    await place(api, orderOf(plenty, 3, { items: [plenty, short, enough].map((sku) => ({ sku, quantity: 3 })) })),
  );

  expect(order).toMatchObject({
    status: "FAILED",
    failure: { reason: "OUT_OF_STOCK", shortages: [{ sku: short, ordered: 3, available: 2 }] },
  });
  expect(await readStock(plenty)).toEqual({ available: 50, reserved: 0 });
  expect(await readStock(short)).toEqual({ available: 2, reserved: 0 });
  expect(await readStock(enough)).toEqual({ available: 3, reserved: 0 });
});

test("order failed for lack of stock, sent again after stock arrived: still FAILED", async () => {
  const sku = await aProduct({ price: 1_000, stock: 1 });
  const { bearer } = await aCustomer();
  const key = unique("key");
  const failed = await orderIn(await postOrder(bearer, orderOf(sku, 2), key));
  await addStock(await staff(), sku, 10);

  const again = await postOrder(bearer, orderOf(sku, 2), key);

  expect(isReplay(again)).toBe(true);
  expect(await orderIn(again)).toEqual(failed);
  expect(await readStock(sku)).toEqual({ available: 11, reserved: 0 });
});
