import { expect, test } from "vitest";
import { staff } from "./api.ts";
import { advance, aPackedOrder, cancel, shipped } from "./fulfilment.ts";
import { aCustomer, aProduct, orderOf, readOrder, readStock } from "./shop.ts";

const expiring = { paymentMethod: "pm_sandbox_expires" };

test("capture refused at dispatch: shipment stays PACKED, payment is EXPIRED, staff see the reason", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const { api } = await aCustomer();
  const { id } = await aPackedOrder(api, orderOf(sku, 2, expiring));

  const { response, error } = await advance(id, shipped);

  expect(response.status).toBe(409);
  expect(error).toMatchObject({ code: "capture_refused" });
  expect(error?.detail).toContain("expired");
  expect(error?.detail).not.toContain("another payment");
  expect(await readOrder(await staff(), id)).toMatchObject({
    status: "CONFIRMED",
    payment: { status: "EXPIRED", captured: { amount: 0 }, providerErrors: [{ effect: "CAPTURE" }] },
    shipments: [{ status: "PACKED" }],
    lines: [{ status: "RESERVED" }],
  });
  expect(await readStock(sku)).toEqual({ available: 8, reserved: 2 });
});

test("order after a refused capture: dispatch is 409, cancel releases the stock", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const { api } = await aCustomer();
  const { id } = await aPackedOrder(api, orderOf(sku, 2, expiring));
  await advance(id, shipped);

  const again = await advance(id, shipped);
  const cancelled = await cancel(api, id);

  expect(again.response.status).toBe(409);
  expect(again.error).toMatchObject({ code: "payment_not_capturable" });
  expect(cancelled.data).toMatchObject({
    status: "CANCELLED",
    paymentStatus: "EXPIRED",
    shipments: [{ status: "CANCELLED" }],
  });
  expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
});
