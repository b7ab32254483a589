import pLimit from "p-limit";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { type Answer, dataOf, readPages } from "../../client/client.ts";
import { makeCursor } from "../../functions/platform/http/page.ts";
import { staff, token } from "./api.ts";
import { advance, anOrderWithShipment, cancel, packed, shipped } from "./fulfilment.ts";
import { pathsIn, raw } from "./raw.ts";
import { aCustomer, aProduct, type Order, orderOf, place, unique } from "./shop.ts";

interface Query {
  limit?: number;
  cursor?: string;
}

interface Page<Entry> {
  readonly data: readonly Entry[];
  readonly nextCursor: string | null;
}

/** Every entry of a list, page by page; `afterPage` is called after each page but the last. */
async function walk<Entry>(
  readPage: (query: Query) => Promise<Answer<Page<Entry>>>,
  limit: number,
  afterPage: () => Promise<void> = async () => {},
): Promise<Entry[]> {
  const seen: Entry[] = [];
  const pages = readPages((position) => readPage({ limit, ...position }));
  for await (const { data, nextCursor } of pages) {
    expect(data.length).toBeLessThanOrEqual(limit);
    seen.push(...data);
    if (nextCursor !== null) await afterPage();
  }
  return seen;
}

/** Places orders of one unit, 6 at a time. */
async function placeOrders(count: number, customerId: string): Promise<string[]> {
  const sku = await aProduct({ price: 100, stock: count });
  const api = await staff();
  const limit = pLimit(6);
  const orders = await Promise.all(
    Array.from({ length: count }, () => limit(() => place(api, orderOf(sku, 1, { customerId })))),
  );
  return orders.map((placed) => dataOf(placed).id);
}

describe("list of all orders", () => {
  test("120 orders while others are placed, cancelled and shipped: each once, newest first", async () => {
    const api = await staff();
    const name = unique("many");
    const ids = await placeOrders(120, name);
    const [toCancel, toShip] = [ids.slice(0, 40), ids.slice(40, 60)];

    const seen = await walk(
      (query) => api.GET("/orders", { params: { query } }),
      10,
      async () => {
        const [cancelled, dispatched] = [toCancel.pop(), toShip.pop()];
        await Promise.all([
          placeOrders(1, name),
          cancelled && cancel(api, cancelled),
          dispatched && advance(dispatched, packed).then(() => advance(dispatched, shipped)),
        ]);
      },
    );

    const all = seen.map(({ id }) => id);
    expect(all).toHaveLength(new Set(all).size);
    expect(ids.filter((id) => !all.includes(id))).toEqual([]);
    const times = seen.map(({ createdAt }) => createdAt);
    expect(times).toEqual([...times].sort().reverse());
  });

  test("filtered by status: only orders with it", async () => {
    const { api, name } = await aCustomer();
    const sku = await aProduct({ price: 100, stock: 1 });
    const cancelled = await anOrderWithShipment(api, orderOf(sku, 1));
    await cancel(api, cancelled.id);
    const failed = dataOf(await place(api, orderOf(sku, 2)));
    const confirmed = dataOf(await place(api, orderOf(sku, 1)));
    const [sam, own] = [await staff(), (order: Order) => order.customerId === name];
    const idsWith = async (status: Order["status"]) => {
      const orders = await walk((query) => sam.GET("/orders", { params: { query: { ...query, status } } }), 100);
      expect(new Set(orders.map((order) => order.status))).toEqual(new Set([status]));
      return orders.filter(own).map(({ id }) => id);
    };

    expect(await idsWith("CANCELLED")).toEqual([cancelled.id]);
    expect(await idsWith("FAILED")).toEqual([failed.id]);
    expect(await idsWith("CONFIRMED")).toEqual([confirmed.id]);
  });
});

