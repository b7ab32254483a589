import { randomUUID } from "node:crypto";
import pLimit from "p-limit";
import { describe, expect, test } from "vitest";
import { dataOf, type Schemas } from "../../client/client.ts";
import { staff, token } from "./api.ts";
import { count } from "./at-locations.ts";
import { auditOf, violatedBy } from "./audit.ts";
import { eventually } from "./eventually.ts";
import { advance, anOrderWithShipment, aPackedOrder, cancel, edit, shipped } from "./fulfilment.ts";
import { json, problemIn, raw } from "./raw.ts";
import { receive, requestReturn } from "./returns-shop.ts";
import { aCustomer, addStock, aProduct, type NewOrder, orderOf, place, readOrder, readStock } from "./shop.ts";
import { storedOrder } from "./stored-order.ts";

const waits = { onShortage: "backorder" } satisfies Partial<NewOrder>;

/** A product of which so many units may be waited for. */
async function aProductToWaitFor(stock: number, limit: number): Promise<string> {
  const sku = await aProduct({ stock, price: 1_000 });
  const body = { backorder: { limit } };
  dataOf(await (await staff()).PATCH("/products/{sku}", { params: { path: { sku } }, body }));
  return sku;
}

/** An order that waits for what is missing; placed again under its key while a busy engine answers 202. */
async function aWaitingOrder(sku: string, quantity: number): Promise<Schemas["Order"]> {
  const { api } = await aCustomer();
  const key = randomUUID();
  const placed = await eventually(
    () => place(api, orderOf(sku, quantity, waits), key),
    ({ response }) => response.status !== 202,
  );
  expect(placed.response.status).toBe(201);
  return dataOf(placed);
}

describe("an order for more than there is", () => {
  test("waits for the rest: the line says how much, and the parcel has what is there", async () => {
    const sku = await aProductToWaitFor(2, 10);
    const order = await aWaitingOrder(sku, 5);
    expect(order).toMatchObject({
      status: "CONFIRMED",
      lines: [{ status: "BACKORDERED", open: 5, backordered: 3 }],
    });
    const { shipments } = await eventually(
      async () => readOrder(await staff(), order.id),
      (read) => read.shipments.length > 0,
    );
    expect(shipments).toMatchObject([{ lines: [{ sku, quantity: 2 }] }]);
    const stock = dataOf(await (await staff()).GET("/products/{sku}/stock", { params: { path: { sku } } }));
    expect(stock).toMatchObject({ available: 0, reserved: 2, onHand: 2, backordered: 3 });
    expect(violatedBy(await auditOf(sku), sku)).toEqual([]);
  });

  test("of a product that may not be waited for, or by more than it allows: the order fails, and says what there is", async () => {
    const { api } = await aCustomer();
    const sku = await aProduct({ stock: 2, price: 1_000 });
    const failed = dataOf(await place(api, orderOf(sku, 5, waits)));
    expect(failed).toMatchObject({
      status: "FAILED",
      failure: { reason: "OUT_OF_STOCK", shortages: [{ sku, ordered: 5, available: 2 }] },
    });
    const limited = await aProductToWaitFor(0, 4);
    await aWaitingOrder(limited, 3);
    expect(dataOf(await place(api, orderOf(limited, 2, waits)))).toMatchObject({ status: "FAILED" });
    expect(await readStock(limited)).toEqual({ available: 0, reserved: 0 });
  });

  test("with a word that is none: 400 that names the field, and nothing is placed", async () => {
    const sku = await aProduct({ stock: 1 });
    const body = { ...orderOf(sku, 5), onShortage: "wait" };
    const request = { bearer: await token("customer", "alice"), body, idempotencyKey: randomUUID() };
    const response = await raw("/orders", json("POST", request));
    expect(response.status).toBe(400);
    expect(await problemIn(response)).toMatchObject({ code: "invalid_request", errors: [{ path: "onShortage" }] });
    expect(await readStock(sku)).toEqual({ available: 1, reserved: 0 });
  });
});

test("units that come are given to who waits, in the order in which they were placed; what a cancelled order held, too", async () => {
  const sku = await aProductToWaitFor(0, 10);
  const first = await aWaitingOrder(sku, 2);
  const second = await aWaitingOrder(sku, 2);
  const third = await aWaitingOrder(sku, 2);
  const { api } = await aCustomer();
  await addStock(await staff(), sku, 3);
  const waitingOf = async (id: string) => (await readOrder(await staff(), id)).lines[0]?.backordered ?? 0;
  await eventually(
    () => Promise.all([first, second, third].map(({ id }) => waitingOf(id))),
    (waiting) => waiting.join() === "0,1,2",
  );

  expect(dataOf(await place(api, orderOf(sku, 1)))).toMatchObject({ status: "FAILED" });
  dataOf(await cancel(await staff(), first.id));
  await eventually(
    () => Promise.all([second, third].map(({ id }) => waitingOf(id))),
    (waiting) => waiting.join() === "0,1",
  );
  dataOf(await edit(await staff(), third.id, { lines: [{ sku, quantity: 1 }] }));
  expect(await readOrder(await staff(), third.id)).toMatchObject({ lines: [{ status: "RESERVED", cancelled: 1 }] });
  const report = await auditOf(sku);
  expect([sku, first.id, second.id, third.id].flatMap((subject) => violatedBy(report, subject))).toEqual([]);
});

