import { expect, test } from "vitest";
import { dataOf } from "../../client/client.ts";
import { apiAs, staff, token } from "./api.ts";
import { problemIn, raw } from "./raw.ts";
import { aCustomer, aProduct, orderOf, place, readOrder, unique } from "./shop.ts";

test("another customer's order: the same answer as for an order that does not exist", async () => {
  const alice = await aCustomer();
  const mallory = await aCustomer();
  const { id: hers } = dataOf(await place(alice.api, orderOf(await aProduct(), 1)));
  const unknown = `${hers.slice(0, -4)}0000`;
  const problemFor = async (orderId: string) => {
    const { error } = await mallory.api.GET("/orders/{orderId}", { params: { path: { orderId } } });
    return { ...error, detail: error?.detail.replace(orderId, "…"), instance: "", requestId: "" };
  };

  expect(await problemFor(hers)).toEqual(await problemFor(unknown));
});

test("list of a customer: its own orders only", async () => {
  const sku = await aProduct({ stock: 10 });
  const [alice, bob] = [await aCustomer(), await aCustomer()];
  const order = dataOf(await place(alice.api, orderOf(sku, 1)));
  await place(bob.api, orderOf(sku, 1));

  const page = dataOf(
    await alice.api.GET("/customers/{customerId}/orders", { params: { path: { customerId: alice.name } } }),
  );

  expect(page).toMatchObject({ data: [{ id: order.id, customerId: alice.name }], nextCursor: null });
});

test("order by a customer for another: 403; for itself: customerId is optional", async () => {
  const sku = await aProduct({ stock: 10 });
  const alice = await aCustomer();

  const forBob = await place(alice.api, orderOf(sku, 1, { customerId: "bob" }));
  const forHerself = await place(alice.api, orderOf(sku, 1, { customerId: alice.name }));

  expect(forBob.response.status).toBe(403);
  expect(forBob.error).toMatchObject({ code: "customer_id_not_yours" });
  expect(dataOf(forHerself).customerId).toBe(alice.name);
});

test("order by staff: belongs to the customer it names; without a customer: 400", async () => {
  const sku = await aProduct({ stock: 10 });
  const alice = await aCustomer();
  const api = await staff();

  const placed = dataOf(await place(api, orderOf(sku, 1, { customerId: alice.name })));
  const forNobody = await place(api, orderOf(sku, 1));

  expect((await readOrder(alice.api, placed.id)).customerId).toBe(alice.name);
  expect(forNobody.response.status).toBe(400);
  expect(forNobody.error).toMatchObject({ errors: [{ path: "customerId" }] });
});

/** Every character that a subject may have. */
const everyCharacter = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index))
  .filter((character) => !"%/\\".includes(character))
  .join("");

test.each([
  ["Auth0's", "auth0|64f1c0ffee-"],
  ["an e-mail address", "alice.o'hara+shop@example.com-"],
  ["Entra's", "-9GKGkNaB_vqbNm9VzWlGJfYk5fTq0x-"],
  ["with every allowed character", everyCharacter],
])("subject %s: `me` and its name list the same orders", async (_, prefix) => {
  const name = unique(prefix);
  const api = apiAs(await token("customer", name));
  const { id } = dataOf(await place(api, orderOf(await aProduct(), 1)));

  const mine = dataOf(await api.GET("/customers/me/orders"));
  const byName = dataOf(
    await (await staff()).GET("/customers/{customerId}/orders", { params: { path: { customerId: name } } }),
  );

  expect(mine.data.map((order) => order.id)).toEqual([id]);
  expect(byName.data.map((order) => order.id)).toEqual([id]);
});

test.each(["a/b", "100%", "%61lice", "alice smith", "älice", ".", "..", "me", "alice\u202e", "a".repeat(129)])(
  "subject %j: its token is 401, an order for it 400",
  async (subject) => {
    const bearer = await token("customer", subject);
    const response = await raw("/customers/me/orders", { headers: { Authorization: `Bearer ${bearer}` } });
    const forSubject = await place(await staff(), orderOf(await aProduct(), 1, { customerId: subject }));

    expect(response.status).toBe(401);
    expect((await problemIn(response)).detail).toContain("must be 1 to 128 printable ASCII characters");
    expect(forSubject.response.status).toBe(400);
    expect(forSubject.error).toMatchObject({ errors: [{ path: "customerId" }] });
  },
);

test.each(["staff", "service"] as const)("role %s: `me` is 403", async (role) => {
  const { response, error } = await apiAs(await token(role, "sam")).GET("/customers/me/orders");

  expect(response.status).toBe(403);
  expect(error).toMatchObject({ code: "forbidden", detail: expect.stringContaining("customer") });
});
