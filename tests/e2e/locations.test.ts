import { describe, expect, test } from "vitest";
import { dataOf, type Schemas } from "../../client/client.ts";
import { staff, token } from "./api.ts";
import {
  adjust,
  aProductAtTwo,
  berlin,
  ledgerOf,
  leipzig,
  openBerlin,
  stockOf,
  storedLocations,
  told,
  transfer,
} from "./at-locations.ts";
import { auditOf, violatedBy } from "./audit.ts";
import { advance, anOrderWithShipment, cancel, edit, packed, shipped, split } from "./fulfilment.ts";
import { json, problemIn, raw } from "./raw.ts";
import { aCustomer, address, addStock, aProduct, orderOf, place, readOrder } from "./shop.ts";

/** A location that is renamed and ranked; no stock lies there. */
const attic = { id: "attic", name: "Attic", priority: 900 } satisfies Schemas["NewLocation"];

async function add(body: Schemas["NewLocation"]) {
  return (await staff()).POST("/locations", { body });
}

async function change(locationId: string, body: Schemas["LocationChanges"], ifMatch?: string) {
  const header = ifMatch === undefined ? {} : { "If-Match": ifMatch };
  return (await staff()).PATCH("/locations/{locationId}", { params: { path: { locationId }, header }, body });
}

async function read(locationId: string) {
  return (await staff()).GET("/locations/{locationId}", { params: { path: { locationId } } });
}

describe("locations", () => {
  test("one is added once, read, and listed in the order in which locations serve", async () => {
    await openBerlin();
    const first = await add(attic);
    const again = await add(attic);

    expect([first.response.status, again.response.status]).toEqual([201, 201]);
    expect(again.response.headers.get("idempotent-replayed")).toBe("true");
    expect(dataOf(again)).toMatchObject({ id: "attic", version: dataOf(await read("attic")).version });
    const { data } = dataOf(await (await staff()).GET("/locations"));
    const ids = data.map(({ id }) => id);
    expect(ids[0]).toBe("main");
    expect(ids.indexOf("berlin")).toBeLessThan(ids.indexOf("attic"));
  });

  test("an id that is taken, main's too: 409 location_exists", async () => {
    await add(attic);

    for (const id of ["attic", "main"]) {
      const { response, error } = await add({ id, name: "Another" });
      expect([response.status, error?.code]).toEqual([409, "location_exists"]);
    }
  });

  test("If-Match of the current version: changed; of an older version: 412; the same values: no new version", async () => {
    await add(attic);
    const etag = (await read("attic")).response.headers.get("etag") ?? "";

    const changed = await change("attic", { name: "Attic, left", address }, etag);
    const stale = await change("attic", { name: "Lost update" }, etag);
    const same = await change("attic", { name: "Attic, left", address });
    const cleared = await change("attic", { address: null });

    expect(changed.response.status).toBe(200);
    expect([stale.response.status, stale.error?.code]).toEqual([412, "version_mismatch"]);
    const { version } = dataOf(changed);
    expect(dataOf(same)).toMatchObject({ name: "Attic, left", address, version });
    expect(dataOf(cleared)).toMatchObject({ name: "Attic, left", version: version + 1 });
    expect(dataOf(cleared)).not.toHaveProperty("address");
  });

  test("main can be renamed like any other, and stays first", async () => {
    const changed = dataOf(await change("main", { name: "Main warehouse" }));

    expect(changed).toMatchObject({ id: "main", name: "Main warehouse", priority: 0 });
    expect(dataOf(await read("main"))).toEqual(changed);
    const { data } = dataOf(await (await staff()).GET("/locations"));
    expect(data.filter(({ id }) => id === "main")).toEqual([changed]);
  });

  test("concurrent changes without If-Match: all are made", async () => {
    await add(attic);
    const { version } = dataOf(await read("attic"));

    const answers = await Promise.all([change("attic", { priority: 901 }), change("attic", { name: "Attic, right" })]);

    expect(answers.map(({ response }) => response.status)).toEqual([200, 200]);
    expect(dataOf(await read("attic"))).toMatchObject({ priority: 901, name: "Attic, right", version: version + 2 });
    dataOf(await change("attic", { priority: attic.priority }));
  });

  test("an unknown id, or what can be none: 404", async () => {
    const answers = ["atlantis", "Berlin", "b_1", "b".repeat(33)].flatMap((id) => [
      read(id),
      change(id, { name: "A" }),
    ]);
    for (const { response, error } of await Promise.all(answers)) {
      expect([response.status, error?.code]).toEqual([404, "not_found"]);
    }
  });
});

