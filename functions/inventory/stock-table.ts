import * as z from "zod/mini";
import type { Condition, Put, Update } from "../platform/table/conditional-write.ts";
import { isAbsent } from "../platform/table/conditional-write.ts";
import type { Key, StoredItem } from "../platform/table/item.ts";
import { readItem } from "../platform/table/read.ts";
import { notFound, problemError } from "../platform/values/problems.ts";
import { firstVersion } from "../platform/values/version.ts";
import type { LocationId } from "./rules/location.ts";
import { type Product, productExists, type Sku } from "./rules/product.ts";
import { counterName, outOfStock, Stock } from "./rules/stock.ts";

export function stockKey(sku: string): Key {
  return { pk: `PRODUCT#${sku}`, sk: "STOCK" };
}

export function parseStock(item: StoredItem): Stock {
  return z.parse(Stock, item);
}

export async function loadStock(sku: string): Promise<Stock | undefined> {
  const item = await readItem(stockKey(sku));
  return item && parseStock(item);
}

/** @throws 404 where no product has this SKU. */
export async function requireStock(sku: string): Promise<Stock> {
  const stock = await loadStock(sku);
  if (!stock) throw problemError(notFound, `There is no product ${sku}.`);
  return stock;
}

/** The stock of a new product, with what is on hand from the start: its first row of the ledger is stored with it. */
export function insertStock({ sku, reorderPoint, createdAt }: Product, available: number): Put {
  return {
    kind: "put",
    name: "insertStock",
    item: {
      ...firstVersion(createdAt),
      sku,
      available,
      reserved: 0,
      ...(available > 0 && { movements: 1 }),
      ...(reorderPoint !== undefined && { reorderPoint }),
      ...stockKey(sku),
      type: "stock",
    },
    condition: isAbsent,
    conflictError: () => problemError(productExists, `There is stock of ${sku} already.`),
  };
}

/** How a change moves a product's counters at one location. */
export interface CounterMove {
  readonly location: LocationId;
  readonly available: number;
  readonly reserved: number;
}

/** How a change moves a product's counters, and how many rows of the ledger are stored with it. */
export interface StockMove {
  readonly sku: Sku;
  readonly counters: readonly CounterMove[];
  readonly movements: number;
}

/** Takes units for an order, if so many are available. */
export function holdStock(move: StockMove): Update {
  return {
    ...moveStock("holdStock", move),
    conflictError: () => problemError(outOfStock, `Fewer than ${unitsTaken(move)} units of ${move.sku} are available.`),
  };
}

function unitsTaken({ counters }: StockMove): number {
  return counters.reduce((sum, { available }) => sum + Math.max(0, -available), 0);
}

/** Releases the units of an order that will not ship. */
export function releaseStock(move: StockMove): Update {
  return moveStock("releaseStock", move);
}

/** Removes the units of shipped lines from stock. */
export function shipStock(move: StockMove): Update {
  return moveStock("shipStock", move);
}

/** Adds units that came back with a parcel or a return. */
export function restockUnits(move: StockMove): Update {
  return moveStock("restockUnits", move);
}

/**
 * Adds to the counters, none of which goes below 0. Where an order's version decides that the units are there, the
 * condition fails only where the counters are already wrong.
 */
export function moveStock(name: string, { sku, counters, movements }: StockMove): Update {
  return {
    kind: "update",
    name,
    key: stockKey(sku),
    add: { ...amounts(counters), ...(movements > 0 && { movements }) },
    condition: notBelowZero(counters),
    conflictError: (found) =>
      new Error(`${name}: the stock of ${sku} should move by ${JSON.stringify(counters)}, and is ${told(found)}.`),
  };
}

function told(found: StoredItem | undefined): string {
  return found ? JSON.stringify(parseStock(found).locations) : "not there";
}

function amounts(counters: readonly CounterMove[]): Record<string, number> {
  return Object.fromEntries(
    counters.flatMap(({ location, available, reserved }) => [
      ...(available === 0 ? [] : [[counterName("available", location), available]]),
      ...(reserved === 0 ? [] : [[counterName("reserved", location), reserved]]),
    ]),
  );
}

/** Each counter that is taken from has so many; the stock exists. */
function notBelowZero(counters: readonly CounterMove[]): Condition {
  const taken = Object.entries(amounts(counters)).filter(([, amount]) => amount < 0);
  if (taken.length === 0) return { expression: "attribute_exists(pk)" };
  return {
    expression: taken.map((_, index) => `#counter${index} >= :quantity${index}`).join(" AND "),
    names: Object.fromEntries(taken.map(([name], index) => [`#counter${index}`, name])),
    values: Object.fromEntries(taken.map(([, amount], index) => [`:quantity${index}`, -amount])),
  };
}

/** Keeps the copy of the reorder point in step with its product. */
export function setReorderPoint({ sku, reorderPoint }: Product): Update {
  return {
    kind: "update",
    name: "setReorderPoint",
    key: stockKey(sku),
    ...(reorderPoint === undefined ? { remove: ["reorderPoint"] } : { set: { reorderPoint } }),
    condition: { expression: "attribute_exists(pk)" },
    conflictError: () => new Error(`The product ${sku} has no stock item.`),
  };
}
