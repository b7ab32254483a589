import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, test } from "vitest";
import { dataOf } from "../../client/client.ts";
import { staff, token } from "./api.ts";
import {
  adjust,
  aProductAtTwo,
  berlin,
  count,
  ledgerOf,
  openBerlin,
  stockOf,
  storedOf,
  told,
  transfer,
} from "./at-locations.ts";
import { auditOf, removeMovement, violatedBy } from "./audit.ts";
import { type EventListener, listenToEvents } from "./event-listener.ts";
import { advance, anOrderWithShipment, cancel, packed, shipped } from "./fulfilment.ts";
import { isReplay, json, problemIn, raw } from "./raw.ts";
import { aCustomer, aProduct, orderOf, unique } from "./shop.ts";

const listener: EventListener = await listenToEvents();
afterAll(() => listener.stop());

describe("adjustments, counts and transfers", () => {
  test("each is a row of the ledger, with its words, its booking and who booked it", async () => {
    const sku = await aProductAtTwo(10, 0);
    const words = { note: "Pallet 7\ndamaged by rain", reference: "DN-4711" };

    const adjusted = dataOf(await adjust(sku, { quantity: -2, reason: "damaged", ...words }));
    const moved = dataOf(await transfer(sku, { quantity: 3, from: "main", to: berlin.id, ...words }));
    const counted = dataOf(await count(sku, { counted: 5, location: berlin.id, ...words }));

    expect(adjusted).toMatchObject({ sku, quantity: -2, reason: "damaged", ...words });
    expect(moved).toMatchObject({ sku, quantity: 3, from: "main", to: "berlin", ...words });
    expect(counted).toMatchObject({ sku, counted: 5, difference: 2, location: "berlin", ...words });
    const rows = await ledgerOf(sku);
    expect(told(rows)).toEqual([
      "counted 2 -> 5 at berlin",
      "moved 3 -> 3 at berlin",
      "moved -3 -> 5 at main",
      "damaged -2 -> 8 at main",
      "received 10 -> 10 at main",
    ]);
    expect(rows.map(({ booking }) => booking).slice(0, 4)).toEqual([counted.id, moved.id, moved.id, adjusted.id]);
    for (const row of rows.slice(0, 4)) expect(row).toMatchObject({ ...words, actor: "staff:sam" });
    expect(rows.at(-1)).not.toHaveProperty("note");
    expect(await stockOf(sku)).toEqual(["5+0 at main", "5+0 at berlin"]);
    expect(violatedBy(await auditOf(sku), sku)).toEqual([]);
  });

  test("a product's first stock is its first row", async () => {
    const [sku, api] = [unique("SKU").toUpperCase(), await staff()];
    const body = { sku, name: "Mug", price: { amount: 100, currency: "EUR" }, stock: 7 };

    const first = await api.POST("/products", { body });
    const again = await api.POST("/products", { body });

    expect([first.response.status, again.response.status]).toEqual([201, 201]);
    expect(isReplay(again.response)).toBe(true);
    expect(told(await ledgerOf(sku))).toEqual(["received 7 -> 7 at main"]);
    expect(violatedBy(await auditOf(sku), sku)).toEqual([]);
  });

  test("a count includes what is held for orders; one below it: 409, nothing is stored", async () => {
    const sku = await aProductAtTwo(10, 5);
    await anOrderWithShipment((await aCustomer()).api, orderOf(sku, 4));
    const before = await storedOf(sku);

    const low = await count(sku, { counted: 3 });

    expect(low.response.status).toBe(409);
    expect(low.error).toMatchObject({
      code: "insufficient_stock",
      detail: `3 units of ${sku} were counted, and 4 are held for orders and reservations. Cancel or release what cannot be served, then count again.`,
    });
    expect(await storedOf(sku)).toEqual(before);
    expect(dataOf(await count(sku, { counted: 4 })).difference).toBe(-6);
    expect(await stockOf(sku)).toEqual(["0+4 at main", "5+0 at berlin"]);
  });

  test("a transfer of more than is available, held units included: 409, nothing is stored", async () => {
    const sku = await aProductAtTwo(5, 1);
    await anOrderWithShipment((await aCustomer()).api, orderOf(sku, 3));
    const before = await storedOf(sku);

    const more = await transfer(sku, { quantity: 3, from: "main", to: berlin.id });
    const back = await transfer(sku, { quantity: 2, from: berlin.id, to: "main" });

    expect([more.response.status, more.error?.code, back.response.status]).toEqual([409, "insufficient_stock", 409]);
    expect(more.error?.detail).toBe(`3 units of ${sku} cannot be taken at main: 2 are available.`);
    expect(back.error?.detail).toBe(`2 units of ${sku} cannot be taken at berlin: 1 are available.`);
    expect(await storedOf(sku)).toEqual(before);
    expect((await transfer(sku, { quantity: 2, from: "main", to: berlin.id })).response.status).toBe(201);
  });

  test("an adjustment at a location takes what lies there only", async () => {
    const sku = await aProductAtTwo(5, 1);
    const before = await storedOf(sku);

    const { response, error } = await adjust(sku, { quantity: -2, reason: "damaged", location: berlin.id });

    expect([response.status, error?.code]).toEqual([409, "insufficient_stock"]);
    expect(await storedOf(sku)).toEqual(before);
  });

  test("the same request again, after the stock has moved: answered as the first time, nothing is stored", async () => {
    const sku = await aProductAtTwo(10, 0);
    const move = { quantity: 4, from: "main", to: berlin.id };
    const first = [
      await count(sku, { counted: 9 }, "count"),
      await transfer(sku, move, "transfer"),
      await adjust(sku, { quantity: -5, reason: "damaged" }, "adjust"),
    ];
    await anOrderWithShipment((await aCustomer()).api, orderOf(sku, 3));
    const before = await storedOf(sku);

    const again = [
      await count(sku, { counted: 9 }, "count"),
      await transfer(sku, move, "transfer"),
      await adjust(sku, { quantity: -5, reason: "damaged" }, "adjust"),
    ];
    const reused = [
      await count(sku, { counted: 8 }, "count"),
      await transfer(sku, { ...move, quantity: 1 }, "transfer"),
      await adjust(sku, { quantity: -5, reason: "damaged", note: "Rain" }, "adjust"),
    ];

    expect(again.map(({ data }) => data)).toEqual(first.map(({ data }) => data));
    expect(again.map(({ response }) => [response.status, isReplay(response)])).toEqual(
      [1, 2, 3].map(() => [201, true]),
    );
    expect(reused.map(({ response, error }) => [response.status, error?.code])).toEqual(
      [1, 2, 3].map(() => [422, "idempotency_key_reused"]),
    );
    expect(await storedOf(sku)).toEqual(before);
  });

  test("counts, transfers and orders at the same time: the ledger adds up", async () => {
    const sku = await aProductAtTwo(20, 20);
    const { api } = await aCustomer();

    const answers = await Promise.all([
      count(sku, { counted: 15 }),
      transfer(sku, { quantity: 5, from: "main", to: berlin.id }),
      transfer(sku, { quantity: 2, from: berlin.id, to: "main" }),
      adjust(sku, { quantity: 3, reason: "received", location: berlin.id }),
    ]);
    await anOrderWithShipment(api, orderOf(sku, 2));

    for (const { response } of answers) expect(response.status).toBe(201);
    expect(await ledgerOf(sku, 2)).toHaveLength(8);
    expect(violatedBy(await auditOf(sku), sku)).toEqual([]);
  });
});