describe("refused: exact code and path, nothing is stored", () => {
  const place = { ...address, city: undefined };

  async function expectRefused(response: Response, path: string, before: unknown): Promise<void> {
    expect(response.status).toBe(400);
    expect(await problemIn(response)).toMatchObject({ code: "invalid_request", errors: [{ path }] });
    expect(await storedLocations()).toEqual(before);
  }

  test.each<[string, object, string]>([
    ["no id", { id: undefined }, "id"],
    ["an id with a capital", { id: "Berlin" }, "id"],
    ["an id that begins with a hyphen", { id: "-berlin" }, "id"],
    ["an id with an underscore", { id: "berlin_mitte" }, "id"],
    ["an id of 33 characters", { id: "b".repeat(33) }, "id"],
    ["an empty id", { id: "" }, "id"],
    ["a number as id", { id: 7 }, "id"],
    ["no name", { name: undefined }, "name"],
    ["an empty name", { name: " " }, "name"],
    ["a name of 101 characters", { name: "n".repeat(101) }, "name"],
    ["a name of two lines", { name: "A\nB" }, "name"],
    ["a priority below 0", { priority: -1 }, "priority"],
    ["a priority above 1000", { priority: 1_001 }, "priority"],
    ["half a priority", { priority: 1.5 }, "priority"],
    ["a priority as text", { priority: "1" }, "priority"],
    ["an address without a city", { address: place }, "address.city"],
    ["an address in no country", { address: { ...address, country: "XX" } }, "address.country"],
    ["an address that is null", { address: null }, "address"],
    ["an unknown field", { stock: 5 }, "stock"],
  ])("a new one with %s: 400", async (_, wrong, path) => {
    const before = await storedLocations();
    const body = { id: "wrong", name: "Wrong", ...wrong };

    await expectRefused(
      await raw("/locations", json("POST", { bearer: await token("staff", "sam"), body })),
      path,
      before,
    );
  });

  test.each<[string, object, string]>([
    ["no change", {}, ""],
    ["another id", { name: "Attic", id: "attic-2" }, "id"],
    ["no name any more", { name: null }, "name"],
    ["an empty name", { name: "" }, "name"],
    ["no priority any more", { priority: null }, "priority"],
    ["a priority above 1000", { priority: 1_001 }, "priority"],
    ["an address without a city", { address: place }, "address.city"],
    ["an unknown field", { name: "Attic", version: 1 }, "version"],
  ])("a change to %s: 400", async (_, body, path) => {
    await add(attic);
    const before = await storedLocations();

    const request = json("PATCH", { bearer: await token("staff", "sam"), body });
    await expectRefused(await raw("/locations/attic", request), path, before);
  });

  test("a customer: 403", async () => {
    const { bearer } = await aCustomer();
    const before = await storedLocations();

    const response = await raw("/locations", json("POST", { bearer, body: { id: "mine", name: "Mine" } }));

    expect(response.status).toBe(403);
    expect(await problemIn(response)).toMatchObject({ code: "forbidden" });
    expect(await storedLocations()).toEqual(before);
  });
});

