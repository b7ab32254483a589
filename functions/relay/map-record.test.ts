import { marshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import { afterEach, describe, expect, test, vi } from "vitest";
import * as z from "zod/mini";
import { catalogue } from "../../events/catalogue.ts";
import { Envelope } from "../../events/envelope.ts";
import { at, orderInEachSituation, PLACED_AT } from "../../tests/builders/orders.ts";
import { aStock } from "../../tests/builders/products.ts";
import { withUnknownAttributes } from "../../tests/builders/unknown-attributes.ts";
import type { Stock } from "../inventory/rules/stock.ts";
import type { Order } from "../orders/rules/order.ts";
import { toItem } from "../orders/stored-order.ts";
import { eventsIn } from "./map-record.ts";

const orders = orderInEachSituation();
const change = { id: "change-1", actor: "customer:alice", cause: "placeOrder", correlationId: "request-1" };

function orderImage(order: Order, more: object = {}) {
  return { ...toItem(order), change, ...more };
}

function stockImage(stock: Stock, more: object = {}) {
  return { ...stock, pk: `PRODUCT#${stock.sku}`, sk: "STOCK", type: "stock", change, ...more };
}

/** A record as the table's stream brings it. */
function aRecord(before: object | undefined, after: object | undefined): DynamoDBRecord {
  const images = {
    ...(before && { OldImage: marshall(before) }),
    ...(after && { NewImage: marshall(after) }),
  };
  return {
    eventName: before ? "MODIFY" : "INSERT",
    dynamodb: { SequenceNumber: "1", ...JSON.parse(JSON.stringify(images)) },
  };
}

const confirmation = aRecord(orderImage(orders.pending), orderImage(orders.confirmed));

describe("a new version of an order", () => {
  test("each event has an envelope and its source", () => {
    const { id } = orders.pending;
    expect(
      eventsIn(confirmation).map(({ source, envelope: { data, ...envelope } }) => ({ source, ...envelope })),
    ).toEqual([
      {
        source: "waybill.orders",
        schemaVersion: 1,
        id: `${id}#2#OrderPlaced#0`,
        type: "OrderPlaced",
        occurredAt: at(1),
        sequence: 2,
        correlationId: "request-1",
      },
      {
        source: "waybill.payments",
        schemaVersion: 1,
        id: `${id}#2#PaymentAuthorized#0`,
        type: "PaymentAuthorized",
        occurredAt: at(1),
        sequence: 2,
        correlationId: "request-1",
      },
    ]);
  });

  test("delivered again: the same envelopes", () => {
    expect(eventsIn(structuredClone(confirmation))).toEqual(eventsIn(confirmation));
  });

  test("each envelope is one that a consumer can parse", () => {
    for (const { envelope } of eventsIn(confirmation)) expect(z.safeParse(Envelope, envelope).error).toBeUndefined();
  });

  test("first version: its events are published, at the time at which it was placed", () => {
    const events = eventsIn(aRecord(undefined, orderImage(orders.outOfStock)));
    expect(events.map(({ envelope }) => envelope)).toMatchObject([{ type: "OrderFailed", occurredAt: PLACED_AT }]);
  });

  test("nothing but the version changed: no events", () => {
    const later = { ...orders.confirmed, version: 9 };
    expect(eventsIn(aRecord(orderImage(orders.confirmed), orderImage(later)))).toEqual([]);
  });

  test("attributes added by a later version of the code: the same events", () => {
    const later = z.looseObject({}).parse(withUnknownAttributes(orderImage(orders.confirmed)));
    const events = eventsIn(aRecord(orderImage(orders.pending), later));
    expect(events.map(({ envelope }) => envelope.type)).toEqual(["OrderPlaced", "PaymentAuthorized"]);
  });
});

afterEach(() => void vi.unstubAllEnvs());

test("stock moves are asked for: they are published", () => {
  vi.stubEnv("PUBLISH_STOCK_MOVES", "true");
  const before = stockImage(aStock());
  const after = stockImage(aStock({ version: 2, available: 8, reserved: 2 }));
  expect(eventsIn(aRecord(before, after))).toMatchObject([
    {
      source: "waybill.inventory",
      envelope: {
        id: "PRODUCT#MUG#STOCK#2#StockReserved#0",
        data: { sku: "MUG", quantity: 2, available: 8, reserved: 2 },
      },
    },
  ]);
});

describe("stock moves are not asked for, the default", () => {
  const typesBetween = (before: Partial<Stock>, after: Partial<Stock>) =>
    eventsIn(aRecord(stockImage(aStock(before)), stockImage(aStock({ version: 2, ...after })))).map(
      ({ envelope }) => envelope.type,
    );

  test("units reserved, released and shipped: no events", () => {
    expect(typesBetween({}, { available: 8, reserved: 2 })).toEqual([]);
    expect(typesBetween({ available: 8, reserved: 2 }, {})).toEqual([]);
    expect(typesBetween({ available: 8, reserved: 2 }, { available: 8, reserved: 0 })).toEqual([]);
  });

  test("units adjusted, low, depleted and replenished: published all the same", () => {
    expect(typesBetween({}, { available: 12 })).toEqual(["StockAdjusted"]);
    expect(typesBetween({ reorderPoint: 5 }, { reorderPoint: 5, available: 5, reserved: 5 })).toEqual(["StockLow"]);
    expect(typesBetween({}, { available: 0, reserved: 10 })).toEqual(["StockDepleted"]);
    expect(typesBetween({ available: 0, reserved: 2 }, { available: 2 })).toEqual(["StockReplenished"]);
  });

  test("an order's events are published", () => {
    expect(eventsIn(confirmation)).toHaveLength(2);
  });
});

test.each(["import", "migration"])("version caused by an %s: no events", (cause) => {
  const silent = orderImage(orders.confirmed, { change: { ...change, cause } });
  expect(eventsIn(aRecord(orderImage(orders.pending), silent))).toEqual([]);
});

test("removed item: no events", () => {
  expect(eventsIn(aRecord(orderImage(orders.confirmed), undefined))).toEqual([]);
  expect(eventsIn({ eventName: "REMOVE" })).toEqual([]);
});

test("item of a type without events: no events", () => {
  const booking = { ...orderImage(orders.confirmed), type: "booking" };
  expect(eventsIn(aRecord(undefined, booking))).toEqual([]);
});

describe("a record that cannot be mapped: an error, so that it is parked", () => {
  test("an item of a type that no slice declares", () => {
    const unknown = { ...orderImage(orders.confirmed), type: "invoice" };
    expect(() => eventsIn(aRecord(undefined, unknown))).toThrow('No slice declares items of type "invoice".');
  });

  test.each(["pk", "type", "version", "position", "change"])("an item without %s", (attribute) => {
    const item = Object.fromEntries(
      Object.entries(orderImage(orders.confirmed)).filter(([name]) => name !== attribute),
    );
    expect(() => eventsIn(aRecord(undefined, item))).toThrow();
  });

  test("an order that cannot be parsed", () => {
    expect(() => eventsIn(aRecord(undefined, orderImage(orders.confirmed, { lines: "none" })))).toThrow();
    expect(() =>
      eventsIn(aRecord(orderImage(orders.pending, { status: "LOST" }), orderImage(orders.confirmed))),
    ).toThrow();
  });
});

test("every envelope's source and version are the catalogue's", () => {
  for (const { source, envelope } of eventsIn(confirmation)) {
    const definition = Object.values(catalogue).find(({ type }) => type === envelope.type);
    expect(definition).toMatchObject({ source, schemaVersion: envelope.schemaVersion });
  }
});
