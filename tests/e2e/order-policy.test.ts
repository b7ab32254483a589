import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { dataOf } from "../../client/client.ts";
import { staff } from "./api.ts";
import { eventually } from "./eventually.ts";
import { cancel, packed, shipped } from "./fulfilment.ts";
import {
  aCustomer,
  aProduct,
  type Customer,
  type NewOrder,
  type Order,
  orderOf,
  place,
  readOrder,
  readStock,
} from "./shop.ts";
import { sweptUntil } from "./sweeper.ts";

// What a stage's settings say of every order, and staff may say otherwise for one, in orders that staff place.

/** An order of two units at 100.00 that staff place; placed again under its key while a busy engine answers 202. */
async function placedByStaff(sku: string, customer: Customer, more: Partial<NewOrder>): Promise<Order> {
  const api = await staff();
  const body = orderOf(sku, 2, { customerId: customer.name, ...more });
  const key = randomUUID();
  const answer = await eventually(
    () => place(api, body, key),
    ({ data }) => data !== undefined && data.paymentStatus !== "PENDING",
  );
  return dataOf(answer);
}

/** The order once it has this many shipments. */
async function withShipments(id: string, count: number): Promise<Order> {
  const api = await staff();
  return eventually(
    () => readOrder(api, id),
    ({ shipments }) => shipments.length === count,
  );
}

async function splitOneUnit(id: string, sku: string): Promise<void> {
  const api = await staff();
  await withShipments(id, 1);
  dataOf(
    await api.POST("/orders/{orderId}/shipments", {
      params: { path: { orderId: id }, header: { "Idempotency-Key": randomUUID() } },
      body: { lines: [{ sku, quantity: 1 }] },
    }),
  );
}

async function advance(orderId: string, number: number, ...steps: (typeof packed | typeof shipped)[]): Promise<void> {
  const api = await staff();
  for (const body of steps) {
    const path = { orderId, number };
    await eventually(
      () => api.PATCH("/shipments/{orderId}/{number}", { params: { path }, body }),
      ({ response }) => response.status === 200,
    );
  }
}

const euros = (amount: number) => ({ amount: amount * 100, currency: "EUR" });

test("captureAt placement: the payment is captured at once, and a dispatch captures nothing more", async () => {
  const sku = await aProduct({ price: 10_000 });
  const { id } = await placedByStaff(sku, await aCustomer(), { captureAt: "placement" });
  const api = await staff();

  const paid = await eventually(
    () => readOrder(api, id),
    ({ paymentStatus }) => paymentStatus === "CAPTURED",
  );
  expect(paid).toMatchObject({ status: "CONFIRMED", payment: { captured: euros(200), captures: [{ state: "DONE" }] } });
  await withShipments(id, 1);
  await advance(id, 1, packed, shipped);

  expect(await readOrder(api, id)).toMatchObject({
    status: "SHIPPED",
    payment: { captured: euros(200), captures: [{ state: "DONE", amount: euros(200) }] },
  });
});

test("captureAt firstShipment, the default: the first parcel captures the whole order", async () => {
  const sku = await aProduct({ price: 10_000 });
  const { id } = await placedByStaff(sku, await aCustomer(), {});
  await splitOneUnit(id, sku);

  await advance(id, 2, packed, shipped);

  expect(await readOrder(await staff(), id)).toMatchObject({
    status: "PARTIALLY_SHIPPED",
    paymentStatus: "CAPTURED",
    payment: { captures: [{ state: "DONE", amount: euros(200), shipment: 2 }] },
  });
});

test("captureAt eachShipment: each parcel captures its own part", async () => {
  const sku = await aProduct({ price: 10_000 });
  const { id } = await placedByStaff(sku, await aCustomer(), {
    captureAt: "eachShipment",
    paymentMethod: "pm_sandbox_multicapture",
  });
  await splitOneUnit(id, sku);
  const api = await staff();

  await advance(id, 2, packed, shipped);
  expect(await readOrder(api, id)).toMatchObject({
    paymentStatus: "PARTIALLY_CAPTURED",
    payment: { captured: euros(100), authorizedAmount: euros(100) },
  });
  await advance(id, 1, packed, shipped);

  expect(await readOrder(api, id)).toMatchObject({
    status: "SHIPPED",
    paymentStatus: "CAPTURED",
    payment: {
      captures: [
        { amount: euros(100), shipment: 2 },
        { amount: euros(100), shipment: 1 },
      ],
    },
  });
});