const bookings = {
  adjustments: { quantity: 1, reason: "received" },
  counts: { counted: 1 },
  transfers: { quantity: 1, from: "main", to: "berlin" },
};

async function send(sku: string, operation: keyof typeof bookings, wrong: object): Promise<Response> {
  const body = { ...bookings[operation], ...wrong };
  const request = { bearer: await token("staff", "sam"), body, idempotencyKey: randomUUID() };
  return raw(`/products/${sku}/stock/${operation}`, json("POST", request));
}

const theProduct = aProductAtTwo(3, 3);

type Refused = [what: string, wrong: object, path: string];

const wordless: Refused[] = [
  ["a note of 501 characters", { note: "n".repeat(501) }, "note"],
  ["an empty note", { note: "" }, "note"],
  ["a number as note", { note: 5 }, "note"],
  ["a reference of 101 characters", { reference: "r".repeat(101) }, "reference"],
  ["a reference of two lines", { reference: "A\nB" }, "reference"],
  ["a number as reference", { reference: 4_711 }, "reference"],
  ["an unknown field", { colour: "blue" }, "colour"],
];
const placeless: Refused[] = [
  ["a number as location", { location: 5 }, "location"],
  ["a location that is null", { location: null }, "location"],
  ["a location with a capital", { location: "Berlin" }, "location"],
  ["an empty location", { location: "" }, "location"],
];

function of(operation: keyof typeof bookings, cases: readonly Refused[]): [keyof typeof bookings, ...Refused][] {
  return cases.map((one) => [operation, ...one]);
}