describe("order's number", () => {
  async function find(number: string): Promise<string[]> {
    const { data, nextCursor } = dataOf(await (await staff()).GET("/orders", { params: { query: { number } } }));
    expect(nextCursor).toBeNull();
    return data.map(({ id }) => id);
  }

  test("finds its order and no other, also without dashes and in lower case", async () => {
    const { api } = await aCustomer();
    const order = dataOf(await place(api, orderOf(await aProduct({ stock: 2 }), 1)));
    await placeOrders(1, unique("other"));

    expect(order.number).toMatch(/^WB(-[0-9A-HJKMNP-TV-Z]{4}){3}-[0-9A-HJKMNP-TV-Z]$/);
    expect(await find(order.number)).toEqual([order.id]);
    expect(await find(order.number.replaceAll("-", "").toLowerCase())).toEqual([order.id]);
  });

  test("of no order: nothing is found", async () => {
    expect(await find("WB-7K3M-9QX2-4F6H-Y")).toEqual([]);
  });

  const asStaff = async (path: string) =>
    raw(path, { headers: { Authorization: `Bearer ${await token("staff", "sam")}` } });

  test.each([
    ["mistyped", "number=WB-7K3M-9QX2-4F6H-X", "number is mistyped: compare it with the number that you were given"],
    ["of another form", "number=12", "number must be an order's number, like WB-7K3M-9QX2-4F6H-Y"],
    ["empty", "number=", "number must be an order's number, like WB-7K3M-9QX2-4F6H-Y"],
    ["too long", `number=${"1".repeat(41)}`, "number must"],
    ["twice", "number=1&number=2", "number is given more than once"],
  ])("%s: 400", async (_, query, reason) => {
    const response = await asStaff(`/orders?${query}`);

    expect(response.status).toBe(400);
    expect(await response.clone().text()).toContain(reason);
    expect(await pathsIn(response)).toEqual(["number"]);
  });

  test("together with a status: 400", async () => {
    const response = await asStaff("/orders?number=WB-7K3M-9QX2-4F6H-Y&status=PENDING");

    expect(response.status).toBe(400);
    expect(await pathsIn(response)).toEqual(["status"]);
  });

  test("as customer: 403", async () => {
    const { api } = await aCustomer();
    const { response } = await api.GET("/orders", { params: { query: { number: "WB-7K3M-9QX2-4F6H-Y" } } });
    expect(response.status).toBe(403);
  });
});

test("list of a customer's orders, page by page: all of its orders, no other, newest first", async () => {
  const { api, name } = await aCustomer();
  const ids = await placeOrders(7, name);
  await placeOrders(2, unique("other"));

  const seen = await walk(
    (query) => api.GET("/customers/{customerId}/orders", { params: { path: { customerId: name }, query } }),
    3,
  );

  expect(seen.map(({ id }) => id).sort()).toEqual([...ids].sort());
  const times = seen.map(({ createdAt }) => createdAt);
  expect(times).toEqual([...times].sort().reverse());
});

test("lists by `me` and by name: each accepts the cursors of the other", async () => {
  const { api, name } = await aCustomer();
  await placeOrders(3, name);
  const mine = async (query: Query) => dataOf(await api.GET("/customers/me/orders", { params: { query } }));
  const byName = async (query: Query) =>
    dataOf(await api.GET("/customers/{customerId}/orders", { params: { path: { customerId: name }, query } }));
  const all = await mine({});

  const first = await mine({ limit: 1 });
  const second = await byName({ limit: 1, cursor: first.nextCursor ?? "" });
  const third = await mine({ limit: 1, cursor: second.nextCursor ?? "" });

  expect([...first.data, ...second.data, ...third.data].map(({ id }) => id)).toEqual(all.data.map(({ id }) => id));
  expect(all.data).toHaveLength(3);
});

