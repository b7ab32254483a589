import { expect, test } from "vitest";
import { dataOf } from "../../client/client.ts";
import { staff } from "./api.ts";
import { eventually } from "./eventually.ts";
import { aCustomer, aProduct, orderOf, place, readOrder, readStock, unique } from "./shop.ts";
import { authorizationsOf } from "./stored-order.ts";

test("order placed: stock is reserved, payment authorized, shipment made", async () => {
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

test("payment and shipments of an order: also readable by themselves", async () => {
  const { api } = await aCustomer();
  const { id: orderId } = dataOf(await place(api, orderOf(await aProduct({ price: 9_900 }), 1)));
  await eventually(
    () => readOrder(api, orderId),
    ({ shipments }) => shipments.length > 0,
  );

  const order = await readOrder(api, orderId);
  const payment = dataOf(await api.GET("/payments/{orderId}", { params: { path: { orderId } } }));
  const shipments = dataOf(await api.GET("/shipments/{orderId}", { params: { path: { orderId } } }));

  expect(payment).toEqual(order.payment);
  expect(payment).toMatchObject({ status: "AUTHORIZED", amount: { amount: 9_900, currency: "EUR" } });
  expect(shipments.data).toEqual(order.shipments);
});

test("declined payment: order is FAILED, stock is released", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const { api } = await aCustomer();

  const placed = await place(api, orderOf(sku, 4));

  expect(placed.response.status).toBe(201);
  expect(dataOf(placed)).toMatchObject({
    status: "FAILED",
    failure: { reason: "PAYMENT_DECLINED" },
    paymentStatus: "DECLINED",
    lines: [{ status: "CANCELLED" }],
  });
  expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
});

test.each([
  ["JPY", 999, "CONFIRMED"],
  ["JPY", 1_000, "FAILED"],
  ["KWD", 100_000, "CONFIRMED"],
])("sandbox's limit of 1,000, in %s: %i minor units are %s", async (currency, price, status) => {
  const sku = await aProduct({ price, currency });
  const { api } = await aCustomer();

  expect(dataOf(await place(api, orderOf(sku, 1))).status).toBe(status);
});

test("unknown payment method: 422 that lists the known ones, nothing is stored", async () => {
  const sku = await aProduct({ stock: 10 });
  const { api, name } = await aCustomer();
  const key = unique("key");

  const refused = await place(api, orderOf(sku, 1, { paymentMethod: "pm_visa" }), key);
  const withTheSameKey = await place(api, orderOf(sku, 1), key);

  expect(refused.response.status).toBe(422);
  expect(refused.error).toMatchObject({
    code: "unknown_payment_method",
    detail: expect.stringMatching(/"pm_visa".*pm_sandbox_ok/),
    errors: [{ path: "paymentMethod" }],
  });
  expect(withTheSameKey.response.status).toBe(201);
  const orders = await api.GET("/customers/{customerId}/orders", { params: { path: { customerId: name } } });
  expect(dataOf(orders).data).toHaveLength(1);
  expect(await readStock(sku)).toEqual({ available: 9, reserved: 1 });
});

test("unknown products: 422 with the path of each", async () => {
  const { api } = await aCustomer();
  const items = ["NO-CUP", await aProduct(), "NO-POT"].map((sku) => ({ sku, quantity: 1 }));

  const { response, error } = await place(api, orderOf("", 1, { items }));

  expect(response.status).toBe(422);
  expect(error).toMatchObject({
    code: "unknown_product",
    detail: expect.stringMatching(/NO-CUP.*NO-POT/),
    errors: [{ path: "items.0.sku" }, { path: "items.2.sku" }],
  });
});

test("declined card, two lines: order is FAILED, one authorization is tried, stock of both lines is released", async () => {
  const [mug, pot] = [await aProduct({ price: 900, stock: 5 }), await aProduct({ price: 4_900, stock: 1 })];
  const { api } = await aCustomer();

  const order = dataOf(
    await place(
      api,
      orderOf(mug, 2, {
        items: [
          { sku: mug, quantity: 2 },
          { sku: pot, quantity: 1 },
        ],
        paymentMethod: "pm_sandbox_declined",
      }),
    ),
  );

  expect(order).toMatchObject({ status: "FAILED", failure: { reason: "PAYMENT_DECLINED" } });
  expect(await authorizationsOf(order.id)).toMatchObject([{ status: "DECLINED" }]);
  expect(await readStock(mug)).toEqual({ available: 5, reserved: 0 });
  expect(await readStock(pot)).toEqual({ available: 1, reserved: 0 });
});

test("items of the same SKU: one line with the sum", async () => {
  const sku = await aProduct({ price: 1_000, stock: 10 });
  const { api } = await aCustomer();

  const order = dataOf(
    await place(
      api,
      orderOf(sku, 1, {
        items: [
          { sku, quantity: 1 },
          { sku, quantity: 3 },
        ],
      }),
    ),
  );

  expect(order.lines).toMatchObject([{ sku, quantity: 4, gross: { amount: 4_000 } }]);
  expect(await readStock(sku)).toEqual({ available: 6, reserved: 4 });
});

test("order by staff for a customer: in the customer's list", async () => {
  const { api, name } = await aCustomer();
  const sku = await aProduct();

  const order = dataOf(await place(await staff(), orderOf(sku, 1, { customerId: name })));

  expect(order.customerId).toBe(name);
  const found = await eventually(
    async () => dataOf(await api.GET("/customers/{customerId}/orders", { params: { path: { customerId: name } } })),
    ({ data }) => data.length > 0,
  );
  expect(found.data.map(({ id }) => id)).toEqual([order.id]);
});