describe("refused: exact code and path, nothing is stored", () => {
  test.each<[keyof typeof bookings, string, object, string]>([
    ...of("adjustments", [...wordless, ...placeless]),
    ["adjustments", "an unknown reason", { reason: "stolen" }, "reason"],
    ["adjustments", "a reason of the ledger's own", { reason: "moved" }, "reason"],
    ...of("counts", [...wordless, ...placeless]),
    ["counts", "nothing counted", { counted: undefined }, "counted"],
    ["counts", "fewer than none counted", { counted: -1 }, "counted"],
    ["counts", "half a unit counted", { counted: 0.5 }, "counted"],
    ["counts", "more than a million counted", { counted: 1_000_001 }, "counted"],
    ["counts", "a text counted", { counted: "1" }, "counted"],
    ...of("transfers", wordless),
    ["transfers", "no unit", { quantity: 0 }, "quantity"],
    ["transfers", "fewer than none", { quantity: -1 }, "quantity"],
    ["transfers", "more than the maximum", { quantity: 100_001 }, "quantity"],
    ["transfers", "a text as quantity", { quantity: "1" }, "quantity"],
    ["transfers", "no location to take from", { from: undefined }, "from"],
    ["transfers", "no location to move to", { to: undefined }, "to"],
    ["transfers", "a location with a capital", { from: "Berlin" }, "from"],
    ["transfers", "one location only", { to: "main" }, "to"],
  ])("%s with %s: 400", async (operation, _, wrong, path) => {
    const sku = await theProduct;
    const before = await storedOf(sku);

    const response = await send(sku, operation, wrong);

    expect(response.status).toBe(400);
    expect(await problemIn(response)).toMatchObject({ code: "invalid_request", errors: [{ path }] });
    expect(await storedOf(sku)).toEqual(before);
  });

  test.each<[keyof typeof bookings, string]>([
    ["adjustments", "location"],
    ["counts", "location"],
    ["transfers", "from"],
    ["transfers", "to"],
  ])("%s with an unknown location as %s: 422", async (operation, path) => {
    const sku = await theProduct;
    const before = await storedOf(sku);

    const response = await send(sku, operation, { [path]: "atlantis" });

    expect(response.status).toBe(422);
    expect(await problemIn(response)).toMatchObject({
      code: "unknown_location",
      errors: [{ path, message: expect.stringContaining("must be one of main, berlin") }],
    });
    expect(await storedOf(sku)).toEqual(before);
  });

  test.each<[string, unknown]>([
    ["fewer than none", -1],
    ["half a unit", 0.5],
    ["more than the maximum", 100_001],
    ["a text", "7"],
  ])("a new product with %s in stock: 400", async (_, stock) => {
    const sku = unique("SKU").toUpperCase();
    const body = { sku, name: "Mug", price: { amount: 100, currency: "EUR" }, stock };

    const response = await raw("/products", json("POST", { bearer: await token("staff", "sam"), body }));

    expect(response.status).toBe(400);
    expect(await problemIn(response)).toMatchObject({ code: "invalid_request", errors: [{ path: "stock" }] });
    expect(await storedOf(sku)).toEqual([]);
  });

  test("no Idempotency-Key: 400; an unknown product: 404; a customer: 403", async () => {
    const [sku, bearer, own] = [await theProduct, await token("staff", "sam"), (await aCustomer()).bearer];
    const before = await storedOf(sku);
    for (const [operation, body] of Object.entries(bookings)) {
      const keyless = await raw(`/products/${sku}/stock/${operation}`, json("POST", { bearer, body }));
      expect(await problemIn(keyless)).toMatchObject({ status: 400, code: "idempotency_key_missing" });
      const idempotencyKey = randomUUID();
      const unknown = await raw(
        `/products/ATLANTIS/stock/${operation}`,
        json("POST", { bearer, body, idempotencyKey }),
      );
      expect(await problemIn(unknown)).toMatchObject({ status: 404, code: "not_found" });
      const mine = await raw(
        `/products/${sku}/stock/${operation}`,
        json("POST", { bearer: own, body, idempotencyKey }),
      );
      expect(await problemIn(mine)).toMatchObject({ status: 403, code: "forbidden" });
    }
    expect(await storedOf(sku)).toEqual(before);
    expect(await storedOf("ATLANTIS")).toEqual([]);
  });
});

