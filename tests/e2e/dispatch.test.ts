import { expect, test } from "vitest";
import { advance, anOrderWithShipment, aPackedOrder, cancel, delivered, packed, shipped } from "./fulfilment.ts";
import { aCustomer, aProduct, orderOf, readOrder, readStock } from "./shop.ts";
import { authorizationsOf } from "./stored-order.ts";

test("shipment packed, shipped, delivered: payment is captured, units leave the stock, the customer sees the tracking number", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const { api } = await aCustomer();
  const { id } = await anOrderWithShipment(api, orderOf(sku, 2));

  const steps = [await advance(id, packed)];
  const afterPacking = await readOrder(api, id);
  steps.push(await advance(id, shipped));
  const afterShipping = await readOrder(api, id);
  const stockAfterShipping = await readStock(sku);
  steps.push(await advance(id, delivered));

  expect(steps.map(({ response }) => response.status)).toEqual([200, 200, 200]);
  expect(steps.map(({ data }) => data?.status)).toEqual(["PACKED", "SHIPPED", "DELIVERED"]);
  expect(afterPacking).toMatchObject({ status: "CONFIRMED", paymentStatus: "AUTHORIZED", shippingStatus: "PACKED" });
  expect(afterShipping).toMatchObject({
    status: "SHIPPED",
    paymentStatus: "CAPTURED",
    shippingStatus: "SHIPPED",
    payment: { captured: { amount: 50_000, currency: "EUR" } },
    lines: [{ status: "SHIPPED", open: 0, shipped: 2 }],
    shipments: [{ carrier: shipped.carrier, trackingNumbers: shipped.trackingNumbers }],
    allowedActions: ["requestReturn"],
  });
  expect(stockAfterShipping).toEqual({ available: 8, reserved: 0 });
  expect(await readOrder(api, id)).toMatchObject({
    status: "DELIVERED",
    shippingStatus: "DELIVERED",
    lines: [{ status: "DELIVERED" }],
    shipments: [{ trackingNumbers: shipped.trackingNumbers }],
  });
  expect(await readStock(sku)).toEqual({ available: 8, reserved: 0 });
});

test("dispatch sent concurrently and again: payment is captured once, units leave the stock once", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const { api } = await aCustomer();
  const { id } = await aPackedOrder(api, orderOf(sku, 2));
  // Starts as many function instances first, so that the dispatches run concurrently.
  await Promise.all(
    Array.from({ length: 5 }, () => api.GET("/shipments/{orderId}", { params: { path: { orderId: id } } })),
  );

  const answers = await Promise.all(Array.from({ length: 5 }, () => advance(id, shipped)));
  const again = await advance(id, shipped);

  expect(answers.map(({ response }) => response.status)).toEqual(answers.map(() => 200));
  expect(again.response.status).toBe(200);
  expect(await authorizationsOf(id)).toMatchObject([{ status: "CAPTURED", amount: { amount: 50_000 } }]);
  expect(await readOrder(api, id)).toMatchObject({
    status: "SHIPPED",
    payment: { status: "CAPTURED", captured: { amount: 50_000 } },
  });
  expect(await readStock(sku)).toEqual({ available: 8, reserved: 0 });
});

test("packing concurrent with a dispatch: 200 or 409, never 202", async () => {
  const { api } = await aCustomer();
  const { id } = await aPackedOrder(api, orderOf(await aProduct({ price: 25_000 }), 1));

  const [dispatched, ...packings] = await Promise.all([
    advance(id, shipped),
    ...Array.from({ length: 4 }, () => advance(id, packed)),
  ]);

  expect(dispatched.response.status).toBe(200);
  for (const { response } of packings) expect([200, 409]).toContain(response.status);
});

test("PENDING shipment set to DELIVERED: 409 that names the missing step", async () => {
  const { api } = await aCustomer();
  const { id } = await anOrderWithShipment(api, orderOf(await aProduct({ price: 25_000 }), 1));

  const { response, error } = await advance(id, delivered);

  expect(response.status).toBe(409);
  expect(error?.detail).toBe("The shipment is PENDING and cannot become DELIVERED. It must become SHIPPED first.");
});

test("dispatch sent again with another tracking number: 409, the first one stays", async () => {
  const { api } = await aCustomer();
  const { id } = await aPackedOrder(api, orderOf(await aProduct({ price: 25_000 }), 1));
  await advance(id, shipped);

  const other = await advance(id, { ...shipped, trackingNumbers: ["another"] });

  expect(other.response.status).toBe(409);
  expect(other.error).toMatchObject({ code: "already_dispatched" });
  expect((await readOrder(api, id)).shipments).toMatchObject([{ trackingNumbers: shipped.trackingNumbers }]);
});

test("dispatch of a shipment that is not packed: 409, payment and stock unchanged", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const { api } = await aCustomer();
  const { id } = await anOrderWithShipment(api, orderOf(sku, 2));

  const { response, error } = await advance(id, shipped);

  expect(response.status).toBe(409);
  expect(error).toMatchObject({ code: "invalid_state_transition" });
  expect(await authorizationsOf(id)).toMatchObject([{ status: "AUTHORIZED" }]);
  expect(await readStock(sku)).toEqual({ available: 8, reserved: 2 });
});

test("dispatch with If-Match of an older version: 412, nothing changes", async () => {
  const { api } = await aCustomer();
  const order = await aPackedOrder(api, orderOf(await aProduct({ price: 25_000 }), 1));

  const stale = await advance(order.id, shipped, order.version - 1);

  expect(stale.response.status).toBe(412);
  expect(await readOrder(api, order.id)).toMatchObject({ version: order.version, paymentStatus: "AUTHORIZED" });
});

test("capture without an answer: dispatch is 202 and nothing else is let in; sent again, it ships and captures once", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const { api } = await aCustomer();
  const { id } = await aPackedOrder(api, orderOf(sku, 2, { paymentMethod: "pm_sandbox_capture_flaky" }));

  const unanswered = await advance(id, shipped);
  const refused = [await cancel(api, id), await advance(id, { ...shipped, trackingNumbers: ["another"] })];
  const again = await advance(id, shipped);

  expect([unanswered.response.status, unanswered.data?.status]).toEqual([202, "PACKED"]);
  expect(refused.map(({ error }) => error?.code)).toEqual(["order_busy", "order_busy"]);
  expect(refused.map(({ response }) => response.headers.get("retry-after"))).toEqual(["2", "2"]);
  expect([again.response.status, again.data?.status]).toEqual([200, "SHIPPED"]);
  expect(await authorizationsOf(id)).toMatchObject([{ status: "CAPTURED", amount: { amount: 50_000 } }]);
  expect(await readStock(sku)).toEqual({ available: 8, reserved: 0 });
});
