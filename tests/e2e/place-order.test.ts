import { expect, test } from "vitest";
import { eventually } from "./eventually.ts";
import { aCustomer, aProduct, dataOf, orderOf, place, readOrder, readStock } from "./shop.ts";

test("an order holds its stock, has its money authorized and gets its shipment", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const { api } = await aCustomer();

  const placed = await place(api, orderOf(sku, 2));

  expect(placed.response.status).toBe(201);
  const order = dataOf(placed);
  expect(order).toMatchObject({
    status: "CONFIRMED",
    paymentStatus: "AUTHORIZED",
    total: { amount: 50_000, currency: "EUR" },
  });
  expect(await readStock(sku)).toEqual({ available: 8, reserved: 2 });
  const shipped = await eventually(
    () => readOrder(api, order.id),
    ({ shipments }) => shipments.length > 0,
  );
  expect(shipped.shipments).toMatchObject([{ number: 1, status: "PENDING", lines: [{ sku, quantity: 2 }] }]);
});
