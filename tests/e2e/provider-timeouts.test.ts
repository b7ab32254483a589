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
  "a provider that %s is asked again: the order is confirmed with one charge, its providerErrors stored",
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

/** Of the calls to the table: order, products and stock; the transaction; the sandbox's count of tries; its charge; its books. */
const WHILE_LOOKING_FOR_THE_CHARGE = "crash-before:5";

test("a request that dies after a charge without an answer is finished by the client's retry, with that charge", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const customer = await aCustomer();
  const body = orderOf(sku, 2, { paymentMethod: "pm_sandbox_timeout_after" });
  const key = unique("key");
  const left = await placeAndKill(WHILE_LOOKING_FOR_THE_CHARGE, customer, body, key);
  expect(await authorizationsOf(left.id)).toHaveLength(1);

  const again = await postOrder(customer.bearer, body, key);

  expect(again.status).toBe(201);
  expect(isReplay(again)).toBe(true);
  expect(await orderIn(again)).toMatchObject({ id: left.id, status: "CONFIRMED", paymentStatus: "AUTHORIZED" });
  expect(await authorizationsOf(left.id)).toMatchObject([{ status: "AUTHORIZED" }]);
  expect(await readStock(sku)).toEqual({ available: 8, reserved: 2 });
});

test("a request that dies after a charge without an answer is finished by the sweeper, with that charge", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const customer = await aCustomer();
  const body = orderOf(sku, 2, { paymentMethod: "pm_sandbox_timeout_after" });
  const left = await placeAndKill(WHILE_LOOKING_FOR_THE_CHARGE, customer, body, unique("key"));
  expect(await authorizationsOf(left.id)).toHaveLength(1);

  await makeDue(left.id);
  const order = await sweptUntil(customer.api, left.id, ({ status }) => status !== "PENDING");

  expect(order).toMatchObject({ status: "CONFIRMED", paymentStatus: "AUTHORIZED" });
  expect(await authorizationsOf(left.id)).toMatchObject([{ status: "AUTHORIZED" }]);
  expect(await readStock(sku)).toEqual({ available: 8, reserved: 2 });
});
