import { expect, test } from "vitest";
import { aCustomer, aProduct, dataOf, orderOf, place, readStock } from "./shop.ts";

test("60 customers at once for 25 units: exactly 25 are sold, none is left and none too many", async () => {
  const sku = await aProduct({ price: 25_000, stock: 25 });
  const buyers = await Promise.all(Array.from({ length: 60 }, aCustomer));

  const answers = await Promise.all(buyers.map(({ api }) => place(api, orderOf(sku, 1))));

  const orders = answers.map(dataOf);
  expect(orders.filter(({ status }) => status === "CONFIRMED")).toHaveLength(25);
  expect(orders.filter(({ failure }) => failure?.reason === "OUT_OF_STOCK")).toHaveLength(35);
  expect(await readStock(sku)).toEqual({ available: 0, reserved: 25 });
});

test("orders for several units each never take the last ones twice", async () => {
  const sku = await aProduct({ price: 10_000, stock: 10 });
  const buyers = await Promise.all(Array.from({ length: 8 }, aCustomer));

  const answers = await Promise.all(buyers.map(({ api }) => place(api, orderOf(sku, 3))));

  const sold = answers.map(dataOf).filter(({ status }) => status === "CONFIRMED");
  expect(sold).toHaveLength(3);
  expect(await readStock(sku)).toEqual({ available: 1, reserved: 9 });
});