test("paymentHoldSeconds: a declined order keeps its stock and may be paid again", async () => {
  const sku = await aProduct({ price: 10_000, stock: 10 });
  const { id } = await placedByStaff(sku, await aCustomer(), {
    paymentHoldSeconds: 3_600,
    paymentMethod: "pm_sandbox_declined",
  });
  const api = await staff();
  expect(await readOrder(api, id)).toMatchObject({ status: "PENDING", paymentStatus: "DECLINED" });
  expect(await readStock(sku)).toEqual({ available: 8, reserved: 2 });

  await eventually(
    () =>
      api.POST("/payments/{orderId}/authorize", {
        params: { path: { orderId: id }, header: { "Idempotency-Key": randomUUID() } },
        body: { paymentMethod: "pm_sandbox_ok" },
      }),
    ({ response }) => response.status === 200,
  );

  expect(await readOrder(api, id)).toMatchObject({ status: "CONFIRMED", paymentStatus: "AUTHORIZED" });
});

test("paymentHoldSeconds is over: the order is FAILED, its stock is released", async () => {
  const sku = await aProduct({ price: 10_000, stock: 10 });
  const { id } = await placedByStaff(sku, await aCustomer(), {
    paymentHoldSeconds: 2,
    paymentMethod: "pm_sandbox_declined",
  });

  const over = await sweptUntil(await staff(), id, ({ status }) => status !== "PENDING");

  expect(over).toMatchObject({ status: "FAILED", failure: { reason: "PAYMENT_DECLINED" } });
  expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
});

test("customerMayCancelUntil PENDING: with a packed parcel, the customer is refused and staff are not", async () => {
  const sku = await aProduct({ price: 10_000 });
  const customer = await aCustomer();
  const { id } = await placedByStaff(sku, customer, { customerMayCancelUntil: "PENDING" });
  await withShipments(id, 1);
  expect((await readOrder(customer.api, id)).allowedActions).toContain("cancel");
  await advance(id, 1, packed);

  const refused = await cancel(customer.api, id);

  expect([refused.response.status, refused.error?.code]).toEqual([409, "too_late_to_cancel"]);
  expect((await readOrder(customer.api, id)).allowedActions).not.toContain("cancel");
  expect((await cancel(await staff(), id)).data).toMatchObject({ status: "CANCELLED" });
});

test("customerMayCancelUntil PACKED, the default: the customer cancels a packed order, not what is left of a shipped one", async () => {
  const sku = await aProduct({ price: 10_000 });
  const customer = await aCustomer();
  const packedOnly = await placedByStaff(sku, customer, {});
  const shippedInPart = await placedByStaff(sku, customer, {});
  await withShipments(packedOnly.id, 1);
  await advance(packedOnly.id, 1, packed);
  await splitOneUnit(shippedInPart.id, sku);
  await advance(shippedInPart.id, 2, packed, shipped);

  expect((await cancel(customer.api, packedOnly.id)).data).toMatchObject({ status: "CANCELLED" });
  expect((await cancel(customer.api, shippedInPart.id)).error?.code).toBe("too_late_to_cancel");
});

test("customerMayCancelUntil SHIPPED: the customer cancels what is left, and its money is given back", async () => {
  const sku = await aProduct({ price: 10_000, stock: 10 });
  const customer = await aCustomer();
  const { id } = await placedByStaff(sku, customer, { customerMayCancelUntil: "SHIPPED" });
  await splitOneUnit(id, sku);
  await advance(id, 2, packed, shipped);

  expect((await cancel(customer.api, id)).data).toMatchObject({ status: "SHIPPED", total: euros(100) });

  const refunded = await sweptUntil(await staff(), id, ({ payment }) => payment.refunded.amount > 0);
  expect(refunded.payment).toMatchObject({ captured: euros(200), refunded: euros(100) });
  expect(await readStock(sku)).toEqual({ available: 9, reserved: 0 });
});