describe("an order of a shop with two locations", () => {
  test("is served from the first location that has all of it", async () => {
    const sku = await aProductAtTwo(2, 5);
    const { api } = await aCustomer();

    await anOrderWithShipment(api, orderOf(sku, 2));
    expect(await stockOf(sku)).toEqual(["0+2 at main", "5+0 at berlin"]);
    await anOrderWithShipment(api, orderOf(sku, 4));
    expect(await stockOf(sku)).toEqual(["0+2 at main", "1+4 at berlin"]);
  });

  test("priority decides: of two with the same the first id serves first; ranked behind, it serves last", async () => {
    const aachen = { id: "aachen", name: "Aachen", priority: 0 };
    dataOf(await add(aachen));
    const sku = await aProduct({ stock: 5, price: 1_000 });
    dataOf(await adjust(sku, { quantity: 5, reason: "received", location: aachen.id }));
    const { api } = await aCustomer();

    await anOrderWithShipment(api, orderOf(sku, 2));
    expect(await stockOf(sku)).toEqual(["5+0 at main", "3+2 at aachen"]);
    dataOf(await change(aachen.id, { priority: 950 }));
    await anOrderWithShipment(api, orderOf(sku, 2));
    expect(await stockOf(sku)).toEqual(["3+2 at main", "3+2 at aachen"]);
    await anOrderWithShipment(api, orderOf(sku, 5));
    expect(await stockOf(sku)).toEqual(["0+5 at main", "1+4 at aachen"]);
  });

  test("is split where none has all of it: a parcel from each, both shipped, the ledger of both adds up", async () => {
    const [mug, pen] = [await aProductAtTwo(2, 5), await aProductAtTwo(1, 0)];
    const { api } = await aCustomer();

    const placed = await anOrderWithShipment(
      api,
      orderOf(mug, 4, {
        items: [
          { sku: mug, quantity: 4 },
          { sku: pen, quantity: 1 },
        ],
      }),
    );

    expect(placed.shipments).toMatchObject([
      {
        number: 1,
        lines: [
          { sku: mug, quantity: 2 },
          { sku: pen, quantity: 1 },
        ],
      },
      { number: 2, location: "berlin", lines: [{ sku: mug, quantity: 2 }] },
    ]);
    expect(placed.shipments[0]).not.toHaveProperty("location");
    expect(await stockOf(mug)).toEqual(["0+2 at main", "3+2 at berlin"]);

    for (const number of [2, 1]) {
      dataOf(await advance(placed.id, packed, undefined, number));
      dataOf(await advance(placed.id, shipped, undefined, number));
    }

    expect(await readOrder(api, placed.id)).toMatchObject({ status: "SHIPPED", paymentStatus: "CAPTURED" });
    expect(await stockOf(mug)).toEqual(["0+0 at main", "3+0 at berlin"]);
    for (const limit of [1, 2, 3, 100]) {
      expect(told(await ledgerOf(mug, limit)), `pages of ${limit}`).toEqual([
        "shipped -2 -> 0 at main",
        "shipped -2 -> 3 at berlin",
        "received 5 -> 5 at berlin",
        "received 2 -> 2 at main",
      ]);
    }
    const [newest, other] = await ledgerOf(mug);
    expect(newest).toMatchObject({ orderId: placed.id, shipment: 1, actor: "staff:sam" });
    expect(other).toMatchObject({ orderId: placed.id, shipment: 2, location: "berlin" });
    const found = await auditOf(mug, pen);
    expect([mug, pen, placed.id].flatMap((subject) => violatedBy(found, subject))).toEqual([]);
  });

  test("more than both have: FAILED with their sum, nothing is held", async () => {
    const sku = await aProductAtTwo(2, 2);
    const { api } = await aCustomer();

    const order = dataOf(await place(api, orderOf(sku, 5)));

    expect(order).toMatchObject({ status: "FAILED", failure: { shortages: [{ sku, ordered: 5, available: 4 }] } });
    expect(await stockOf(sku)).toEqual(["2+0 at main", "2+0 at berlin"]);
  });

  test("cancelled: its units are available again where they were held", async () => {
    const sku = await aProductAtTwo(2, 2);
    const { api } = await aCustomer();
    const { id } = await anOrderWithShipment(api, orderOf(sku, 3));

    dataOf(await cancel(api, id));

    expect(await stockOf(sku)).toEqual(["2+0 at main", "2+0 at berlin"]);
    expect(await ledgerOf(sku)).toHaveLength(2);
  });

  test("edited: units leave the location that they are at, and added ones are held where there are some", async () => {
    const sku = await aProductAtTwo(2, 2);
    const { api } = await aCustomer();
    const { id } = await anOrderWithShipment(api, orderOf(sku, 3));

    dataOf(await edit(api, id, { lines: [{ sku, quantity: 2 }] }));
    expect(await stockOf(sku)).toEqual(["0+2 at main", "2+0 at berlin"]);
    dataOf(await edit(await staff(), id, { lines: [{ sku, quantity: 3 }] }));
    expect(await stockOf(sku)).toEqual(["0+2 at main", "1+1 at berlin"]);
    const { shipments } = await readOrder(api, id);
    expect(shipments.map(({ status, location = "main" }) => `${status} ${location}`)).toEqual([
      "PENDING main",
      "CANCELLED berlin",
    ]);
    expect(dataOf(await split(id, { [sku]: 1 }))).toMatchObject({ number: 3, status: "PENDING" });
  });

  test("a shipment is split within its location: 409 with how many one location has, else 201", async () => {
    const sku = await aProductAtTwo(2, 2);
    const { api } = await aCustomer();
    const { id } = await anOrderWithShipment(api, orderOf(sku, 4));

    const refused = await split(id, { [sku]: 3 });
    const made = await split(id, { [sku]: 2 });

    expect([refused.response.status, refused.error?.code]).toEqual([409, "units_not_free"]);
    expect(refused.error).toMatchObject({
      detail: expect.stringContaining("A shipment leaves one location"),
      errors: [{ path: "lines.0.quantity", message: "must be at most 2" }],
    });
    expect(dataOf(made)).toMatchObject({ number: 3, lines: [{ sku, quantity: 2 }] });
    const { shipments } = await readOrder(api, id);
    expect(shipments.filter(({ status }) => status === "PENDING").map(({ location = "main" }) => location)).toEqual([
      "berlin",
      "main",
    ]);
  });

  test("the last units of both, ordered by three at once: as many as there are", async () => {
    const sku = await aProductAtTwo(2, 2);
    const { api } = await aCustomer();

    const orders = await Promise.all([1, 2, 3].map(() => place(api, orderOf(sku, 2))));

    const statuses = await Promise.all(orders.map(async (one) => (await readOrder(api, dataOf(one).id)).status));
    expect(statuses.filter((status) => status === "FAILED")).toHaveLength(1);
    expect(await stockOf(sku)).toEqual(["0+2 at main", "0+2 at berlin"]);
  });
});

