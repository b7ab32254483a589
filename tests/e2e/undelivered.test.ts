import { describe, expect, test } from "vitest";
import { dataOf } from "../../client/client.ts";
import { staff, token } from "./api.ts";
import { berlin, openBerlin } from "./at-locations.ts";
import { advance, anOrderWithShipment, aPackedOrder, delivered, packed, shipped, split } from "./fulfilment.ts";
import { json, pathsIn, problemIn, raw } from "./raw.ts";
import { receive, requestReturn } from "./returns-shop.ts";
import { aCustomer, aProduct, orderOf, readOrder, readStock } from "./shop.ts";
import { storedOrder } from "./stored-order.ts";

const failed = { status: "DELIVERY_FAILED", reason: "Nobody was at home" } as const;
const restocked = { status: "RETURNED", restock: true } as const;
const writtenOff = { status: "RETURNED", restock: false } as const;

/** Two units, shipped; 8 are left. */
async function aShippedOrder() {
  const sku = await aProduct();
  const { api } = await aCustomer();
  const { id } = await aPackedOrder(api, orderOf(sku, 2));
  dataOf(await advance(id, shipped));
  return { api, id, sku };
}

async function anUndeliveredOrder() {
  const order = await aShippedOrder();
  dataOf(await advance(order.id, failed));
  return order;
}

/** The kinds and quantities of a product's ledger, the newest first. */
async function ledgerOf(sku: string) {
  const api = await staff();
  const { data } = dataOf(await api.GET("/products/{sku}/stock/movements", { params: { path: { sku } } }));
  return data.map(({ kind, quantity }) => `${kind} ${quantity}`);
}

test("a delivery fails: the shipment says when and why, the order stays SHIPPED, stock and money stay", async () => {
  const { api, id, sku } = await aShippedOrder();

  const { response, data } = await advance(id, failed);

  expect(response.status).toBe(200);
  expect(data).toMatchObject({
    status: "DELIVERY_FAILED",
    failureReason: "Nobody was at home",
    deliveryFailedAt: expect.any(String),
  });
  expect(await readOrder(api, id)).toMatchObject({
    status: "SHIPPED",
    shippingStatus: "SHIPPED",
    paymentStatus: "CAPTURED",
  });
  expect(await readStock(sku)).toEqual({ available: 8, reserved: 0 });
});

test("it is sent again in another way: neither stock nor money moves, the timeline has both dispatches", async () => {
  const { api, id, sku } = await anUndeliveredOrder();
  const before = await readOrder(api, id);

  const again = dataOf(await advance(id, { ...shipped, carrier: "UPS", trackingNumbers: ["1Z999AA10123456784"] }));
  const order = dataOf(await advance(id, delivered));

  expect(again).toMatchObject({ status: "SHIPPED", carrier: "UPS", trackingNumbers: ["1Z999AA10123456784"] });
  expect(again.shippedAt).toBe(before.shipments[0]?.shippedAt);
  expect(again.sentAgainAt).toEqual(expect.any(String));
  expect(order.status).toBe("DELIVERED");
  expect(await readOrder(api, id)).toMatchObject({ status: "DELIVERED", payment: { captures: [{ state: "DONE" }] } });
  expect(await readStock(sku)).toEqual({ available: 8, reserved: 0 });
  expect(await ledgerOf(sku)).toEqual(["shipped -2", "received 10"]);
  const timeline = dataOf(await api.GET("/orders/{orderId}/timeline", { params: { path: { orderId: id } } }));
  expect(timeline.data.map(({ type }) => type).filter((type) => type.startsWith("Shipment"))).toEqual([
    "ShipmentCreated",
    "ShipmentPacked",
    "ShipmentDispatched",
    "ShipmentDeliveryFailed",
    "ShipmentDispatched",
    "ShipmentDelivered",
  ]);
});

test("it comes back and is put in stock: the order is RETURNED, its units are on sale, money waits for staff", async () => {
  const { api, id, sku } = await anUndeliveredOrder();

  const { data } = await advance(id, restocked);
  const order = await readOrder(api, id);

  expect(data).toMatchObject({ status: "RETURNED", restockedTo: "main", returnedAt: expect.any(String) });
  expect(order).toMatchObject({
    status: "RETURNED",
    shippingStatus: "RETURNED",
    paymentStatus: "CAPTURED",
    lines: [{ status: "UNDELIVERED", shipped: 2, delivered: 0, undelivered: 2 }],
    allowedActions: [],
  });
  expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
  expect(await ledgerOf(sku)).toEqual(["returned 2", "shipped -2", "received 10"]);
  expect((await readOrder(await staff(), id)).allowedActions).toContain("refundPayment");
  const listed = dataOf(await (await staff()).GET("/orders", { params: { query: { status: "RETURNED" } } }));
  expect(listed.data.map((one) => one.id)).toContain(id);
});

