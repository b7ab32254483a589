import { expect, test } from "vitest";
import { dataOf } from "../../client/client.ts";
import { staff } from "./api.ts";
import { placeAndKill } from "./killed-request.ts";
import { isReplay, orderIn, postOrder } from "./raw.ts";
import { aCustomer, aProduct, orderOf, place, readOrder, readStock, unique } from "./shop.ts";
import { authorizationsOf, makeDue } from "./stored-order.ts";
import { sweptUntil } from "./sweeper.ts";

test.each([
  ["times out before charging", "pm_sandbox_timeout_before", 1],
  ["times out after charging", "pm_sandbox_timeout_after", 1],
  ["fails twice", "pm_sandbox_flaky", 2],
])(
  "provider that %s: tried again, order is CONFIRMED with one charge, providerErrors are stored",
  async (_, paymentMethod, failures) => {
    const sku = await aProduct({ price: 25_000, stock: 10 });
    const { api } = await aCustomer();

    const order = dataOf(await place(api, orderOf(sku, 2, { paymentMethod })));

    expect(order).toMatchObject({ status: "CONFIRMED", paymentStatus: "AUTHORIZED" });
    const { providerErrors } = (await readOrder(await staff(), order.id)).payment;
    expect(providerErrors).toHaveLength(failures);
    expect(providerErrors).toMatchObject(Array(failures).fill({ effect: "AUTHORIZE" }));
    expect(order.payment).not.toHaveProperty("providerErrors");
    expect(order.payment).not.toHaveProperty("provider");
    expect(await authorizationsOf(order.id)).toMatchObject([{ status: "AUTHORIZED", amount: { amount: 50_000 } }]);
    expect(await readStock(sku)).toEqual({ available: 8, reserved: 2 });
  },
);

/** The request's calls to the table: read order, products and stock; transaction; sandbox's attempts; charge; read sandbox. */
const WHILE_LOOKING_FOR_THE_CHARGE = "crash-before:5";

test("function killed after a charge without an answer: the client's retry confirms the order with that charge", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const customer = await aCustomer();
  const body = orderOf(sku, 2, { paymentMethod: "pm_sandbox_timeout_after" });
  const key = unique("key");
  const stored = await placeAndKill(WHILE_LOOKING_FOR_THE_CHARGE, customer, body, key);
  expect(await authorizationsOf(stored.id)).toHaveLength(1);

  const again = await postOrder(customer.bearer, body, key);

  expect(again.status).toBe(201);
  expect(isReplay(again)).toBe(true);
  expect(await orderIn(again)).toMatchObject({ id: stored.id, status: "CONFIRMED", paymentStatus: "AUTHORIZED" });
  expect(await authorizationsOf(stored.id)).toMatchObject([{ status: "AUTHORIZED" }]);
  expect(await readStock(sku)).toEqual({ available: 8, reserved: 2 });
});

test("function killed after a charge without an answer: the sweeper confirms the order with that charge", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const customer = await aCustomer();
  const body = orderOf(sku, 2, { paymentMethod: "pm_sandbox_timeout_after" });
  const stored = await placeAndKill(WHILE_LOOKING_FOR_THE_CHARGE, customer, body, unique("key"));
  expect(await authorizationsOf(stored.id)).toHaveLength(1);

  await makeDue(stored.id);
  const order = await sweptUntil(customer.api, stored.id, ({ status }) => status !== "PENDING");

  expect(order).toMatchObject({ status: "CONFIRMED", paymentStatus: "AUTHORIZED" });
  expect(await authorizationsOf(stored.id)).toMatchObject([{ status: "AUTHORIZED" }]);
  expect(await readStock(sku)).toEqual({ available: 8, reserved: 2 });
});
