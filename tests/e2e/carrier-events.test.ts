import { describe, expect, test } from "vitest";
import { dataOf, type Schemas, type WaybillClient } from "../../client/client.ts";
import { apiAs, staff, token } from "./api.ts";
import { advance, aPackedOrder, shipped } from "./fulfilment.ts";
import { json, pathsIn, problemIn, raw } from "./raw.ts";
import { aCustomer, aProduct, orderOf, readOrder } from "./shop.ts";

type NewEvent = Schemas["NewCarrierEvent"];

const inTransit = { id: "e-1", status: "IN_TRANSIT", at: "2026-11-21T08:00:00.000Z" } satisfies NewEvent;
const outForDelivery = {
  id: "e-2",
  status: "OUT_FOR_DELIVERY",
  description: "On the van",
  location: "Berlin 12",
  at: "2026-11-22T07:00:00.000Z",
} satisfies NewEvent;
const failed = {
  id: "e-3",
  status: "DELIVERY_FAILED",
  description: "Nobody was at home",
  at: "2026-11-22T11:00:00.000Z",
} satisfies NewEvent;
const delivered = { id: "e-4", status: "DELIVERED", at: "2026-11-23T10:00:00.000Z" } satisfies NewEvent;

async function aShippedOrder() {
  const sku = await aProduct();
  const { api } = await aCustomer();
  const { id } = await aPackedOrder(api, orderOf(sku, 1));
  dataOf(await advance(id, shipped));
  return { api, id };
}

async function carrier(): Promise<WaybillClient> {
  return apiAs(await token("service", "dhl"));
}

async function tell(orderId: string, body: NewEvent, number = 1) {
  const api = await carrier();
  return api.POST("/shipments/{orderId}/{number}/events", { params: { path: { orderId, number } }, body });
}

async function eventsOf(api: WaybillClient, orderId: string, number = 1) {
  const params = { path: { orderId, number } };
  return dataOf(await api.GET("/shipments/{orderId}/{number}/events", { params })).data;
}

test("events are stored, late ones too, and listed by the carrier's time; the order shows the latest", async () => {
  const { api, id } = await aShippedOrder();

  const first = await tell(id, outForDelivery);
  dataOf(await tell(id, inTransit));

  expect(first.response.status).toBe(201);
  expect(first.data).toEqual({ ...outForDelivery, receivedAt: expect.any(String) });
  expect(await eventsOf(api, id)).toEqual([
    { ...inTransit, receivedAt: expect.any(String) },
    { ...outForDelivery, receivedAt: expect.any(String) },
  ]);
  const { id: _, ...latestEvent } = outForDelivery;
  expect((await readOrder(api, id)).shipments).toMatchObject([{ status: "SHIPPED", latestEvent }]);
});

test("DELIVERY_FAILED, then DELIVERED: the shipment and the order follow", async () => {
  const { api, id } = await aShippedOrder();

  dataOf(await tell(id, failed));
  expect(await readOrder(api, id)).toMatchObject({
    status: "SHIPPED",
    shipments: [{ status: "DELIVERY_FAILED", failureReason: "Nobody was at home" }],
  });
  dataOf(await tell(id, delivered));
  expect(await readOrder(api, id)).toMatchObject({
    status: "DELIVERED",
    shipments: [{ status: "DELIVERED", latestEvent: { status: "DELIVERED" } }],
  });
  dataOf(await tell(id, { ...failed, id: "e-5" }));
  expect(await readOrder(api, id)).toMatchObject({ status: "DELIVERED" });
});

test("a shipment that has not left, or was sent again since: the event is only kept", async () => {
  const sku = await aProduct();
  const { api } = await aCustomer();
  const { id } = await aPackedOrder(api, orderOf(sku, 1));

  dataOf(await tell(id, delivered));
  expect(await readOrder(api, id)).toMatchObject({
    status: "CONFIRMED",
    shipments: [{ status: "PACKED", latestEvent: { status: "DELIVERED" } }],
  });
  dataOf(await advance(id, shipped));
  dataOf(await advance(id, { status: "DELIVERY_FAILED" }));
  dataOf(await advance(id, shipped));
  dataOf(await tell(id, failed));
  expect((await readOrder(api, id)).shipments).toMatchObject([{ status: "SHIPPED" }]);
});