test("it comes back and is written off: nothing is in stock, no row is in the ledger", async () => {
  const { id, sku } = await anUndeliveredOrder();

  const { data } = await advance(id, writtenOff);

  expect(data).toMatchObject({ status: "RETURNED" });
  expect(data).not.toHaveProperty("restockedTo");
  expect(await readStock(sku)).toEqual({ available: 8, reserved: 0 });
  expect(await ledgerOf(sku)).toEqual(["shipped -2", "received 10"]);
});

test("it comes back to another location: its units are in stock there", async () => {
  const api = await staff();
  await openBerlin();
  const location = berlin.id;
  const { id, sku } = await anUndeliveredOrder();

  expect(dataOf(await advance(id, { ...restocked, location }))).toMatchObject({ restockedTo: location });

  const stock = dataOf(await api.GET("/products/{sku}/stock", { params: { path: { sku } } }));
  expect(stock).toMatchObject({ available: 10, reserved: 0 });
  expect(stock.locations).toContainEqual(expect.objectContaining({ location, available: 2 }));
});

test("one of two parcels arrives, the other comes back: the order is DELIVERED once nothing is on its way", async () => {
  const sku = await aProduct();
  const { api, name } = await aCustomer();
  const { id } = await anOrderWithShipment(await staff(), orderOf(sku, 3, { customerId: name }));
  dataOf(await split(id, { [sku]: 1 }));
  for (const number of [1, 2]) {
    dataOf(await advance(id, packed, undefined, number));
    dataOf(await advance(id, shipped, undefined, number));
  }

  dataOf(await advance(id, failed, undefined, 2));
  dataOf(await advance(id, restocked, undefined, 2));
  expect(await readOrder(api, id)).toMatchObject({ status: "SHIPPED", shippingStatus: "SHIPPED" });
  dataOf(await advance(id, delivered, undefined, 1));

  expect(await readOrder(api, id)).toMatchObject({
    status: "DELIVERED",
    shippingStatus: "DELIVERED",
    lines: [{ status: "DELIVERED", shipped: 3, delivered: 2, undelivered: 1 }],
  });
  expect(await readStock(sku)).toEqual({ available: 8, reserved: 0 });
});

describe("repeated, and in the wrong state", () => {
  test("each step again changes nothing; another decision about the units is 409", async () => {
    const { api, id, sku } = await anUndeliveredOrder();
    const first = await readOrder(api, id);
    dataOf(await advance(id, failed));
    expect(await readOrder(api, id)).toEqual(first);

    dataOf(await advance(id, restocked));
    const returned = await readOrder(api, id);
    dataOf(await advance(id, restocked));
    dataOf(await advance(id, { ...restocked, location: "main" }));
    const other = await advance(id, writtenOff);

    expect([other.response.status, other.error?.code]).toEqual([409, "already_returned"]);
    expect(await readOrder(api, id)).toEqual(returned);
    expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
  });

  test.each([
    ["returned before its delivery failed", restocked],
    ["packed again", packed],
  ])("a shipment that is SHIPPED is %s: 409, nothing changes", async (_, step) => {
    const { api, id, sku } = await aShippedOrder();
    const before = await readOrder(api, id);

    const { response, error } = await advance(id, step);

    expect([response.status, error?.code]).toEqual([409, "invalid_state_transition"]);
    expect(await readOrder(api, id)).toEqual(before);
    expect(await readStock(sku)).toEqual({ available: 8, reserved: 0 });
  });

  test("a delivered one fails, or is returned: 409", async () => {
    const { id } = await aShippedOrder();
    dataOf(await advance(id, delivered));
    for (const step of [failed, restocked]) {
      expect((await advance(id, step)).error?.code).toBe("invalid_state_transition");
    }
  });

  test("a parcel of which a unit came with a return is taken back: 409 units_returned, nothing is stored", async () => {
    const { id, sku } = await aShippedOrder();
    dataOf(await requestReturn(await staff(), id, { [sku]: 1 }));
    dataOf(await receive(id, { [sku]: 1 }));
    dataOf(await advance(id, failed));
    const { version } = await storedOrder(id);

    const answers = [await advance(id, restocked), await advance(id, writtenOff)];

    expect(answers.map(({ response, error }) => [response.status, error?.code])).toEqual([
      [409, "units_returned"],
      [409, "units_returned"],
    ]);
    expect((await storedOrder(id)).version).toBe(version);
    expect(await readStock(sku)).toEqual({ available: 9, reserved: 0 });
    expect(await ledgerOf(sku)).toEqual(["returned 1", "shipped -2", "received 10"]);
  });

  test("with an outdated If-Match: 412", async () => {
    const { id } = await anUndeliveredOrder();
    expect((await advance(id, restocked, 1)).error?.code).toBe("version_mismatch");
  });
});

