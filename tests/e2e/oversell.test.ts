import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { dataOf, type WaybillClient } from "../../client/client.ts";
import { aCustomer, aProduct, type NewOrder, type Order, orderOf, place, readStock } from "./shop.ts";

test("60 concurrent customers for 25 units: 25 orders CONFIRMED, 35 OUT_OF_STOCK", async () => {
  const sku = await aProduct({ price: 25_000, stock: 25 });

  const orders = await buyAtOnce(60, sku, 1);

  expect(orders.filter(({ status }) => status === "CONFIRMED")).toHaveLength(25);
  expect(orders.filter(({ failure }) => failure?.reason === "OUT_OF_STOCK")).toHaveLength(35);
  expect(await readStock(sku)).toEqual({ available: 0, reserved: 25 });
});

test("8 concurrent orders for 3 units each, 10 in stock: 3 CONFIRMED, 1 unit left", async () => {
  const sku = await aProduct({ price: 10_000, stock: 10 });

  const orders = await buyAtOnce(8, sku, 3);

  expect(orders.filter(({ status }) => status === "CONFIRMED")).toHaveLength(3);
  expect(await readStock(sku)).toEqual({ available: 1, reserved: 9 });
});

async function buyAtOnce(customers: number, sku: string, quantity: number): Promise<Order[]> {
  const buyers = await Promise.all(Array.from({ length: customers }, aCustomer));
  return Promise.all(buyers.map(({ api }) => buy(api, orderOf(sku, quantity))));
}

/** Sends an order again under its key while it is PENDING. */
async function buy(api: WaybillClient, body: NewOrder): Promise<Order> {
  const key = randomUUID();
  for (let attempt = 1; ; attempt++) {
    const order = dataOf(await place(api, body, key));
    if (order.status !== "PENDING" || attempt === 5) return order;
  }
}