test("the same event again, also at the same time: stored once, answered with it; with other content 422", async () => {
  const { api, id } = await aShippedOrder();

  const answers = await Promise.all([1, 2, 3].map(() => tell(id, outForDelivery)));
  const other = await tell(id, { ...outForDelivery, description: "Something else" });

  expect(answers.map(({ response }) => response.status)).toEqual([201, 201, 201]);
  expect(answers.filter(({ response }) => response.headers.get("idempotent-replayed") === "true")).toHaveLength(2);
  expect([other.response.status, other.error?.code]).toEqual([422, "event_id_reused"]);
  expect(await eventsOf(api, id)).toHaveLength(1);
});

test("an order's timeline and its number find it as before", async () => {
  const { api, id } = await aShippedOrder();
  dataOf(await tell(id, inTransit));
  const { number } = await readOrder(api, id);

  const timeline = dataOf(await api.GET("/orders/{orderId}/timeline", { params: { path: { orderId: id } } }));
  const found = dataOf(await (await staff()).GET("/orders", { params: { query: { number } } }));

  expect(timeline.data.map(({ type }) => type)).toContain("ShipmentDispatched");
  expect(found.data.map((one) => one.id)).toEqual([id]);
});

const shared = aShippedOrder();

describe("an event that cannot be stored so: the code and the path are named, nothing changes", () => {
  test.each<[string, object, string[]]>([
    ["no id", { ...inTransit, id: undefined }, ["id"]],
    ["a blank id", { ...inTransit, id: " " }, ["id"]],
    ["an id that is too long", { ...inTransit, id: "x".repeat(101) }, ["id"]],
    ["an id that is no text", { ...inTransit, id: 7 }, ["id"]],
    ["no status", { ...inTransit, status: undefined }, ["status"]],
    ["an unknown status", { ...inTransit, status: "LOST" }, ["status"]],
    ["no time", { ...inTransit, at: undefined }, ["at"]],
    ["a time with an offset", { ...inTransit, at: "2026-11-21T08:00:00+01:00" }, ["at"]],
    ["a time that does not exist", { ...inTransit, at: "2026-13-41T08:00:00.000Z" }, ["at"]],
    ["a description that is too long", { ...inTransit, description: "x".repeat(201) }, ["description"]],
    ["a location that is too long", { ...inTransit, location: "x".repeat(101) }, ["location"]],
    ["a location that is no text", { ...inTransit, location: { city: "Berlin" } }, ["location"]],
    ["an unknown field", { ...inTransit, carrier: "DHL" }, ["carrier"]],
  ])("%s", async (_, body, paths) => {
    const { api, id } = await shared;
    const before = await readOrder(api, id);
    const bearer = await token("service", "dhl");

    const response = await raw(`/shipments/${id}/1/events`, json("POST", { bearer, body }));

    expect(response.status).toBe(400);
    expect((await problemIn(response.clone())).code).toBe("invalid_request");
    expect(await pathsIn(response)).toEqual(paths);
    expect(await readOrder(api, id)).toEqual(before);
    expect(await eventsOf(api, id)).toEqual([]);
  });

  test("of a shipment that the order does not have: 404", async () => {
    const { id } = await shared;
    expect((await tell(id, inTransit, 2)).response.status).toBe(404);
  });

  test("by a customer: 403; another customer does not see them: 404", async () => {
    const { api, id } = await shared;
    const before = await readOrder(api, id);
    const params = { path: { orderId: id, number: 1 } };
    const stranger = (await aCustomer()).api;
    const sent = await api.POST("/shipments/{orderId}/{number}/events", { params, body: inTransit });
    const read = await stranger.GET("/shipments/{orderId}/{number}/events", { params });
    expect([sent.response.status, sent.error?.code]).toEqual([403, "forbidden"]);
    expect([read.response.status, read.error?.code]).toEqual([404, "not_found"]);
    expect(await readOrder(api, id)).toEqual(before);
    expect(await eventsOf(api, id)).toEqual([]);
  });
});

test("200 events are stored, the next is 422", { timeout: 120_000 }, async () => {
  const { api, id } = await aShippedOrder();
  for (let number = 1; number <= 200; number++) dataOf(await tell(id, { ...inTransit, id: `n-${number}` }));

  const refused = await tell(id, { ...inTransit, id: "n-201" });
  const repeated = await tell(id, { ...inTransit, id: "n-200" });

  expect([refused.response.status, refused.error?.code]).toEqual([422, "too_many_carrier_events"]);
  expect(repeated.response.status).toBe(201);
  expect(await eventsOf(api, id)).toHaveLength(200);
});
