import { expect, test } from "vitest";
import { token } from "./api.ts";
import { anOrderWithShipment, aPackedOrder, shipped } from "./fulfilment.ts";
import { kill, placeAndKill } from "./killed-request.ts";
import { orderIn, postOrder } from "./raw.ts";
import { aCustomer, aProduct, orderOf, readOrder, readStock, unique } from "./shop.ts";
import { authorizationsOf, makeDue, storedOrder } from "./stored-order.ts";
import { sweptUntil } from "./sweeper.ts";

const SWEEPER = "system:sweeper";

/** The request's calls to the table: read order, products and stock; transaction; sandbox's charge; record. */
const BETWEEN_RESERVATION_AND_AUTHORIZATION = "crash-before:3";
const BETWEEN_CHARGE_AND_RECORD = "crash-before:4";
/** The request's calls to the table: read order; claim; read sandbox; sandbox's capture; record. */
const BETWEEN_CAPTURE_AND_RECORD = "crash-before:5";
/** The request's calls to the table: read order; transaction; read sandbox. */
const BETWEEN_CANCELLATION_AND_VOID = "crash-before:3";

test("function killed between reservation and authorization: the sweeper authorizes and confirms the order", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const customer = await aCustomer();
  const { id } = await placeAndKill(BETWEEN_RESERVATION_AND_AUTHORIZATION, customer, orderOf(sku, 2), unique("key"));
  expect(await authorizationsOf(id)).toEqual([]);
  expect(await readStock(sku)).toEqual({ available: 8, reserved: 2 });

  await makeDue(id);
  const order = await sweptUntil(customer.api, id, ({ shipments }) => shipments.length > 0);

  expect(order).toMatchObject({ status: "CONFIRMED", paymentStatus: "AUTHORIZED" });
  expect(await authorizationsOf(id)).toMatchObject([{ status: "AUTHORIZED", change: { actor: SWEEPER } }]);
  expect(await readStock(sku)).toEqual({ available: 8, reserved: 2 });
});

test("function killed between charge and record: the sweeper confirms the order with that one charge", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const customer = await aCustomer();
  const { api, name } = customer;
  const { id } = await placeAndKill(BETWEEN_CHARGE_AND_RECORD, customer, orderOf(sku, 2), unique("key"));
  const chargedByRequest = [{ status: "AUTHORIZED", change: { actor: `customer:${name}` } }];
  expect(await authorizationsOf(id)).toMatchObject(chargedByRequest);
  expect((await readOrder(api, id)).status).toBe("PENDING");

  await makeDue(id);
  const order = await sweptUntil(api, id, ({ shipments }) => shipments.length > 0);

  expect(order).toMatchObject({ status: "CONFIRMED", paymentStatus: "AUTHORIZED" });
  expect(await authorizationsOf(id)).toMatchObject(chargedByRequest);
  expect(await readStock(sku)).toEqual({ available: 8, reserved: 2 });
});

test("function killed between reservation and authorization: the client's retry completes the same order", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const customer = await aCustomer();
  const key = unique("key");
  const { id } = await placeAndKill(BETWEEN_RESERVATION_AND_AUTHORIZATION, customer, orderOf(sku, 2), key);

  const again = await postOrder(customer.bearer, orderOf(sku, 2), key);

  expect(again.status).toBe(201);
  expect(await orderIn(again)).toMatchObject({ id, status: "CONFIRMED", paymentStatus: "AUTHORIZED" });
  expect(await authorizationsOf(id)).toHaveLength(1);
  expect(await readStock(sku)).toEqual({ available: 8, reserved: 2 });
});

test("dispatch killed between capture and record: the sweeper ships the order, captured once", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const { api } = await aCustomer();
  const { id } = await aPackedOrder(api, orderOf(sku, 2));
  await kill(BETWEEN_CAPTURE_AND_RECORD, {
    bearer: await token("staff", "sam"),
    method: "PATCH",
    path: `/shipments/${id}/1`,
    body: shipped,
  });
  expect(await authorizationsOf(id)).toMatchObject([{ status: "CAPTURED", change: { actor: "staff:sam" } }]);
  expect((await readOrder(api, id)).shipments).toMatchObject([{ status: "PACKED" }]);

  await makeDue(id);
  const order = await sweptUntil(api, id, ({ status }) => status === "SHIPPED");

  expect(order).toMatchObject({
    paymentStatus: "CAPTURED",
    shipments: [{ ...shipped }],
    lines: [{ status: "SHIPPED" }],
  });
  expect((await storedOrder(id)).change.actor).toBe(SWEEPER);
  expect(await authorizationsOf(id)).toMatchObject([{ status: "CAPTURED", change: { actor: "staff:sam" } }]);
  expect(await readStock(sku)).toEqual({ available: 8, reserved: 0 });
});

test("cancel killed before the void: stock is released already, the sweeper voids the payment", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const { api, bearer } = await aCustomer();
  const { id } = await anOrderWithShipment(api, orderOf(sku, 2));
  await kill(BETWEEN_CANCELLATION_AND_VOID, {
    bearer,
    method: "POST",
    path: `/orders/${id}/cancel`,
    body: { reason: "Changed my mind" },
  });
  expect((await readOrder(api, id)).status).toBe("CANCELLED");
  expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });

  await makeDue(id);
  const order = await sweptUntil(api, id, ({ paymentStatus }) => paymentStatus === "VOIDED");

  expect(order.status).toBe("CANCELLED");
  expect(await authorizationsOf(id)).toMatchObject([{ status: "VOIDED", change: { actor: SWEEPER } }]);
  expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
});
