import { afterAll, describe, expect, test } from "vitest";
import { dataOf } from "../../client/client.ts";
import { catalogue } from "../../events/catalogue.ts";
import { staff } from "./api.ts";
import { type Delivered, type EventListener, listenToEvents } from "./event-listener.ts";
import { advance, anOrderWithShipment, cancel, delivered, packed, shipped } from "./fulfilment.ts";
import { aCustomer, address, addStock, aProduct, orderOf, place, readOrder } from "./shop.ts";

const listener: EventListener = await listenToEvents();
afterAll(() => listener.stop());

const definitions = new Map(Object.entries(catalogue));

/** Expects an event to match its definition in the catalogue. */
function expectCatalogued({ source, "detail-type": type, detail }: Delivered): void {
  const definition = definitions.get(type);
  expect(definition, `${type} is in the catalogue`).toBeDefined();
  expect({ source, type: detail.type, schemaVersion: detail.schemaVersion }).toEqual({
    source: definition?.source,
    type: definition?.type,
    schemaVersion: definition?.schemaVersion,
  });
  const data = definition?.data.safeParse(detail.data);
  expect(data?.error, `${type}: ${JSON.stringify(detail.data)}`).toBeUndefined();
}

function typesOf(events: readonly Delivered[]): string[] {
  return events.map(({ detail }) => detail.type).sort();
}

/** Expects exactly these events about an order or a product, each as the catalogue defines it. */
async function expectEvents(id: string, types: readonly string[]): Promise<Delivered[]> {
  const events = await listener.countedAbout(id, types.length);
  expect(typesOf(events)).toEqual([...types].sort());
  for (const event of events) expectCatalogued(event);
  return events;
}

describe("order that is paid, shipped and delivered", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const { api } = await aCustomer();
  const placed = await anOrderWithShipment(api, orderOf(sku, 2));
  for (const step of [packed, shipped, delivered]) dataOf(await advance(placed.id, step));

  test("publishes one event for each step", async () => {
    await expectEvents(placed.id, [
      "OrderPlaced",
      "PaymentAuthorized",
      "ShipmentCreated",
      "ShipmentPacked",
      "PaymentCaptured",
      "ShipmentDispatched",
      "OrderShipped",
      "ShipmentDelivered",
      "OrderDelivered",
    ]);
  });

  test("publishes the changes of its stock", async () => {
    const events = await expectEvents(sku, [
      "ProductCreated",
      "StockAdjusted",
      "StockReplenished",
      "StockReserved",
      "StockShipped",
    ]);

    const about = (type: string) => events.find(({ detail }) => detail.type === type)?.detail.data;
    expect(about("StockReserved")).toEqual({ sku, quantity: 2, available: 8, reserved: 2 });
    expect(about("StockShipped")).toEqual({ sku, quantity: 2, available: 8, reserved: 0 });
  });

  test("publishes ids with the version of the order, in ascending order", async () => {
    const events = await listener.about(placed.id);
    const { version } = await readOrder(api, placed.id);

    for (const { detail } of events) {
      expect(detail.id).toMatch(new RegExp(`^${placed.id}#${detail.sequence}#${detail.type}#\\d$`));
      expect(detail.sequence).toBeLessThanOrEqual(version);
    }
    const inOrder = ["OrderPlaced", "ShipmentCreated", "OrderShipped", "OrderDelivered"];
    const sequences = inOrder.map((type) => events.find(({ detail }) => detail.type === type)?.detail.sequence ?? 0);
    expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
    expect(new Set(sequences).size).toBe(inOrder.length);
  });

  test("publishes the address in OrderPlaced only", async () => {
    const events = await listener.about(placed.id);

    const withAddress = events.filter(({ detail }) => JSON.stringify(detail).includes(address.name));
    expect(typesOf(withAddress)).toEqual(["OrderPlaced"]);
    expect(withAddress[0]?.detail.data).toMatchObject({
      lines: [{ sku, quantity: 2 }],
      total: { amount: 50_000, currency: "EUR" },
      shippingAddress: address,
    });
  });
});

test("event: its correlation id is the id of the request that caused it", async () => {
  const { api } = await aCustomer();
  const placed = await place(api, orderOf(await aProduct(), 1));

  const events = await listener.countedAbout(dataOf(placed).id, 2);

  const authorized = events.find(({ detail }) => detail.type === "PaymentAuthorized");
  expect(authorized?.detail.correlationId).toBe(placed.response.headers.get("x-request-id"));
});

