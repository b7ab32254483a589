import { expect, test } from "vitest";
import { staff } from "./api.ts";
import { advance, anOrderWithShipment, aPackedOrder, cancel, shipped } from "./fulfilment.ts";
import { aCustomer, aProduct, orderOf, readOrder, readStock, unique } from "./shop.ts";
import { authorizationsOf } from "./stored-order.ts";

test("order cancelled before dispatch: stock is released, payment voided, shipment cancelled, reason and actor stored", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const { api, name } = await aCustomer();
  const { id } = await anOrderWithShipment(api, orderOf(sku, 2));

  const cancelled = await cancel(api, id, "Ordered twice by mistake");

  expect(cancelled.response.status).toBe(200);
  expect(cancelled.data).toMatchObject({
    status: "CANCELLED",
    cancellation: { reason: "Ordered twice by mistake", actor: `customer:${name}` },
    paymentStatus: "VOIDED",
    lines: [{ status: "CANCELLED", open: 0, cancelled: 2 }],
    shipments: [{ status: "CANCELLED" }],
    allowedActions: [],
  });
  expect(await authorizationsOf(id)).toMatchObject([{ status: "VOIDED" }]);
  expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
});

test("cancel sent again with another reason: same answer, stock is released once", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const { api } = await aCustomer();
  const { id } = await anOrderWithShipment(api, orderOf(sku, 2));
  const first = await cancel(api, id);

  const again = await cancel(api, id, "Another reason");

  expect(again.response.status).toBe(200);
  expect(again.data).toEqual(first.data);
  expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
});

test("10 concurrent cancels: stock is released once", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const { api } = await aCustomer();
  const { id } = await anOrderWithShipment(api, orderOf(sku, 2));

  const answers = await Promise.all(Array.from({ length: 10 }, () => cancel(api, id)));

  expect(answers.map(({ response }) => response.status)).toEqual(answers.map(() => 200));
  expect(await readOrder(api, id)).toMatchObject({ status: "CANCELLED", paymentStatus: "VOIDED" });
  expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
});

test("packed order cancelled by staff: staff see the actor, the customer sees only that it was staff", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const { api } = await aCustomer();
  const { id } = await aPackedOrder(api, orderOf(sku, 2));
  const clerk = unique("clerk");

  await cancel(await staff(clerk), id, "Damaged in the warehouse");

  const reason = "Damaged in the warehouse";
  expect(await readOrder(await staff(), id)).toMatchObject({
    status: "CANCELLED",
    cancellation: { reason, actor: `staff:${clerk}` },
    shipments: [{ status: "CANCELLED" }],
  });
  expect((await readOrder(api, id)).cancellation).toMatchObject({ reason, actor: "staff" });
  expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
});

test("cancel of another customer's order: 404, nothing changes", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const [owner, stranger] = [await aCustomer(), await aCustomer()];
  const { id } = await anOrderWithShipment(owner.api, orderOf(sku, 2));

  const { response, error } = await cancel(stranger.api, id);

  expect(response.status).toBe(404);
  expect(error).toMatchObject({ code: "not_found" });
  expect((await readOrder(owner.api, id)).status).toBe("CONFIRMED");
  expect(await readStock(sku)).toEqual({ available: 8, reserved: 2 });
});

test("cancel of a shipped order: 409, nothing changes", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const { api } = await aCustomer();
  const { id } = await aPackedOrder(api, orderOf(sku, 2));
  await advance(id, shipped);

  const { response, error } = await cancel(api, id);

  expect(response.status).toBe(409);
  expect(error).toMatchObject({ code: "invalid_state_transition" });
  expect(error?.detail).toMatch(/SHIPPED.*CANCELLED/);
  expect(await authorizationsOf(id)).toMatchObject([{ status: "CAPTURED" }]);
  expect(await readStock(sku)).toEqual({ available: 8, reserved: 0 });
});
