import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dataOf, type Schemas, type WaybillClient } from "../../client/client.ts";
import { apiAs, staff, token } from "./api.ts";
import { type EventListener, listenToEvents } from "./event-listener.ts";
import { eventually } from "./eventually.ts";
import { isReplay, json, pathsIn, postOrder, problemIn, raw } from "./raw.ts";
import { aCustomer, addStock, aProduct, type Customer, orderOf, place, readOrder, readStock, unique } from "./shop.ts";
import { sweep } from "./sweeper.ts";

type Reservation = Schemas["Reservation"];

function reserve(api: WaybillClient, body: Schemas["NewReservation"], key: string = randomUUID()) {
  return api.POST("/reservations", { params: { header: { "Idempotency-Key": key } }, body });
}

/** A reservation of so many units of a product. */
async function aReservation(api: WaybillClient, sku: string, quantity: number, seconds = 900): Promise<Reservation> {
  return dataOf(await reserve(api, { items: [{ sku, quantity }], expiresInSeconds: seconds }));
}

const on = (reservationId: string) => ({ params: { path: { reservationId } } });

async function read(api: WaybillClient, id: string): Promise<Reservation> {
  return dataOf(await api.GET("/reservations/{reservationId}", on(id)));
}

function release(api: WaybillClient, id: string) {
  return api.DELETE("/reservations/{reservationId}", on(id));
}

function commit(api: WaybillClient, id: string) {
  return api.POST("/reservations/{reservationId}/commit", on(id));
}

async function shippedRows(sku: string) {
  const api = await staff();
  const { data } = dataOf(await api.GET("/products/{sku}/stock/movements", { params: { path: { sku } } }));
  return data.filter(({ kind }) => kind === "shipped");
}

/** A service with a name of its own. */
async function aService(): Promise<WaybillClient> {
  return apiAs(await token("service", unique("till")));
}

let listener: EventListener;
/** Made first, so that it has expired when the last test asks for it. */
let unused: Reservation;
let skuOfUnused: string;
let buyer: Customer;
/** As `unused`, of a service. */
let unusedOfService: Reservation;
let skuOfService: string;
let service: WaybillClient;
const reference = "cart 4711";

beforeAll(async () => {
  listener = await listenToEvents();
  [skuOfUnused, skuOfService] = [await aProduct({ stock: 10 }), await aProduct({ stock: 10 })];
  [buyer, service] = [await aCustomer(), await aService()];
  const items = [{ sku: skuOfUnused, quantity: 2 }];
  unused = dataOf(await reserve(buyer.api, { items, reference, expiresInSeconds: 60 }));
  unusedOfService = await aReservation(service, skuOfService, 2, 60);
});
afterAll(() => listener.stop());