test("declined payment: publishes the reason and the release of the stock", async () => {
  const sku = await aProduct({ price: 100_000, stock: 3 });
  const { api } = await aCustomer();
  const { id } = dataOf(await place(api, orderOf(sku, 1)));

  const events = await expectEvents(id, ["OrderFailed", "PaymentDeclined"]);

  expect(events.find(({ detail }) => detail.type === "OrderFailed")?.detail.data).toMatchObject({
    orderId: id,
    reason: "PAYMENT_DECLINED",
  });
  await expectEvents(sku, ["ProductCreated", "StockAdjusted", "StockReplenished", "StockReserved", "StockReleased"]);
});

test("order without enough stock: publishes the shortages", async () => {
  const sku = await aProduct({ stock: 3 });
  const { api } = await aCustomer();
  const { id } = dataOf(await place(api, orderOf(sku, 4)));

  const [failed] = await expectEvents(id, ["OrderFailed"]);

  expect(failed?.detail.data).toMatchObject({
    reason: "OUT_OF_STOCK",
    shortages: [{ sku, ordered: 4, available: 3 }],
  });
  await expectEvents(sku, ["ProductCreated", "StockAdjusted", "StockReplenished"]);
});

test("cancelled order: publishes the cancellation, the void, the shipment and the stock", async () => {
  const sku = await aProduct({ stock: 3 });
  const { api } = await aCustomer();
  const { id } = await anOrderWithShipment(api, orderOf(sku, 1));
  await cancel(api, id);

  await expectEvents(id, [
    "OrderPlaced",
    "PaymentAuthorized",
    "ShipmentCreated",
    "OrderCancelled",
    "ShipmentCancelled",
    "PaymentVoided",
  ]);
  await expectEvents(sku, ["ProductCreated", "StockAdjusted", "StockReplenished", "StockReserved", "StockReleased"]);
});

test("stock that becomes low, depleted and replenished: publishes each once", async () => {
  const sku = await aProduct({ price: 100, stock: 10, reorderPoint: 5 });
  const { api } = await aCustomer();

  for (const quantity of [4, 1, 2, 3]) await place(api, orderOf(sku, quantity));
  await addStock(await staff(), sku, 20);

  const events = await expectEvents(sku, [
    "ProductCreated",
    ...["StockAdjusted", "StockReplenished"],
    ...Array(4).fill("StockReserved"),
    ...["StockLow", "StockDepleted"],
    ...["StockAdjusted", "StockReplenished"],
  ]);
  const about = (type: string) => events.filter(({ detail }) => detail.type === type).map(({ detail }) => detail.data);
  expect(about("StockLow")).toEqual([{ sku, available: 5, reorderPoint: 5 }]);
  expect(about("StockDepleted")).toEqual([{ sku }]);
  expect(about("StockReplenished")).toEqual([
    { sku, available: 10 },
    { sku, available: 20 },
  ]);
});

test("reorder point raised above the available units: publishes StockLow", async () => {
  const sku = await aProduct({ stock: 10 });
  const api = await staff();
  await api.PATCH("/products/{sku}", { params: { path: { sku } }, body: { reorderPoint: 15 } });

  const events = await expectEvents(sku, [
    "ProductCreated",
    ...["StockAdjusted", "StockReplenished"],
    ...["ProductChanged", "StockLow"],
  ]);

  expect(events.find(({ detail }) => detail.type === "StockLow")?.detail.data).toEqual({
    sku,
    available: 10,
    reorderPoint: 15,
  });
});

test("product that is created, changed, archived and restored: publishes each", async () => {
  const sku = await aProduct({ price: 1_290, stock: 0 });
  const api = await staff();
  const params = { path: { sku } };
  const price = { amount: 1_390, currency: "EUR" };
  await api.PATCH("/products/{sku}", { params, body: { price } });
  await api.PATCH("/products/{sku}", { params, body: { price } });
  await api.DELETE("/products/{sku}", { params });
  const { name } = dataOf(await api.PUT("/products/{sku}", { params, body: { name: "Cup", price, status: "ACTIVE" } }));

  const types = ["ProductCreated", "ProductChanged", "ProductChanged", "ProductArchived", "ProductRestored"];
  const events = await expectEvents(sku, types);

  const changed = events.flatMap(({ detail }) => (detail.type === "ProductChanged" ? [detail.data] : []));
  expect(changed).toContainEqual({ sku, name, price, status: "ACTIVE" });
  expect(new Set(events.map(({ detail }) => detail.id)).size).toBe(types.length);
});
