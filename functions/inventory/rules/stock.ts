import * as z from "zod/mini";
import { problem } from "../../platform/values/problems.ts";
import { versioned } from "../../platform/values/version.ts";
import { LocationId, MAIN } from "./location.ts";
import { Sku } from "./product.ts";

/** The most units that one line or one change of stock may move. */
export const MAX_QUANTITY = 100_000;

/** Units of one product that an order line holds, releases or ships. */
export interface Units {
  readonly sku: Sku;
  readonly quantity: number;
}

/** What is at one location: free to sell, and held for orders and reservations. */
export interface StockAtLocation {
  readonly location: LocationId;
  readonly available: number;
  readonly reserved: number;
}

/**
 * A stock item: the counters of all locations of a product, so that one condition and one event are about the sum of
 * them. `available` and `reserved` are those of the location `main`.
 */
const StockItem = z.looseObject({
  ...versioned,
  sku: Sku,
  available: z.int(),
  reserved: z.int(),
  /** Units that orders wait for: their queue comes first when units arrive. */
  backordered: z._default(z.int(), 0),
  /** How many rows the ledger has of it. */
  movements: z._default(z.int(), 0),
  /** A copy of the product's, so that "low" can be told from this item alone. */
  reorderPoint: z.exactOptional(z.int()),
  /** The list of the stocks that are low or out, while it is one. */
  list: z.exactOptional(z.string()),
  position: z.exactOptional(z.string()),
  /** Its partition of the due index, as long as orders wait for it. */
  due: z.exactOptional(z.string()),
  /** Its place there, since units came. */
  dueAt: z.exactOptional(z.string()),
});

/** The name of a counter in the stock item. */
export function counterName(counter: "available" | "reserved", location: LocationId): string {
  return location === MAIN ? counter : `${counter}@${location}`;
}

const COUNTER_ELSEWHERE = /^(available|reserved)@(.*)$/;

/** How much of a product there is, at all locations together and at each of them. */
export const Stock = z.pipe(StockItem, z.transform(stockIn));
export type Stock = z.output<typeof Stock>;

function stockIn(item: z.output<typeof StockItem>) {
  const locations = locationsIn(item);
  return { ...item, available: sum(locations, "available"), reserved: sum(locations, "reserved"), locations };
}

function locationsIn(item: z.output<typeof StockItem>): readonly StockAtLocation[] {
  const { available, reserved } = item;
  const elsewhere = new Map<string, StockAtLocation>();
  for (const [name, value] of Object.entries(item)) {
    const [, counter, id] = COUNTER_ELSEWHERE.exec(name) ?? [];
    if (counter === undefined || id === undefined) continue;
    const empty = { location: LocationId.parse(id), available: 0, reserved: 0 };
    elsewhere.set(id, { ...empty, ...elsewhere.get(id), [counter]: z.parse(z.int(), value) });
  }
  return [{ location: MAIN, available, reserved }, ...elsewhere.values()];
}

function sum(locations: readonly StockAtLocation[], counter: "available" | "reserved"): number {
  return locations.reduce((total, one) => total + one[counter], 0);
}

/** Units that a new order may take: none while others wait for them. */
export function freeToOrder({ available, backordered }: Pick<Stock, "available" | "backordered">): number {
  return backordered > 0 ? 0 : available;
}

/** What is at this location. */
export function stockAt({ locations }: Pick<Stock, "locations">, location: LocationId): StockAtLocation {
  return locations.find((one) => one.location === location) ?? { location, available: 0, reserved: 0 };
}

export type StockLevel = "PLENTY" | "LOW" | "DEPLETED";

type Counters = Pick<Stock, "available"> & Partial<Pick<Stock, "backordered">>;

/** What is left to sell once everybody who waits has been given units; below 0 where that is not enough. */
export function unitsToSell({ available, backordered = 0 }: Counters): number {
  return available - backordered;
}

/** DEPLETED with nothing to sell, LOW at the reorder point or below it. */
export function stockLevel({ reorderPoint, ...counters }: Counters & Pick<Stock, "reorderPoint">): StockLevel {
  const toSell = unitsToSell(counters);
  if (toSell <= 0) return "DEPLETED";
  return reorderPoint !== undefined && toSell <= reorderPoint ? "LOW" : "PLENTY";
}

export const insufficientStock = problem(409, "insufficient_stock", "Fewer units are available than would be taken.");
export const outOfStock = problem(409, "out_of_stock", "Fewer units are available than were ordered.");
