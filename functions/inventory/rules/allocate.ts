import type { Allocation, LocationId } from "./location.ts";
import type { Sku } from "./product.ts";
import { type Stock, stockAt, type Units } from "./stock.ts";

/**
 * How the locations of an order are chosen where none can serve all of it: `priority` takes from the first location what
 * it has, then from the next; `fewest` takes the smallest number of locations, of those the first.
 */
export const ALLOCATION_STRATEGIES = ["priority", "fewest"] as const;
export type AllocationStrategy = (typeof ALLOCATION_STRATEGIES)[number];

/** Where the units of a product are taken from. */
export interface AllocatedUnits extends Units {
  readonly allocations: readonly Allocation[];
}

/** How a shop chooses among its locations, by priority. */
export interface Locations {
  readonly byPriority: readonly LocationId[];
  readonly strategy: AllocationStrategy;
}

/** What units can be taken from. */
export interface Supply {
  readonly stocks: ReadonlyMap<Sku, Stock>;
  readonly locations: Locations;
}

/** More locations than this are not searched for the smallest set: they are taken by priority. */
const MAX_SEARCHED = 4;

/**
 * Where units are taken from: one location that has all of them; else several, as the shop's strategy says. Fewer are
 * allocated where there are fewer.
 */
export function allocate(
  units: readonly Units[],
  stocks: ReadonlyMap<Sku, Stock>,
  { byPriority, strategy }: Locations,
): AllocatedUnits[] {
  const chosen = smallestSet(units, stocks, byPriority, strategy === "fewest" ? MAX_SEARCHED : 1) ?? byPriority;
  return units.map(({ sku, quantity }) => ({ sku, quantity, allocations: take(quantity, stocks.get(sku), chosen) }));
}

function take(quantity: number, stock: Stock | undefined, locations: readonly LocationId[]): Allocation[] {
  let left = quantity;
  return locations.flatMap((location) => {
    const taken = stock ? Math.min(left, Math.max(0, stockAt(stock, location).available)) : 0;
    left -= taken;
    return taken > 0 ? [{ location, quantity: taken }] : [];
  });
}

/** The first of the smallest sets of at most `most` locations that have all units between them. */
function smallestSet(
  units: readonly Units[],
  stocks: ReadonlyMap<Sku, Stock>,
  byPriority: readonly LocationId[],
  most: number,
): readonly LocationId[] | undefined {
  const has = (set: readonly LocationId[]) =>
    units.every(({ sku, quantity }) => {
      const taken = take(quantity, stocks.get(sku), set).reduce((sum, one) => sum + one.quantity, 0);
      return taken === quantity;
    });
  if (!has(byPriority)) return undefined;
  for (let size = 1; size <= most; size++) {
    for (const set of setsOf(size, byPriority)) if (has(set)) return set;
  }
  return undefined;
}

/** Every set of this many locations, those with the first locations first. */
function* setsOf(size: number, locations: readonly LocationId[]): Generator<readonly LocationId[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (const [index, first] of locations.entries()) {
    for (const others of setsOf(size - 1, locations.slice(index + 1))) yield [first, ...others];
  }
}
