import { describe, expect, test } from "vitest";
import { dataOf, readPages, type Schemas } from "../../client/client.ts";
import { staff, token } from "./api.ts";
import { eventually } from "./eventually.ts";
import { json, pathsIn, raw } from "./raw.ts";
import { aCustomer, addStock, aProduct, orderOf, place, unique } from "./shop.ts";

type Listed = Schemas["ListedProduct"];

/** All products of a list. */
async function listed(query: { stock?: "low" | "out"; status?: "ACTIVE" | "ARCHIVED" }): Promise<Listed[]> {
  const api = await staff();
  const found: Listed[] = [];
  const pages = readPages((position) =>
    api.GET("/products", { params: { query: { limit: 100, ...query, ...position } } }),
  );
  for await (const { data } of pages) found.push(...data);
  return found;
}

/** Waits until exactly these of a test's products are in a list. */
async function expectListed(query: Parameters<typeof listed>[0], own: readonly string[], among: readonly string[]) {
  const found = await eventually(
    async () => (await listed(query)).map(({ sku }) => sku).filter((sku) => among.includes(sku)),
    (skus) => skus.toSorted().join() === own.toSorted().join(),
  );
  expect(found.toSorted()).toEqual(own.toSorted());
}

const change = async (sku: string, body: Schemas["ProductChanges"]) =>
  dataOf(await (await staff()).PATCH("/products/{sku}", { params: { path: { sku } }, body }));

describe("availability of a listed product", () => {
  test.each<[string, number, Schemas["ProductChanges"], object]>([
    ["more than its reorder point", 6, { reorderPoint: 5 }, { available: 6, status: "in_stock" }],
    ["at its reorder point", 5, { reorderPoint: 5 }, { available: 5, status: "low" }],
    ["nothing", 0, { reorderPoint: 5 }, { available: 0, status: "out_of_stock" }],
    ["nothing, with a backorder", 0, { backorder: { limit: 3 } }, { available: 0, status: "backorder" }],
    [
      "nothing, with a backorder that is expected",
      0,
      { backorder: { limit: 3, expectedAt: "2027-01-15T08:00:00.000Z" } },
      { available: 0, status: "backorder", expectedAt: "2027-01-15T08:00:00.000Z" },
    ],
  ])("%s", async (_, stock, changes, availability) => {
    const sku = await aProduct({ stock });
    await change(sku, changes);
    const all = await listed({});
    expect(all.find((product) => product.sku === sku)?.availability).toEqual(availability);
  });
});

test("products that become low, sold out and replenished: listed by their level", async () => {
  const [one, other] = await Promise.all([
    aProduct({ price: 100, stock: 8, reorderPoint: 5 }),
    aProduct({ price: 100, stock: 9 }),
  ]);
  const own = [one, other];
  const { api } = await aCustomer();
  await expectListed({ stock: "out" }, [], own);

  await place(api, orderOf(one, 3));
  await place(api, orderOf(other, 9));
  await expectListed({ stock: "low" }, [one], own);
  await expectListed({ stock: "out" }, [other], own);

  await addStock(await staff(), one, 1);
  await addStock(await staff(), other, 1);
  await expectListed({ stock: "low" }, [], own);
  await expectListed({ stock: "out" }, [], own);

  await change(other, { reorderPoint: 1 });
  await expectListed({ stock: "low" }, [other], own);
});

test("new product without stock: out at once; archived: only among the archived, until it is restored", async () => {
  const sku = await aProduct({ stock: 0 });
  expect((await listed({ stock: "out" })).map((product) => product.sku)).toContain(sku);

  dataOf(await (await staff()).DELETE("/products/{sku}", { params: { path: { sku } } }));
  await expectListed({ stock: "out" }, [], [sku]);
  await expectListed({ stock: "out", status: "ARCHIVED" }, [sku], [sku]);

  await change(sku, { status: "ACTIVE" });
  await expectListed({ stock: "out" }, [sku], [sku]);
  await expectListed({ stock: "out", status: "ARCHIVED" }, [], [sku]);
});

test("product that is put as archived: out among the archived", async () => {
  const sku = unique("SKU").toUpperCase();
  const body = { name: "Mug", price: { amount: 100, currency: "EUR" }, status: "ARCHIVED" };
  await raw(`/products/${sku}`, json("PUT", { bearer: await token("staff", "sam"), body }));
  await expectListed({ stock: "out", status: "ARCHIVED" }, [sku], [sku]);
});

const asStaff = async (query: string) =>
  raw(`/products?${query}`, { headers: { Authorization: `Bearer ${await token("staff", "sam")}` } });

test.each([
  ["stock=plenty", "stock", "must be low or out"],
  ["stock=", "stock", "must be low or out"],
  ["stock=low&stock=out", "stock", "is given more than once"],
  ["stock=low&status=SOLD", "status", "must be ACTIVE or ARCHIVED"],
])("?%s: 400", async (query, path, message) => {
  const response = await asStaff(query);
  expect(response.status).toBe(400);
  expect(await response.clone().text()).toContain(message);
  expect(await pathsIn(response)).toEqual([path]);
});

test("a cursor of another list: 400", async () => {
  await Promise.all([aProduct({ stock: 0 }), aProduct({ stock: 0 })]);
  const { nextCursor } = dataOf(
    await (await staff()).GET("/products", { params: { query: { stock: "out", limit: 1 } } }),
  );
  expect(nextCursor).not.toBeNull();
  for (const query of ["stock=low", "", "stock=out&status=ARCHIVED"]) {
    const response = await asStaff(`${query}&cursor=${nextCursor}`);
    expect(response.status).toBe(400);
    expect(await pathsIn(response)).toEqual(["cursor"]);
  }
});

test("customer: sees what is low; what is archived is 403", async () => {
  const { api } = await aCustomer();
  expect((await api.GET("/products", { params: { query: { stock: "low" } } })).response.status).toBe(200);
  const archived = await api.GET("/products", { params: { query: { stock: "out", status: "ARCHIVED" } } });
  expect(archived.response.status).toBe(403);
});
