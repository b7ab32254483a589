import { expect, test } from "vitest";
import { staff } from "./api.ts";
import { eventually } from "./eventually.ts";
import { authorizationsOf } from "./sandbox-books.ts";
import { aCustomer, aProduct, dataOf, orderOf, place, readOrder, readStock, unique } from "./shop.ts";

test("an order posted again with its key is the same order, with one reservation, one charge and one shipment", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const { api } = await aCustomer();
  const key = unique("key");
  const first = await place(api, orderOf(sku, 2), key);
  const { id } = dataOf(first);
  await eventually(
    () => readOrder(api, id),
    ({ shipments }) => shipments.length > 0,
  );

  const again = await place(api, orderOf(sku, 2), key);

  expect(first.response.headers.get("Idempotent-Replayed")).toBeNull();
  expect(again.response.status).toBe(201);
  expect(again.response.headers.get("Idempotent-Replayed")).toBe("true");
  expect(dataOf(again).id).toBe(id);
  await expectOneOfEverything(sku, id);
});

test("an order posted again after its product was archived is still the same order", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const { api } = await aCustomer();
  const key = unique("key");
  const { id } = dataOf(await place(api, orderOf(sku, 2), key));
  const archived = await (await staff()).DELETE("/products/{sku}", { params: { path: { sku } } });
  expect(archived.response.ok).toBe(true);

  const again = await place(api, orderOf(sku, 2), key);

  expect(again.response.status).toBe(201);
  expect(again.response.headers.get("Idempotent-Replayed")).toBe("true");
  expect(dataOf(again)).toMatchObject({ id, status: "CONFIRMED" });
  const anew = await place(api, orderOf(sku, 2));
  expect(anew.error).toMatchObject({ code: "unknown_product" });
  await eventually(
    () => readOrder(api, id),
    ({ shipments }) => shipments.length > 0,
  );
  await expectOneOfEverything(sku, id);
});

test("20 requests at once with one key make one order with one charge", async () => {
  const sku = await aProduct({ price: 25_000, stock: 50 });
  const { api } = await aCustomer();
  const key = unique("key");

  const answers = await Promise.all(Array.from({ length: 20 }, () => place(api, orderOf(sku, 2), key)));

  const ids = new Set(answers.map((answer) => dataOf(answer).id));
  const [id = ""] = ids;
  expect(ids.size).toBe(1);
  expect(answers.map((answer) => dataOf(answer).status)).toEqual(answers.map(() => "CONFIRMED"));
  const replayed = answers.filter(({ response }) => response.headers.get("Idempotent-Replayed") === "true");
  expect(replayed).toHaveLength(19);
  await eventually(
    () => readOrder(api, id),
    ({ shipments }) => shipments.length > 0,
  );
  expect(await readStock(sku)).toEqual({ available: 48, reserved: 2 });
  expect(await authorizationsOf(id)).toMatchObject([{ status: "AUTHORIZED", amount: { amount: 50_000 } }]);
});

test("a key with another body is refused and changes nothing", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const { api } = await aCustomer();
  const key = unique("key");
  const { id } = dataOf(await place(api, orderOf(sku, 2), key));

  const other = await place(api, orderOf(sku, 3), key);

  expect(other.response.status).toBe(422);
  expect(other.error).toMatchObject({ code: "idempotency_key_reused" });
  expect(await readStock(sku)).toEqual({ available: 8, reserved: 2 });
  expect(await authorizationsOf(id)).toHaveLength(1);
});

test("two customers with the same key have an order each", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const key = unique("key");
  const [alice, bob] = [await aCustomer(), await aCustomer()];

  const first = dataOf(await place(alice.api, orderOf(sku, 1), key));
  const second = dataOf(await place(bob.api, orderOf(sku, 1), key));

  expect(second.id).not.toBe(first.id);
  expect(second.customerId).toBe(bob.name);
  expect(await readStock(sku)).toEqual({ available: 8, reserved: 2 });
});

/** One reservation of 2, one charge of 500.00, one shipment. */
async function expectOneOfEverything(sku: string, orderId: string): Promise<void> {
  expect(await readStock(sku)).toEqual({ available: 8, reserved: 2 });
  expect(await authorizationsOf(orderId)).toMatchObject([{ status: "AUTHORIZED", amount: { amount: 50_000 } }]);
  expect((await readOrder(await staff(), orderId)).shipments).toHaveLength(1);
}
