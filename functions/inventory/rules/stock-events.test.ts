import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { catalogue, type DomainEvent } from "../../../events/catalogue.ts";
import { aStock } from "../../../tests/builders/products.ts";
import type { Stock } from "./stock.ts";
import { stockEvents } from "./stock-events.ts";

function typesBetween(before: Partial<Stock>, after: Partial<Stock>): string[] {
  return stockEvents(aStock(before), aStock({ ...after, version: 2 })).map(({ type }) => type);
}

const level = (available: number, reserved = 0, reorderPoint = 5) => ({ available, reserved, reorderPoint });

describe("what a change of stock publishes", () => {
  test.each<[string, Partial<Stock>, Partial<Stock>, string[]]>([
    ["units held for an order", level(10, 0), level(8, 2), ["StockReserved"]],
    ["released units", level(8, 2), level(10, 0), ["StockReleased"]],
    ["shipped units", level(8, 2), level(8, 0), ["StockShipped"]],
    ["received units", level(8), level(18), ["StockAdjusted"]],
    ["units that broke", level(18), level(8), ["StockAdjusted"]],
    ["a sale down to the reorder point", level(7), level(5, 2), ["StockReserved", "StockLow"]],
    ["a sale below the reorder point already", level(4), level(3, 1), ["StockReserved"]],
    ["the last unit sold", level(2), level(0, 2), ["StockReserved", "StockDepleted"]],
    ["everything sold at once", level(10), level(0, 10), ["StockReserved", "StockDepleted"]],
    ["a delivery that is enough", level(0), level(50), ["StockAdjusted", "StockReplenished"]],
    ["a delivery that is not enough", level(0), level(3), ["StockAdjusted", "StockLow"]],
    ["a release out of the low", level(4, 3), level(7, 0), ["StockReleased", "StockReplenished"]],
    ["a reorder point that was raised", level(8, 0, 5), level(8, 0, 10), ["StockLow"]],
    ["a reorder point that was lowered", level(8, 0, 10), level(8, 0, 5), ["StockReplenished"]],
    ["a version with nothing new", level(8, 2), level(8, 2), []],
  ])("%s", (_, before, after, types) => {
    expect(typesBetween(before, after)).toEqual(types);
  });

  test("a product that is made with stock has received it; one without has not", () => {
    const [none, some] = [aStock({ available: 0 }), aStock({ available: 7 })];
    expect(stockEvents(undefined, none)).toEqual([]);
    expect(stockEvents(undefined, some)).toMatchObject([
      { type: "StockAdjusted", data: { quantity: 7, available: 7 } },
    ]);
  });

  test.each<[string, number, number, DomainEvent]>([
    ["low", 5, 8, { type: "StockLow", data: { sku: aStock().sku, available: 3, reorderPoint: 5 } }],
    ["enough", 12, 20, { type: "StockReplenished", data: { sku: aStock().sku, available: 8 } }],
  ])(
    "a delivery after which stock is %s: what is left to sell, without what orders wait for",
    (_, backordered, came, told) => {
      const [before, after] = [0, came].map((available) => aStock({ available, backordered, reorderPoint: 5 }));
      expect(after && stockEvents(before, after)).toContainEqual(told);
    },
  );

  test("without a reorder point stock is never low", () => {
    expect(typesBetween({ available: 10 }, { available: 1, reserved: 9 })).toEqual(["StockReserved"]);
  });
});

const amounts = fc.record({
  available: fc.nat(100),
  reserved: fc.nat(100),
  backordered: fc.nat(100),
  reorderPoint: fc.nat(20),
});

test("every difference there may be is told as the catalogue has it, and once", () => {
  fc.assert(
    fc.property(amounts, amounts, (before, after) => {
      const events = stockEvents(aStock(before), aStock({ ...after, version: 2 }));
      for (const { type, data } of events) expect(catalogue[type].data.safeParse(data).error, type).toBeUndefined();
      expect(new Set(events.map(({ type }) => type)).size).toBe(events.length);
    }),
  );
});

test("whoever adds up what the events say knows what is reserved", () => {
  fc.assert(
    fc.property(fc.array(amounts, { minLength: 1, maxLength: 20 }), (versions) => {
      const stocks = versions.map((version) => aStock(version));
      const events = stocks.slice(1).flatMap((stock, index) => stockEvents(stocks[index], stock));
      const sum = events.reduce((total, event) => total + unitsHeldBy(event), stocks[0]?.reserved ?? 0);
      expect(sum).toBe(stocks.at(-1)?.reserved);
    }),
  );
});

function unitsHeldBy({ type, data }: DomainEvent): number {
  switch (type) {
    case "StockReserved":
      return data.quantity;
    case "StockReleased":
    case "StockShipped":
      return -data.quantity;
    default:
      return 0;
  }
}
