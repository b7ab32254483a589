import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { dataOf, type WaybillClient } from "../../client/client.ts";
import { staff } from "./api.ts";
import { eventually } from "./eventually.ts";
import { cancel } from "./fulfilment.ts";
import { aCustomer, aProduct, type Order, orderOf, place, readOrder, readStock } from "./shop.ts";
import { authorizationsOf, makeDue, outliveAuthorizations } from "./stored-order.ts";
import { sweptUntil } from "./sweeper.ts";

// These wait for a time limit of the stack's own, authorizeBy, and do so all at once.

test.concurrent("a provider that is down until authorizeBy fails the order, gives its stock back and charges nothing", async () => {
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
  expect(await sweptToTheEnd(api, order)).toMatchObject({ status: "FAILED", paymentStatus: "NONE" });
  expect(await authorizationsOf(order.id)).toEqual([]);
  expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
});

test.concurrent("an authorization that appears after authorizeBy is found and voided, and looked for until none can appear", async () => {
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
  await expectLateOneToBeVoided(api, order);
  expect(await sweptToTheEnd(api, order)).toMatchObject({ status: "FAILED", paymentStatus: "VOIDED" });
  expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
});

test.concurrent("an order that is cancelled before its authorization appears lets that go too", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const { api } = await aCustomer();
  const order = dataOf(await place(api, orderOf(sku, 2, { paymentMethod: "pm_sandbox_late" })));

  const cancelled = await cancel(api, order.id);

  expect(cancelled.data).toMatchObject({ status: "CANCELLED", paymentStatus: "UNKNOWN" });
  expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
  await expectLateOneToBeVoided(api, order);
  expect(await sweptToTheEnd(api, order)).toMatchObject({ status: "CANCELLED", paymentStatus: "VOIDED" });
});

async function sweptAfterAuthorizeBy(api: WaybillClient, { id, payment }: Order): Promise<Order> {
  await until(payment.authorizeBy);
  await makeDue(id);
  return sweptUntil(api, id, ({ status }) => status !== "PENDING");
}

/** The provider lets go of it as soon as it can be seen; the order knows of no end yet, as another might still appear. */
async function expectLateOneToBeVoided(api: WaybillClient, { id }: Order): Promise<void> {
  const [late] = await authorizationsOf(id);
  await until(late?.landsAt ?? "");
  await makeDue(id);
  await sweptUntil(api, id, () => true);
  const books = await eventually(
    () => authorizationsOf(id),
    ([found]) => found?.status === "VOIDED",
  );
  expect(books).toHaveLength(1);
  expect((await readOrder(api, id)).paymentStatus).toBe("UNKNOWN");
}

async function sweptToTheEnd(api: WaybillClient, { id }: Order): Promise<Order> {
  await outliveAuthorizations(id);
  return sweptUntil(api, id, ({ paymentStatus }) => paymentStatus !== "UNKNOWN");
}

async function until(moment: string): Promise<void> {
  await sleep(Math.max(0, Date.parse(moment) - Date.now()));
}