describe("a step that cannot be sent so: the code and the path are named, nothing changes", () => {
  const numbers = Array.from({ length: 11 }, (_, index) => `T-${index}`);
  const way = { status: "SHIPPED", carrier: "DHL" };
  const sent = { ...way, trackingNumbers: ["T-1"] };
  const returned = { status: "RETURNED", restock: true };
  test.each<[string, object, number, string, string[]]>([
    ["restock left out", { status: "RETURNED" }, 400, "invalid_request", ["restock"]],
    ["restock as text", { ...returned, restock: "yes" }, 400, "invalid_request", ["restock"]],
    ["a location for what is written off", { ...writtenOff, location: "main" }, 400, "invalid_request", ["location"]],
    ["a location that is no id", { ...returned, location: "Berlin!" }, 400, "invalid_request", ["location"]],
    ["an unknown location", { ...returned, location: "nowhere" }, 422, "unknown_location", ["location"]],
    ["an unknown field", { ...returned, reason: "x" }, 400, "invalid_request", ["reason"]],
    ["a reason that is blank", { status: "DELIVERY_FAILED", reason: " " }, 400, "invalid_request", ["reason"]],
    ["a reason that is too long", { ...failed, reason: "x".repeat(501) }, 400, "invalid_request", ["reason"]],
    ["an unknown status", { status: "LOST" }, 400, "invalid_request", ["status"]],
    ["one number as text", { ...way, trackingNumbers: "T-1" }, 400, "invalid_request", ["trackingNumbers"]],
    ["no number", { ...way, trackingNumbers: [] }, 400, "invalid_request", ["trackingNumbers"]],
    ["eleven numbers", { ...way, trackingNumbers: numbers }, 400, "invalid_request", ["trackingNumbers"]],
    ["a number twice", { ...way, trackingNumbers: ["T-1", "T-1"] }, 400, "invalid_request", ["trackingNumbers"]],
    ["a number that is blank", { ...way, trackingNumbers: ["T", ""] }, 400, "invalid_request", ["trackingNumbers.1"]],
    ["numbers left out", way, 400, "invalid_request", ["trackingNumbers"]],
    ["a long number", { ...way, trackingNumbers: ["T".repeat(101)] }, 400, "invalid_request", ["trackingNumbers.0"]],
    ["a number that is no text", { ...way, trackingNumbers: ["T", 7] }, 400, "invalid_request", ["trackingNumbers.1"]],
    ["a carrier left out", { ...sent, carrier: undefined }, 400, "invalid_request", ["carrier"]],
    ["a carrier that is blank", { ...sent, carrier: " " }, 400, "invalid_request", ["carrier"]],
    ["a carrier of 101 characters", { ...sent, carrier: "D".repeat(101) }, 400, "invalid_request", ["carrier"]],
    ["a carrier that is no text", { ...sent, carrier: 7 }, 400, "invalid_request", ["carrier"]],
    [
      "the field of before",
      { ...way, trackingNumbers: ["1"], trackingNumber: "1" },
      400,
      "invalid_request",
      ["trackingNumber"],
    ],
  ])("%s", async (_, body, status, code, paths) => {
    const { api, id } = await shared;
    const before = await readOrder(api, id);
    const bearer = await token("staff", "sam");

    const response = await raw(`/shipments/${id}/1`, json("PATCH", { bearer, body }));

    const problem = await problemIn(response.clone());
    expect([response.status, problem.code]).toEqual([status, code]);
    expect(await pathsIn(response)).toEqual(paths);
    expect(await readOrder(api, id)).toEqual(before);
  });

  test("a customer takes no step: 403", async () => {
    const { api, id } = await shared;
    const before = await readOrder(api, id);
    const params = { path: { orderId: id, number: 1 } };
    const { response, error } = await api.PATCH("/shipments/{orderId}/{number}", { params, body: restocked });
    expect([response.status, error?.code]).toEqual([403, "forbidden"]);
    expect(await readOrder(api, id)).toEqual(before);
  });
});

const shared = anUndeliveredOrder();

test("ten tracking numbers: the customer sees them all", async () => {
  const sku = await aProduct();
  const { api } = await aCustomer();
  const { id } = await aPackedOrder(api, orderOf(sku, 1));
  const trackingNumbers = Array.from({ length: 10 }, (_, index) => `T-${index}`);

  dataOf(await advance(id, { ...shipped, trackingNumbers }));
  const other = await advance(id, { ...shipped, trackingNumbers: trackingNumbers.slice(1) });

  expect((await readOrder(api, id)).shipments).toMatchObject([{ carrier: "DHL", trackingNumbers }]);
  expect([other.response.status, other.error?.code]).toEqual([409, "already_dispatched"]);
});
