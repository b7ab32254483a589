import { expect, test } from "vitest";
import { dataOf } from "../../client/client.ts";
import { staff } from "./api.ts";
import { eventually } from "./eventually.ts";
import { advance, aPackedOrder, cancel, packed, shipped } from "./fulfilment.ts";
import { aCustomer, aProduct, type Customer, orderOf, place, readOrder, readStock } from "./shop.ts";

const expiring = { paymentMethod: "pm_sandbox_expires" };

/** A packed order whose authorization has run out by the time of the capture; staff placed it with a hold. */
async function aHeldOrder(sku: string, customer: Customer): Promise<string> {
  const api = await staff();
  const body = orderOf(sku, 2, { ...expiring, customerId: customer.name, paymentHoldSeconds: 3_600 });
  const { id } = dataOf(await place(api, body));
  await eventually(
    () => readOrder(api, id),
    ({ shipments }) => shipments.length > 0,
  );
  dataOf(await advance(id, packed));
  return id;
}

test("capture refused at dispatch, order without a hold: it is CANCELLED, its stock is released, staff see the reason", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const { api } = await aCustomer();
  const { id } = await aPackedOrder(api, orderOf(sku, 2, expiring));

  const { response, error } = await advance(id, shipped);

  expect([response.status, error?.code]).toEqual([409, "capture_refused"]);
  expect(error?.detail).toContain("must not leave");
  expect(await readOrder(await staff(), id)).toMatchObject({
    status: "CANCELLED",
    cancellation: { actor: "system" },
    payment: { status: "EXPIRED", captured: { amount: 0 }, providerErrors: [{ effect: "CAPTURE" }] },
    shipments: [{ status: "CANCELLED" }],
    lines: [{ status: "CANCELLED" }],
  });
  expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
});

test("capture refused at dispatch, held order: shipment stays PACKED, and dispatch is 409 until it is paid again", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const id = await aHeldOrder(sku, await aCustomer());

  const { response, error } = await advance(id, shipped);

  expect([response.status, error?.code]).toEqual([409, "capture_refused"]);
  expect(error?.detail).toContain("stays PACKED");
  expect(await readOrder(await staff(), id)).toMatchObject({
    status: "CONFIRMED",
    payment: { status: "EXPIRED", captures: [{ state: "REFUSED" }] },
    shipments: [{ status: "PACKED" }],
    lines: [{ status: "RESERVED" }],
  });
  expect(await readStock(sku)).toEqual({ available: 8, reserved: 2 });
  expect((await advance(id, shipped)).error?.code).toBe("payment_not_capturable");

  const again = await (await staff()).POST("/payments/{orderId}/authorize", {
    params: { path: { orderId: id }, header: { "Idempotency-Key": id } },
    body: { paymentMethod: "pm_sandbox_ok" },
  });
  expect(again.data?.status).toBe("AUTHORIZED");
  expect((await advance(id, shipped)).data).toMatchObject({ status: "SHIPPED" });
  expect(await readStock(sku)).toEqual({ available: 8, reserved: 0 });
});

test("held order after a refused capture: cancel releases its stock", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const id = await aHeldOrder(sku, await aCustomer());
  await advance(id, shipped);

  expect((await cancel(await staff(), id)).data).toMatchObject({
    status: "CANCELLED",
    paymentStatus: "EXPIRED",
    shipments: [{ status: "CANCELLED" }],
  });
  expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
});
