import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Api } from "./api.ts";
import { cancel } from "./fulfilment.ts";
import { authorizationsOf } from "./sandbox-books.ts";
import { aCustomer, aProduct, dataOf, type Order, orderOf, place, readStock } from "./shop.ts";
import { makeDue, storedOrder } from "./stored-order.ts";
import { sweptUntil } from "./sweeper.ts";

// These wait for time limits of the stack's own, all at once: authorizeBy, and the last moment at which an
// authorization that was asked for before it could still appear.

test.concurrent("a provider that is down until authorizeBy fails the order, gives its stock back and charges nothing", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const { api } = await aCustomer();

  const placed = await place(api, orderOf(sku, 2, { paymentMethod: "pm_sandbox_down" }));

  expect(placed.response.status).toBe(202);
  const { id, status, payment } = dataOf(placed);
  expect(status).toBe("PENDING");
  expect(payment.troubles.length).toBeGreaterThan(0);
  expect(await readStock(sku)).toEqual({ available: 8, reserved: 2 });
  await until(payment.authorizeBy);
  await makeDue(id);
  expect(await sweptUntil(api, id, ({ status }) => status !== "PENDING")).toMatchObject({
    status: "FAILED",
    failure: { reason: "PAYMENT_UNAVAILABLE" },
    paymentStatus: "UNKNOWN",
  });
  expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
  expect(await sweptToRest(api, id)).toMatchObject({ status: "FAILED", paymentStatus: "NONE" });
  expect(await authorizationsOf(id)).toEqual([]);
  expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
});

test.concurrent("an authorization that appears after authorizeBy is found and voided", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const { api } = await aCustomer();

  const placed = await place(api, orderOf(sku, 2, { paymentMethod: "pm_sandbox_late" }));

  expect(placed.response.status).toBe(202);
  const { id, payment } = dataOf(placed);
  await until(payment.authorizeBy);
  await makeDue(id);
  expect(await sweptUntil(api, id, ({ status }) => status !== "PENDING")).toMatchObject({
    status: "FAILED",
    failure: { reason: "PAYMENT_UNAVAILABLE" },
    paymentStatus: "UNKNOWN",
  });
  expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
  expect(await authorizationsOf(id)).toMatchObject([{ status: "AUTHORIZED" }]);
  expect(await sweptToRest(api, id)).toMatchObject({ status: "FAILED", paymentStatus: "VOIDED" });
  expect(await authorizationsOf(id)).toMatchObject([{ status: "VOIDED" }]);
  expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
});

test.concurrent("an order that is cancelled before its authorization appears lets that go too", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const { api } = await aCustomer();
  const { id } = dataOf(await place(api, orderOf(sku, 2, { paymentMethod: "pm_sandbox_late" })));

  const cancelled = await cancel(api, id);

  expect(cancelled.data).toMatchObject({ status: "CANCELLED", paymentStatus: "UNKNOWN" });
  expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
  expect(await sweptToRest(api, id)).toMatchObject({ status: "CANCELLED", paymentStatus: "VOIDED" });
  expect(await authorizationsOf(id)).toMatchObject([{ status: "VOIDED" }]);
});

/** Sweeps when the order's void is due, until it is over. */
async function sweptToRest(api: Api, orderId: string): Promise<Order> {
  const { pending } = await storedOrder(orderId);
  if (pending) await until(pending.dueAt);
  return sweptUntil(api, orderId, ({ paymentStatus }) => paymentStatus !== "UNKNOWN");
}

async function until(moment: string): Promise<void> {
  await sleep(Math.max(0, Date.parse(moment) - Date.now()));
}