describe("reserving", () => {
  test("units are held; items of one product become one line; the same request again answers with it", async () => {
    const [sku, other] = [await aProduct({ stock: 10 }), await aProduct({ stock: 10 })];
    const { api, bearer, name } = await aCustomer();
    const items = [
      { sku, quantity: 2 },
      { sku: other, quantity: 1 },
      { sku, quantity: 1 },
    ];
    const key = randomUUID();

    const made = await reserve(api, { items, reference: "cart 7" }, key);
    const again = await raw(
      "/reservations",
      json("POST", { bearer, body: { items, reference: "cart 7" }, idempotencyKey: key }),
    );

    const reservation = dataOf(made);
    expect(made.response.status).toBe(201);
    expect(reservation).toMatchObject({
      status: "ACTIVE",
      lines: [
        { sku, quantity: 3 },
        { sku: other, quantity: 1 },
      ],
      reference: "cart 7",
      version: 1,
    });
    expect(reservation.owner).toBeUndefined();
    expect(Date.parse(reservation.expiresAt) - Date.parse(reservation.createdAt)).toBe(900_000);
    expect(made.response.headers.get("ETag")).toBe('"1"');
    expect(isReplay(again)).toBe(true);
    expect(await again.json()).toEqual(reservation);
    expect(await readStock(sku)).toEqual({ available: 7, reserved: 3 });
    expect(await read(await staff(), reservation.id)).toMatchObject({ owner: `customer:${name}` });
  });

  test("fewer units than are wanted: 409 with what is available, nothing is held", async () => {
    const [sku, scarce] = [await aProduct({ stock: 10 }), await aProduct({ stock: 1 })];
    const { api } = await aCustomer();
    const items = [
      { sku, quantity: 2 },
      { sku: scarce, quantity: 2 },
    ];

    const { response, error } = await reserve(api, { items });

    expect(response.status).toBe(409);
    expect(error).toMatchObject({
      code: "out_of_stock",
      errors: [{ path: "items.1.quantity", message: "must be at most 1" }],
    });
    expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
    expect(await readStock(scarce)).toEqual({ available: 1, reserved: 0 });
  });

  test("a product that is archived or does not exist: 422", async () => {
    const sku = await aProduct({ stock: 10 });
    const { api } = await aCustomer();
    dataOf(await (await staff()).DELETE("/products/{sku}", { params: { path: { sku } } }));

    const { response, error } = await reserve(api, {
      items: [
        { sku: "NO-SUCH-MUG", quantity: 1 },
        { sku, quantity: 1 },
      ],
    });

    expect(response.status).toBe(422);
    expect(error).toMatchObject({
      code: "unknown_product",
      errors: [{ path: "items.0.sku" }, { path: "items.1.sku" }],
    });
    expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
  });

  test("a used key with another body: 422", async () => {
    const sku = await aProduct({ stock: 10 });
    const { api } = await aCustomer();
    const key = randomUUID();
    await reserve(api, { items: [{ sku, quantity: 1 }] }, key);

    const { error } = await reserve(api, { items: [{ sku, quantity: 2 }] }, key);

    expect(error).toMatchObject({ code: "idempotency_key_reused" });
    expect(await readStock(sku)).toEqual({ available: 9, reserved: 1 });
  });

  test("the last unit is reserved by two customers: one has it", async () => {
    const sku = await aProduct({ stock: 1 });
    const customers = await Promise.all([aCustomer(), aCustomer(), aCustomer()]);

    const made = await Promise.all(customers.map(({ api }) => reserve(api, { items: [{ sku, quantity: 1 }] })));

    expect(made.map(({ response }) => response.status).toSorted()).toEqual([201, 409, 409]);
    expect(await readStock(sku)).toEqual({ available: 0, reserved: 1 });
  });

  describe("a body that is not as declared: 400 that names the field, nothing is held", () => {
    const one = (sku: string) => [{ sku, quantity: 1 }];
    test.each<[string, (sku: string) => unknown, ...string[]]>([
      ["no items", () => ({}), "items"],
      ["an empty list", () => ({ items: [] }), "items"],
      ["31 items", (sku) => ({ items: Array.from({ length: 31 }, () => ({ sku, quantity: 1 })) }), "items"],
      ["items that are no list", () => ({ items: "all" }), "items"],
      ["an item without a quantity", (sku) => ({ items: [{ sku }] }), "items.0.quantity"],
      ["no unit", (sku) => ({ items: [{ sku, quantity: 0 }] }), "items.0.quantity"],
      ["half a unit", (sku) => ({ items: [{ sku, quantity: 0.5 }] }), "items.0.quantity"],
      ["more units than the maximum", (sku) => ({ items: [{ sku, quantity: 100_001 }] }), "items.0.quantity", "items"],
      [
        "more units of one product together",
        (sku) => ({
          items: [
            { sku, quantity: 60_000 },
            { sku, quantity: 60_000 },
          ],
        }),
        "items",
      ],
      [
        "a price",
        (sku) => ({ items: [{ sku, quantity: 1, unitPrice: { amount: 1, currency: "EUR" } }] }),
        "items.0.unitPrice",
      ],
      ["a SKU in small letters", () => ({ items: [{ sku: "mug", quantity: 1 }] }), "items.0.sku"],
      ["less than a minute", (sku) => ({ items: one(sku), expiresInSeconds: 59 }), "expiresInSeconds"],
      ["more than a week", (sku) => ({ items: one(sku), expiresInSeconds: 604_801 }), "expiresInSeconds"],
      ["more than a day, by a customer", (sku) => ({ items: one(sku), expiresInSeconds: 86_401 }), "expiresInSeconds"],
      ["seconds as a text", (sku) => ({ items: one(sku), expiresInSeconds: "900" }), "expiresInSeconds"],
      ["a reference of 101 characters", (sku) => ({ items: one(sku), reference: "x".repeat(101) }), "reference"],
      ["a reference that is no text", (sku) => ({ items: one(sku), reference: 7 }), "reference"],
      ["an owner", (sku) => ({ items: one(sku), owner: "staff:sam" }), "owner"],
    ])("%s", async (_, bodyOf, ...paths) => {
      const sku = await aProduct({ stock: 10 });
      const { bearer } = await aCustomer();

      const response = await raw(
        "/reservations",
        json("POST", { bearer, body: bodyOf(sku), idempotencyKey: randomUUID() }),
      );

      expect(response.status).toBe(400);
      const { code, errors = [] } = await problemIn(response);
      expect(code).toBe("invalid_request");
      expect(errors.map(({ path }) => path)).toEqual(paths);
      expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
    });
  });
});