describe("list of products", () => {
  test("as staff: active and archived products, each once, by SKU", async () => {
    const api = await staff();
    const skus = await Promise.all(Array.from({ length: 5 }, () => aProduct({ stock: 0 })));
    const [archived = "", ...onSale] = skus.sort();
    await api.DELETE("/products/{sku}", { params: { path: { sku: archived } } });
    const read = (status: "ACTIVE" | "ARCHIVED") => (query: Query) =>
      api.GET("/products", { params: { query: { ...query, status } } });
    const own = (all: readonly { sku: string }[]) => all.map(({ sku }) => sku).filter((sku) => skus.includes(sku));

    expect(own(await walk(read("ACTIVE"), 3))).toEqual(onSale);
    expect(own(await walk(read("ARCHIVED"), 1))).toEqual([archived]);
  });

  test("as customer: active products; archived: 403", async () => {
    const { api } = await aCustomer();

    const onSale = await api.GET("/products", { params: { query: { status: "ACTIVE", limit: 1 } } });
    const archived = await api.GET("/products", { params: { query: { status: "ARCHIVED" } } });

    expect(onSale.response.status).toBe(200);
    expect(archived.response.status).toBe(403);
  });
});

describe("cursor", () => {
  const PageOfAnything = z.object({ data: z.array(z.unknown()), nextCursor: z.string().nullable() });

  /** The cursor of the first page of a list that has more. */
  async function aCursor(path: string): Promise<string> {
    const { nextCursor } = PageOfAnything.parse(await (await read(path)).json());
    expect(nextCursor).not.toBeNull();
    return nextCursor ?? "";
  }

  async function read(path: string): Promise<Response> {
    return raw(path, { headers: { Authorization: `Bearer ${await token("staff", "sam")}` } });
  }

  async function expectRefused(path: string): Promise<void> {
    const response = await read(path);

    expect(response.status).toBe(400);
    expect(await pathsIn(response)).toEqual(["cursor"]);
  }

  test("that was changed: 400", async () => {
    await Promise.all([aProduct({ stock: 0 }), aProduct({ stock: 0 })]);
    const cursor = await aCursor("/products?limit=1");
    const [position, check] = JSON.parse(Buffer.from(cursor, "base64url").toString());
    const forged = Buffer.from(JSON.stringify([`${position}X`, check])).toString("base64url");

    for (const wrong of [forged, `${cursor}A`, cursor.slice(0, -2), cursor.toUpperCase(), "null", "W10"]) {
      await expectRefused(`/products?limit=1&cursor=${wrong}`);
    }
    expect((await read(`/products?limit=1&cursor=${cursor}`)).status).toBe(200);
  });

  test.each([
    ["products/ACTIVE", "/products"],
    ["products/ARCHIVED", "/products?status=ARCHIVED"],
    ["orders/", "/orders"],
    ["orders/CONFIRMED", "/orders?status=CONFIRMED"],
    ["customers/alice/orders", "/customers/alice/orders"],
  ])("forged for the list %s, with a valid checksum and an invalid position: 400", async (list, path) => {
    const separator = path.includes("?") ? "&" : "?";
    for (const position of ["", "\u0000", "x".repeat(700), "2026-11-21T05:30:00.000Z#", null, { after: "" }]) {
      await expectRefused(`${path}${separator}cursor=${makeCursor(list, position)}`);
    }
  });

  test("of another list or another status: 400", async () => {
    const name = unique("cursor");
    await placeOrders(2, name);
    const ofOrders = await aCursor("/orders?limit=1");
    const ofCustomer = await aCursor(`/customers/${name}/orders?limit=1`);

    await expectRefused(`/products?cursor=${ofOrders}`);
    await expectRefused(`/orders?cursor=${ofCustomer}`);
    await expectRefused(`/orders?status=CONFIRMED&cursor=${ofOrders}`);
    await expectRefused(`/customers/${unique("other")}/orders?cursor=${ofCustomer}`);
  });

  test("with another page size: accepted", async () => {
    const name = unique("sizes");
    const ids = await placeOrders(5, name);
    const cursor = await aCursor(`/customers/${name}/orders?limit=1`);

    const rest = PageOfAnything.parse(
      await (await read(`/customers/${name}/orders?limit=100&cursor=${cursor}`)).json(),
    );

    expect(rest.data).toHaveLength(ids.length - 1);
    expect(rest.nextCursor).toBeNull();
  });
});
