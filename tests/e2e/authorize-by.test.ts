import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { dataOf, type WaybillClient } from "../../client/client.ts";
import { staff } from "./api.ts";
import { cancel } from "./fulfilment.ts";
import { aCustomer, aProduct, type Order, orderOf, place, readOrder, readStock } from "./shop.ts";
import { authorizationsOf, makeDue, outliveAuthorizations } from "./stored-order.ts";
import { sweptUntil } from "./sweeper.ts";

// Concurrent, because each test waits for the stack's time limit, authorizeBy.

test.concurrent("provider down until authorizeBy: order is FAILED, stock is released, nothing is charged", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const { api } = await aCustomer();

  const placed = await place(api, orderOf(sku, 2, { paymentMethod: "pm_sandbox_down" }));

  expect(placed.response.status).toBe(202);
  const order = dataOf(placed);
  expect(order.status).toBe("PENDING");
  expect((await readOrder(await staff(), order.id)).payment.providerErrors).not.toEqual([]);
  expect(await readStock(sku)).toEqual({ available: 8, reserved: 2 });
  expect(await sweptAfterAuthorizeBy(api, order)).toMatchObject({
    status: "FAILED",
    failure: { reason: "PAYMENT_UNAVAILABLE" },
    paymentStatus: "UNKNOWN",
  });
  expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
  expect(await sweptUntilClosed(api, order)).toMatchObject({ status: "FAILED", paymentStatus: "NONE" });
  expect(await authorizationsOf(order.id)).toEqual([]);
  expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
});

test.concurrent("authorization that appears after authorizeBy: it is voided once it appears", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const { api } = await aCustomer();

  const placed = await place(api, orderOf(sku, 2, { paymentMethod: "pm_sandbox_late" }));

  expect(placed.response.status).toBe(202);
  const order = dataOf(placed);
  expect(await sweptAfterAuthorizeBy(api, order)).toMatchObject({
    status: "FAILED",
    failure: { reason: "PAYMENT_UNAVAILABLE" },
    paymentStatus: "UNKNOWN",
  });
  expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
  await expectLateAuthorizationToBeVoided(api, order);
  expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
});

test.concurrent("order cancelled before its authorization appears: the authorization is voided", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const { api } = await aCustomer();
  const order = dataOf(await place(api, orderOf(sku, 2, { paymentMethod: "pm_sandbox_late" })));

  const cancelled = await cancel(api, order.id);

  expect(cancelled.data).toMatchObject({ status: "CANCELLED", paymentStatus: "UNKNOWN" });
  expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
  await expectLateAuthorizationToBeVoided(api, order);
});

async function sweptAfterAuthorizeBy(api: WaybillClient, { id, payment }: Order): Promise<Order> {
  await sleepUntil(payment.authorizeBy);
  await makeDue(id);
  return sweptUntil(api, id, ({ status }) => status !== "PENDING");
}

/** It is voided once the provider shows it: no other one can appear under the attempt's key. */
async function expectLateAuthorizationToBeVoided(api: WaybillClient, { id }: Order): Promise<void> {
  const [late] = await authorizationsOf(id);
  await sleepUntil(late?.appearsAt ?? "");
  await makeDue(id);
  await sweptUntil(api, id, ({ paymentStatus }) => paymentStatus === "VOIDED");
  expect(await authorizationsOf(id)).toMatchObject([{ status: "VOIDED" }]);
}

async function sweptUntilClosed(api: WaybillClient, { id }: Order): Promise<Order> {
  await outliveAuthorizations(id);
  return sweptUntil(api, id, ({ paymentStatus }) => paymentStatus !== "UNKNOWN");
}

async function sleepUntil(moment: string): Promise<void> {
  await sleep(Math.max(0, Date.parse(moment) - Date.now()));
}