test.each([
  "rsv_1",
  "rsv_p1g2ky6srvh47rjeyt4av8nsevjm13d",
  "RSV_P1G2KY6SRVH47RJEYT4AV8NSEVJM13DC",
  "ord_p1g2ky6srvh47rjeyt4av8nsevjm13dc",
])("%s can be no reservation's id: 404", async (id) => {
  const { response, error } = await (await staff()).GET("/reservations/{reservationId}", on(id));

  expect([response.status, error?.code]).toEqual([404, "not_found"]);
});

describe("releasing", () => {
  test("the units are available again; again: nothing changes", async () => {
    const sku = await aProduct({ stock: 10 });
    const { api } = await aCustomer();
    const { id } = await aReservation(api, sku, 3);

    const released = dataOf(await release(api, id));
    const again = dataOf(await release(api, id));

    expect(released).toMatchObject({ status: "RELEASED", version: 2 });
    expect(again).toEqual(released);
    expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
  });

  test("staff release a customer's; another customer and a service are answered 404", async () => {
    const sku = await aProduct({ stock: 10 });
    const [{ api }, { api: other }] = await Promise.all([aCustomer(), aCustomer()]);
    const { id } = await aReservation(api, sku, 3);

    for (const stranger of [other, await aService()]) {
      expect((await release(stranger, id)).error).toMatchObject({ code: "not_found" });
      expect((await stranger.GET("/reservations/{reservationId}", on(id))).error).toMatchObject({ code: "not_found" });
    }
    expect(await readStock(sku)).toEqual({ available: 7, reserved: 3 });
    expect(dataOf(await release(await staff(), id))).toMatchObject({ status: "RELEASED" });
    expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
  });
});

describe("committing", () => {
  test("the units leave stock with a row of the ledger; again: nothing changes", async () => {
    const sku = await aProduct({ stock: 10 });
    const till = await aService();
    const { id } = await aReservation(till, sku, 3);

    const committed = dataOf(await commit(till, id));
    const again = dataOf(await commit(till, id));

    expect(committed).toMatchObject({ status: "COMMITTED", version: 2 });
    expect(again).toEqual(committed);
    expect(await readStock(sku)).toEqual({ available: 7, reserved: 0 });
    expect(await shippedRows(sku)).toMatchObject([{ quantity: -3, balance: 7, reservationId: id }]);
    const refused = await release(till, id);
    expect(refused.response.status).toBe(409);
    expect(refused.error).toMatchObject({
      code: "reservation_ended",
      detail: `The reservation ${id} was committed at ${committed.updatedAt}: its units have left stock.`,
    });
  });

  test("released before: 409 that says so, nothing leaves", async () => {
    const sku = await aProduct({ stock: 10 });
    const api = await staff();
    const { id } = await aReservation(api, sku, 3);
    dataOf(await release(api, id));

    const { response, error } = await commit(api, id);

    expect(response.status).toBe(409);
    expect(error).toMatchObject({ code: "reservation_ended", detail: expect.stringContaining("was released at") });
    expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
    expect(await shippedRows(sku)).toEqual([]);
  });

  test("by others than its owner: 403 for staff, 404 for a service, 403 for the customer whose it is", async () => {
    const sku = await aProduct({ stock: 10 });
    const { api } = await aCustomer();
    const { id } = await aReservation(api, sku, 3);

    const byStaff = await commit(await staff(), id);
    const byService = await commit(await aService(), id);
    const byCustomer = await commit(api, id);

    expect(byStaff.response.status).toBe(403);
    expect(byStaff.error).toMatchObject({ code: "reservation_not_yours" });
    expect(byService.error).toMatchObject({ code: "not_found" });
    expect(byCustomer.error).toMatchObject({ code: "forbidden" });
    expect(await readStock(sku)).toEqual({ available: 7, reserved: 3 });
  });
});