describe("the ledger's pages", () => {
  async function page(sku: string, query: string): Promise<Response> {
    const bearer = await token("staff", "sam");
    return raw(`/products/${sku}/stock/movements?${query}`, { headers: { Authorization: `Bearer ${bearer}` } });
  }

  test.each([
    ["a limit of 0", "limit=0", "limit"],
    ["a limit of 101", "limit=101", "limit"],
    ["a text as limit", "limit=all", "limit"],
    ["an empty cursor", "cursor=", "cursor"],
    ["a cursor of 3001 characters", `cursor=${"a".repeat(3_001)}`, "cursor"],
    ["any text as cursor", "cursor=abc", "cursor"],
    ["an unknown parameter", "location=berlin", "location"],
  ])("%s: 400", async (_, query, path) => {
    const response = await page(await theProduct, query);

    expect(response.status).toBe(400);
    expect(await problemIn(response)).toMatchObject({ code: "invalid_request", errors: [{ path }] });
  });

  test("a cursor of another product, or a damaged one: 400; rows booked since do not move its balances", async () => {
    const [sku, other] = [await aProductAtTwo(3, 4), await aProductAtTwo(3, 4)];
    const params = { path: { sku }, query: { limit: 1 } };
    const { nextCursor, data } = dataOf(await (await staff()).GET("/products/{sku}/stock/movements", { params }));
    if (nextCursor === null) throw new Error("There is a second page.");
    expect(told(data)).toEqual(["received 4 -> 4 at berlin"]);

    const damaged = `${nextCursor.startsWith("W") ? "X" : "W"}${nextCursor.slice(1)}`;
    for (const response of [await page(other, `cursor=${nextCursor}`), await page(sku, `cursor=${damaged}`)]) {
      expect(response.status).toBe(400);
      expect(await problemIn(response)).toMatchObject({ code: "invalid_request", errors: [{ path: "cursor" }] });
    }
    dataOf(await adjust(sku, { quantity: 50, reason: "received" }));
    const second = await (await staff()).GET("/products/{sku}/stock/movements", {
      params: { path: { sku }, query: { cursor: nextCursor } },
    });
    expect(told(dataOf(second).data)).toEqual(["received 3 -> 3 at main"]);
  });
});

test("a row that is missing in the table: the audit says which product's ledger does not add up", async () => {
  const sku = await aProductAtTwo(3, 4);
  await removeMovement(sku, berlin.id);

  const found = await auditOf(sku);

  expect(violatedBy(found, sku)).toEqual(["the ledger adds up", "the ledger adds up"]);
  expect(found.violations.filter(({ subject }) => subject === sku).map(({ detail }) => detail)).toEqual([
    "4 available + 0 reserved at berlin, but 0 in the ledger",
    "1 rows, but 2 counted",
  ]);
});

test("low, depleted and replenished are told when the sum of both locations crosses the line, from every path", async () => {
  await openBerlin();
  const [sku, api, { api: customer }] = [await aProduct({ stock: 0, price: 1_000 }), await staff(), await aCustomer()];
  const path = { sku };
  dataOf(await api.PATCH("/products/{sku}", { params: { path }, body: { reorderPoint: 3 } }));

  dataOf(await adjust(sku, { quantity: 4, reason: "received" }));
  dataOf(await adjust(sku, { quantity: 4, reason: "received", location: berlin.id }));
  dataOf(await transfer(sku, { quantity: 4, from: "main", to: berlin.id }));
  const five = await anOrderWithShipment(customer, orderOf(sku, 5));
  dataOf(await cancel(customer, five.id));
  dataOf(await transfer(sku, { quantity: 3, from: berlin.id, to: "main" }));
  const eight = await anOrderWithShipment(customer, orderOf(sku, 8));
  for (const number of [1, 2]) {
    dataOf(await advance(eight.id, packed, undefined, number));
    dataOf(await advance(eight.id, shipped, undefined, number));
  }
  dataOf(await count(sku, { counted: 2, location: berlin.id }));
  dataOf(await count(sku, { counted: 2, location: berlin.id }));
  dataOf(await adjust(sku, { quantity: -2, reason: "damaged", location: berlin.id }));
  dataOf(await count(sku, { counted: 9 }));

  const expected = [
    ...["StockAdjusted", "StockReplenished"], // 4 at main
    "StockAdjusted", // 4 in berlin
    ...["StockReserved", "StockLow"], // 3 are left
    ...["StockReleased", "StockReplenished"],
    ...["StockReserved", "StockDepleted"], // 3 of main, 5 of berlin
    ...["StockShipped", "StockShipped"],
    ...["StockAdjusted", "StockLow"], // 2 were counted
    ...["StockAdjusted", "StockDepleted"],
    ...["StockAdjusted", "StockReplenished"], // 9 were counted
  ];
  // Its ProductCreated and ProductChanged, too.
  const events = await listener.countedAbout(sku, expected.length + 2);
  const inOrder = events
    .filter(({ detail }) => detail.type.startsWith("Stock"))
    .map(({ detail }) => ({ sequence: detail.sequence, id: detail.id, type: detail.type }))
    .sort((one, other) => one.sequence - other.sequence || (one.id < other.id ? -1 : 1))
    .map(({ type }) => type);
  expect(inOrder.toSorted()).toEqual(expected.toSorted());
  expect(inOrder.filter((type) => /Low|Depleted|Replenished/.test(type))).toEqual(
    expected.filter((type) => /Low|Depleted|Replenished/.test(type)),
  );
});
