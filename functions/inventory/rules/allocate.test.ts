import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aStock, units } from "../../../tests/builders/products.ts";
import { type AllocationStrategy, allocate } from "./allocate.ts";
import { type Allocation, LocationId, MAIN } from "./location.ts";
import type { Stock } from "./stock.ts";

const [BERLIN, BONN] = [LocationId.parse("berlin"), LocationId.parse("bonn")];
const byPriority = [MAIN, BERLIN, BONN];

/** Stock of a product at main, in berlin and in bonn. */
function stockOf(sku: string, available: readonly number[]): Stock {
  const locations = byPriority.map((location, index) => ({ location, available: available[index] ?? 0, reserved: 0 }));
  return aStock({ sku: units(sku, 1).sku, available: available.reduce((sum, one) => sum + one, 0), locations });
}

/** Where units are taken from, as texts such as `2 of MUG at berlin`. */
function taken(
  wanted: Readonly<Record<string, number>>,
  stocks: Readonly<Record<string, readonly number[]>>,
  strategy: AllocationStrategy,
) {
  const lines = Object.entries(wanted).map(([sku, quantity]) => units(sku, quantity));
  const known = new Map(Object.entries(stocks).map(([sku, one]) => [units(sku, 1).sku, stockOf(sku, one)]));
  return allocate(lines, known, { byPriority, strategy }).flatMap(({ sku, allocations }) =>
    allocations.map(({ location, quantity }) => `${quantity} of ${sku} at ${location}`),
  );
}

describe.each(["priority", "fewest"] as const)("whatever the strategy, here %s", (strategy) => {
  test("the first location that has everything serves the order", () => {
    expect(taken({ MUG: 2, PEN: 1 }, { MUG: [2, 5, 5], PEN: [0, 3, 1] }, strategy)).toEqual([
      "2 of MUG at berlin",
      "1 of PEN at berlin",
    ]);
  });

  test("where there are fewer, all there are", () => {
    expect(taken({ MUG: 9 }, { MUG: [1, 0, 3] }, strategy)).toEqual(["1 of MUG at main", "3 of MUG at bonn"]);
    expect(taken({ MUG: 9 }, {}, strategy)).toEqual([]);
  });

  test("never more than wanted, never more than is there, and all where there are enough", () => {
    const amount = fc.nat(6);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.tuple(amount, amount, amount), (quantity, available) => {
        const stock = stockOf("MUG", available);
        const [line] = allocate([units("MUG", quantity)], new Map([[stock.sku, stock]]), { byPriority, strategy });
        const sum = (line?.allocations ?? []).reduce((total, one) => total + one.quantity, 0);
        expect(sum).toBe(Math.min(quantity, stock.available));
        for (const one of line?.allocations ?? []) expect(one.quantity).toBeLessThanOrEqual(availableAt(stock, one));
      }),
    );
  });
});

function availableAt({ locations }: Stock, { location }: Allocation): number {
  return locations.find((one) => one.location === location)?.available ?? 0;
}

describe("no location has everything", () => {
  const stocks = { MUG: [1, 2, 3], PEN: [1, 0, 2] };

  test("priority: the first location serves what it has", () => {
    expect(taken({ MUG: 4, PEN: 1 }, stocks, "priority")).toEqual([
      "1 of MUG at main",
      "2 of MUG at berlin",
      "1 of MUG at bonn",
      "1 of PEN at main",
    ]);
  });

  test("fewest: the smallest number of locations, of those the first", () => {
    expect(taken({ MUG: 4, PEN: 1 }, stocks, "fewest")).toEqual([
      "1 of MUG at main",
      "3 of MUG at bonn",
      "1 of PEN at main",
    ]);
  });
});

test("fewest: no smaller set of locations has everything", () => {
  const amounts = fc.array(fc.nat(4), { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1, max: 8 }),
      amounts,
      amounts,
      (mugs, pens, a, b) => {
        const used = new Set(
          taken({ MUG: mugs, PEN: pens }, { MUG: a, PEN: b }, "fewest").map((one) => one.split(" at ")[1]),
        );
        const suffices = (set: readonly number[]) =>
          set.reduce((sum, at) => sum + (a[at] ?? 0), 0) >= mugs &&
          set.reduce((sum, at) => sum + (b[at] ?? 0), 0) >= pens;
        const enough = [[0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]].find(suffices);
        if (enough) expect(used.size).toBeLessThanOrEqual(enough.length);
      },
    ),
  );
});