describe("ordering", () => {
  test("the order takes over the units; the reservation ends; the same request again answers with the order", async () => {
    const sku = await aProduct({ stock: 10 });
    const { api } = await aCustomer();
    const { id: reservationId } = await aReservation(api, sku, 3);
    const [body, key] = [orderOf(sku, 3, { reservationId }), randomUUID()];

    const placed = dataOf(await place(api, body, key));
    const again = dataOf(await place(api, body, key));

    expect(placed).toMatchObject({ status: "CONFIRMED", reservationId });
    expect(again).toMatchObject({ id: placed.id, reservationId });
    expect(await read(api, reservationId)).toMatchObject({ status: "ORDERED", orderId: placed.id, version: 2 });
    expect(await readStock(sku)).toEqual({ available: 7, reserved: 3 });
    const refused = await release(api, reservationId);
    expect(refused.error).toMatchObject({ code: "reservation_ended", detail: expect.stringContaining(placed.id) });
    dataOf(
      await api.POST("/orders/{orderId}/cancel", {
        params: { path: { orderId: placed.id } },
        body: { reason: "changed my mind" },
      }),
    );
    expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
  });

  test.each([
    ["onShortage", { onShortage: "backorder" }],
    ["exchangeFor", { exchangeFor: { orderId: "ord_00000000000000000000000000000000", returnNumber: 1 } }],
  ])("together with %s: 400, and the reservation is as it was", async (path, more) => {
    const sku = await aProduct({ stock: 3 });
    const { api, bearer, name } = await aCustomer();
    const { id: reservationId } = await aReservation(api, sku, 3);

    const body = { ...orderOf(sku, 3, { reservationId, customerId: name }), ...more };
    const response = await postOrder(bearer, body, randomUUID());

    expect([response.status, await pathsIn(response)]).toEqual([400, [path]]);
    expect(await read(api, reservationId)).toMatchObject({ status: "ACTIVE", version: 1 });
    expect(await readStock(sku)).toEqual({ available: 0, reserved: 3 });
  });

  test("all units that there were: the order needs no others", async () => {
    const sku = await aProduct({ stock: 3 });
    const { api } = await aCustomer();
    const { id: reservationId } = await aReservation(api, sku, 3);

    expect(dataOf(await place(api, orderOf(sku, 3, { reservationId })))).toMatchObject({ status: "CONFIRMED" });
    expect(await readStock(sku)).toEqual({ available: 0, reserved: 3 });
  });

  test("declined: the order is FAILED, the units are available, the reservation stays used", async () => {
    const sku = await aProduct({ stock: 10 });
    const { api } = await aCustomer();
    const { id: reservationId } = await aReservation(api, sku, 3);

    const placed = await place(api, orderOf(sku, 3, { reservationId, paymentMethod: "pm_sandbox_declined" }));

    expect(dataOf(placed)).toMatchObject({ status: "FAILED" });
    expect(await read(api, reservationId)).toMatchObject({ status: "ORDERED" });
    expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
  });

  test("ten orders name one reservation: one gets it, the others are told which", async () => {
    const sku = await aProduct({ stock: 10 });
    const { api, bearer } = await aCustomer();
    const { id: reservationId } = await aReservation(api, sku, 3);

    const body = orderOf(sku, 3, { reservationId });
    const answers = await Promise.all(Array.from({ length: 10 }, () => postOrder(bearer, body, randomUUID())));

    const { orderId = "" } = await read(api, reservationId);
    const placed = answers.filter(({ status }) => status === 201);
    expect(placed).toHaveLength(1);
    for (const refused of answers.filter(({ status }) => status !== 201)) {
      expect(await problemIn(refused)).toMatchObject({
        status: 409,
        code: "reservation_ended",
        detail: expect.stringContaining(`was used by the order ${orderId}`),
      });
    }
    expect(await readStock(sku)).toEqual({ available: 7, reserved: 3 });
  });

  test("staff order with their own reservation for a customer", async () => {
    const sku = await aProduct({ stock: 10 });
    const api = await staff();
    const { name } = await aCustomer();
    const { id: reservationId } = await aReservation(api, sku, 1);

    const order = dataOf(await place(api, orderOf(sku, 1, { reservationId, customerId: name })));

    expect(await readOrder(api, order.id)).toMatchObject({ customerId: name, reservationId, placedBy: "staff:sam" });
  });

  describe("refused: the reservation stays, and no unit moves", () => {
    test("another's, one that does not exist: 422 on reservationId", async () => {
      const sku = await aProduct({ stock: 10 });
      const [{ api }, { api: other }] = await Promise.all([aCustomer(), aCustomer()]);
      const { id } = await aReservation(api, sku, 3);
      const none = `rsv_${"0".repeat(32)}`;

      const answers = [
        await place(other, orderOf(sku, 3, { reservationId: id })),
        await place(await staff(), orderOf(sku, 3, { reservationId: id, customerId: "alice" })),
        await place(api, orderOf(sku, 3, { reservationId: none })),
      ];

      for (const { response, error } of answers) {
        expect(response.status).toBe(422);
        expect(error).toMatchObject({ code: "unknown_reservation", errors: [{ path: "reservationId" }] });
      }
      expect(await read(api, id)).toMatchObject({ status: "ACTIVE" });
      expect(await readStock(sku)).toEqual({ available: 7, reserved: 3 });
    });

    test.each([
      ["more units", (sku: string) => [{ sku, quantity: 4 }], "items.0"],
      ["fewer units", (sku: string) => [{ sku, quantity: 2 }], "items.0"],
      [
        "another product, too",
        (sku: string, other: string) => [
          { sku, quantity: 3 },
          { sku: other, quantity: 1 },
        ],
        "items.1",
      ],
      ["another product", (_: string, other: string) => [{ sku: other, quantity: 3 }], "items.0"],
    ])("%s: 422 on the items", async (_, itemsOf, path) => {
      const [sku, other] = [await aProduct({ stock: 10 }), await aProduct({ stock: 10 })];
      const { api } = await aCustomer();
      const { id: reservationId } = await aReservation(api, sku, 3);

      const { response, error } = await place(api, orderOf(sku, 3, { reservationId, items: itemsOf(sku, other) }));

      expect(response.status).toBe(422);
      expect(error).toMatchObject({
        code: "reservation_mismatch",
        errors: expect.arrayContaining([expect.objectContaining({ path })]),
      });
      expect(await read(api, reservationId)).toMatchObject({ status: "ACTIVE" });
      expect(await readStock(sku)).toEqual({ available: 7, reserved: 3 });
      expect(await readStock(other)).toEqual({ available: 10, reserved: 0 });
    });

    test("a price that has changed: 409, and the reservation can still be used", async () => {
      const sku = await aProduct({ price: 1_000, stock: 10 });
      const { api } = await aCustomer();
      const { id: reservationId } = await aReservation(api, sku, 1);
      const expecting = (amount: number) =>
        orderOf(sku, 1, { reservationId, expectedTotal: { amount, currency: "EUR" } });

      expect((await place(api, expecting(900))).error).toMatchObject({ code: "price_changed" });
      expect(dataOf(await place(api, expecting(1_000)))).toMatchObject({ status: "CONFIRMED", reservationId });
    });

    test.each([["a text"], ["ord_00000000000000000000000000000000"], [7], [null]])(
      "%s is no reservation's id: 400",
      async (reservationId) => {
        const sku = await aProduct({ stock: 10 });
        const { bearer } = await aCustomer();

        const response = await postOrder(bearer, { ...orderOf(sku, 1), reservationId }, randomUUID());

        expect(response.status).toBe(400);
        expect(await problemIn(response)).toMatchObject({ errors: [{ path: "reservationId" }] });
        expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
      },
    );
  });
});