test("a product that is only at main: no answer about it or its orders says the word location", async () => {
  await openBerlin();
  const [sku, api, customer] = [await aProduct({ stock: 5 }), await staff(), await aCustomer()];
  const order = await anOrderWithShipment(customer.api, orderOf(sku, 3));
  const params = { path: { sku } };
  const answers = [
    order,
    await adjust(sku, { quantity: 2, reason: "received" }),
    await adjust(sku, { quantity: -99, reason: "damaged" }),
    await advance(order.id, packed),
    await advance(order.id, shipped),
    await readOrder(customer.api, order.id),
    await place(customer.api, orderOf(sku, 99)),
    await api.POST("/products/{sku}/stock/counts", {
      params: { ...params, header: { "Idempotency-Key": "count" } },
      body: { counted: 3 },
    }),
    await api.GET("/products/{sku}/stock", { params }),
    await api.GET("/products/{sku}/stock/movements", { params }),
    await api.GET("/orders/{orderId}/timeline", { params: { path: { orderId: order.id } } }),
  ];
  for (const answer of answers) {
    const said = JSON.stringify("data" in answer ? (answer.data ?? answer.error) : answer);
    expect(said).not.toMatch(/location/i);
  }
  await addStock(api, sku, 1);
  dataOf(await transfer(sku, { quantity: 1, from: "main", to: "berlin" }));
  expect(JSON.stringify(dataOf(await api.GET("/products/{sku}/stock", { params })))).toContain('"locations"');
});

test("twenty locations, then no more: 422 too_many_locations", async () => {
  // The last test of this file: the shop of the stack under test has no room for others after it.
  for (const used of [berlin, leipzig, attic]) dataOf(await add(used));
  const { data } = dataOf(await (await staff()).GET("/locations"));
  for (let number = data.length; number < 20; number++) dataOf(await add({ id: `at-${number}`, name: `At ${number}` }));
  const before = await storedLocations();

  const { response, error } = await add({ id: "one-more", name: "One more" });
  const again = await add(berlin);

  expect([response.status, error?.code]).toEqual([422, "too_many_locations"]);
  expect(again.response.status).toBe(201);
  expect(await storedLocations()).toEqual(before);
});