test.each<[string, (sku: string) => Promise<() => Promise<unknown>>]>([
  [
    "a count finds more",
    async (sku) => {
      dataOf(await count(sku, { counted: 0 }));
      return async () => dataOf(await count(sku, { counted: 2 }));
    },
  ],
  [
    "a reservation is released",
    async (sku) => {
      const params = { header: { "Idempotency-Key": randomUUID() } };
      const body = { items: [{ sku, quantity: 2 }] };
      const { id: reservationId } = dataOf(await (await staff()).POST("/reservations", { params, body }));
      const on = { params: { path: { reservationId } } };
      return async () => dataOf(await (await staff()).DELETE("/reservations/{reservationId}", on));
    },
  ],
  [
    "a return is received, to be sold again",
    async (sku) => {
      const { id } = await aPackedOrder((await aCustomer()).api, orderOf(sku, 2));
      dataOf(await advance(id, shipped));
      dataOf(await requestReturn(await staff(), id, { [sku]: 2 }));
      return async () => dataOf(await receive(id, { [sku]: 2 }));
    },
  ],
])("two units are there again because %s: the order that waits for them gets them", async (_, takeAll) => {
  const sku = await aProductToWaitFor(2, 10);
  const giveBack = await takeAll(sku);
  const order = await aWaitingOrder(sku, 2);
  expect(order).toMatchObject({ lines: [{ status: "BACKORDERED", backordered: 2 }] });

  await giveBack();

  const filled = await eventually(
    async () => readOrder(await staff(), order.id),
    ({ shipments }) => shipments.length > 0,
  );
  expect(filled).toMatchObject({
    lines: [{ status: "RESERVED", open: 2 }],
    shipments: [{ lines: [{ sku, quantity: 2 }] }],
  });
  expect(filled.lines[0]).not.toHaveProperty("backordered");
  expect(await readStock(sku)).toEqual({ available: 0, reserved: 2 });
  const report = await auditOf(sku);
  expect([sku, order.id].flatMap((subject) => violatedBy(report, subject))).toEqual([]);
});

test("an edit adds units that others wait for: 409 out_of_stock, the order stays as it is", async () => {
  const [sku, mug] = [await aProductToWaitFor(0, 10), await aProduct({ price: 1_000 })];
  const waiting = await aWaitingOrder(sku, 2);
  const { id, version } = await anOrderWithShipment((await aCustomer()).api, orderOf(mug, 3));
  const lines = [
    { sku: mug, quantity: 1 },
    { sku, quantity: 1 },
  ];

  const { response, error } = await edit(await staff(), id, { lines });

  expect(response.status).toBe(409);
  expect(error).toMatchObject({
    code: "out_of_stock",
    errors: [{ path: "lines.1.quantity", message: "must be at most 0" }],
  });
  expect((await storedOrder(id)).version).toBe(version);
  expect(await readStock(mug)).toEqual({ available: 7, reserved: 3 });
  expect(await readStock(sku)).toEqual({ available: 0, reserved: 0 });
  expect(await readOrder(await staff(), waiting.id)).toMatchObject({ lines: [{ backordered: 2 }] });
});

/** Of a busy machine: alone it takes some seconds. */
const MAX_WAIT_MS = 180_000;

test("200 orders wait, and 500 units come: all are filled, nobody is overtaken", {
  timeout: 400_000,
}, async () => {
  const sku = await aProductToWaitFor(0, 1_000);
  const limit = pLimit(8);
  const orders = await Promise.all(
    Array.from({ length: 200 }, (_, index) => limit(() => aWaitingOrder(sku, 1 + (index % 3)))),
  );
  const wanted = orders.reduce((sum, { lines }) => sum + (lines[0]?.quantity ?? 0), 0);

  await addStock(await staff(), sku, 500);
  const since = Date.now();
  while ((await readStock(sku)).reserved < wanted && Date.now() - since < MAX_WAIT_MS) {
    await new Promise((resolve) => setTimeout(resolve, 500));
  }

  expect(await readStock(sku)).toEqual({ available: 500 - wanted, reserved: wanted });
  expect(violatedBy(await auditOf(sku), sku)).toEqual([]);
});