test("stock at two locations: the order ships from where the units were reserved", async () => {
  const api = await staff();
  const location = unique("store");
  dataOf(await api.POST("/locations", { body: { id: location, name: "Store", priority: 500 } }));
  const sku = await aProduct({ stock: 2 });
  dataOf(
    await api.POST("/products/{sku}/stock/adjustments", {
      params: { path: { sku }, header: { "Idempotency-Key": randomUUID() } },
      body: { quantity: 2, reason: "received", location },
    }),
  );
  const [first, second] = [await aReservation(api, sku, 3), await reserve(api, { items: [{ sku, quantity: 2 }] })];
  expect(first.lines).toEqual([
    {
      sku,
      quantity: 3,
      allocations: [
        { location: "main", quantity: 2 },
        { location, quantity: 1 },
      ],
    },
  ]);
  expect(second.error).toMatchObject({ code: "out_of_stock" });
  await addStock(api, sku, 5);

  const { id } = dataOf(await place(api, orderOf(sku, 3, { reservationId: first.id, customerId: "alice" })));
  const { shipments } = await eventually(
    () => readOrder(api, id),
    (order) => order.shipments.length > 0,
  );

  expect(shipments.map(({ lines }) => lines)).toEqual([[{ sku, quantity: 2 }], [{ sku, quantity: 1 }]]);
  const stock = dataOf(await api.GET("/products/{sku}/stock", { params: { path: { sku } } }));
  expect(stock.locations).toMatchObject([
    { location: "main", available: 5, reserved: 2 },
    { location, available: 1, reserved: 1 },
  ]);
});

describe("a reservation that nobody uses in time", () => {
  test("the sweeper gives its units back, ReservationExpired tells it, and it cannot be used", {
    timeout: 90_000,
  }, async () => {
    const api = await staff();
    await sleep(Math.max(0, Date.parse(unusedOfService.expiresAt) - Date.now() + 500));
    await eventually(
      async () => {
        await sweep();
        return [await read(api, unused.id), await read(api, unusedOfService.id)];
      },
      (both) => both.every(({ status }) => status === "EXPIRED"),
    );

    expect(await readStock(skuOfUnused)).toEqual({ available: 10, reserved: 0 });
    const [event] = await listener.countedAbout(unused.id, 1);
    expect(event).toMatchObject({
      source: "waybill.inventory",
      "detail-type": "ReservationExpired",
      detail: { data: { reservationId: unused.id, reference, lines: [{ sku: skuOfUnused, quantity: 2 }] } },
    });
    expect(dataOf(await release(api, unused.id))).toMatchObject({ status: "EXPIRED", version: 2 });

    const ordered = await place(buyer.api, orderOf(skuOfUnused, 2, { reservationId: unused.id }));
    const committed = await commit(service, unusedOfService.id);
    expect([ordered.response.status, ordered.error]).toMatchObject([
      409,
      { code: "reservation_ended", detail: expect.stringContaining(`expired at ${unused.expiresAt}`) },
    ]);
    expect([committed.response.status, committed.error]).toMatchObject([
      409,
      { code: "reservation_ended", detail: expect.stringContaining(`expired at ${unusedOfService.expiresAt}`) },
    ]);
    expect(dataOf(await buyer.api.GET("/customers/me/orders")).data).toEqual([]);
    expect(await read(api, unused.id)).toMatchObject({ status: "EXPIRED", version: 2 });
    expect(await read(api, unusedOfService.id)).toMatchObject({ status: "EXPIRED", version: 2 });
    for (const sku of [skuOfUnused, skuOfService]) {
      expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
      expect(await shippedRows(sku)).toEqual([]);
    }
  });
});
