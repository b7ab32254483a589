import * as z from "zod/mini";
import type { Condition, Put, Update } from "../platform/table/conditional-write.ts";
import { isAbsent, isVersion } from "../platform/table/conditional-write.ts";
import { duePartition, duePosition } from "../platform/table/due-index.ts";
import type { Key, StoredItem } from "../platform/table/item.ts";
import { readItem } from "../platform/table/read.ts";
import { notFound, problemError } from "../platform/values/problems.ts";
import { secondsAfter, type Timestamp } from "../platform/values/time.ts";
import { firstVersion } from "../platform/values/version.ts";
import type { LocationId } from "./rules/location.ts";
import { type Product, productExists, type Sku } from "./rules/product.ts";
import { counterName, outOfStock, Stock } from "./rules/stock.ts";
import { stockEntry } from "./rules/stock-lists.ts";

/** The attribute `type` of a stock item. */
export const stockType = "stock";

/** The partition of the due index with the stocks that orders wait for. */
export const stockDuePartition = duePartition(stockType, 0);

/** The consumer of arrivals is faster: from then on it is the sweeper's to fill. */
const FILL_WITHIN_SECONDS = 30;

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
export function insertStock({ sku, reorderPoint, status, createdAt }: Product, available: number): Put {
  const stock = { sku, available, ...(reorderPoint !== undefined && { reorderPoint }) };
  return {
    kind: "put",
    name: "insertStock",
    item: {
      ...firstVersion(createdAt),
      ...stock,
      reserved: 0,
      ...(available > 0 && { movements: 1 }),
      ...stockKey(sku),
      type: stockType,
      ...stockEntry(stock, status),
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
  readonly at: Timestamp;
  /** Units that orders wait for from now on, or no longer where it is negative. */
  readonly backordered?: number;
}

/** Takes units for an order, if so many are available and nobody waits for them. */
export function holdStock(move: StockMove): Update {
  const held = moveStock("holdStock", move);
  return {
    ...held,
    condition: unlessOthersWait(held.condition),
    conflictError: () => problemError(outOfStock, `Fewer than ${unitsTaken(move)} units of ${move.sku} are available.`),
  };
}

function unitsTaken({ counters }: StockMove): number {
  return counters.reduce((sum, { available }) => sum + Math.max(0, -available), 0);
}

function unlessOthersWait({ expression, names, values }: Condition): Condition {
  return {
    expression: `${expression} AND (attribute_not_exists(#backordered) OR #backordered = :none)`,
    names: { ...names, "#backordered": "backordered" },
    values: { ...values, ":none": 0 },
  };
}

/** Takes what is available for an order, which waits for the rest, as it was decided for this version of the stock. */
export function queueForStock(stock: Stock, move: StockMove): Update {
  return asDecidedOn(stock, move, moveStock("queueForStock", move));
}

/** Gives units to an order that waits for them, as it was decided for this version of the stock. */
export function fillBackorder(stock: Stock, move: StockMove): Update {
  return asDecidedOn(stock, move, moveStock("fillBackorder", move));
}

/** A stock that orders wait for is in the due index while units of it are available. */
function asDecidedOn(stock: Stock, { sku, counters, backordered = 0 }: StockMove, write: Update): Update {
  const available = stock.available + counters.reduce((sum, one) => sum + one.available, 0);
  const isWaitedFor = stock.backordered + backordered > 0;
  return {
    ...write,
    set: isWaitedFor ? { due: stockDuePartition } : {},
    remove: [...(isWaitedFor ? [] : ["due"]), ...(isWaitedFor && available > 0 ? [] : ["dueAt"])],
    condition: isVersion(stock.version),
    conflictError: () => new StockChangedError(sku),
  };
}

/** Takes the stock out of the due index, if it is still the version of which nothing is left to be done. */
export function settleStock(stock: Stock): Update {
  return {
    kind: "update",
    name: "settleStock",
    key: stockKey(stock.sku),
    remove: [...(stock.backordered > 0 ? [] : ["due"]), "dueAt"],
    condition: isVersion(stock.version),
    conflictError: () => new StockChangedError(stock.sku),
  };
}

/** Another write changed the stock first: read and decide again. */
export class StockChangedError extends Error {
  override readonly name = "StockChangedError";

  constructor(sku: Sku) {
    super(`The stock of ${sku} was changed by another write.`);
  }
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
export function moveStock(name: string, { sku, counters, movements, at, backordered = 0 }: StockMove): Update {
  return {
    kind: "update",
    name,
    key: stockKey(sku),
    // Counts only where orders wait: the attribute alone puts nothing into the due index.
    ...(bringsUnits(counters, backordered) && {
      set: { dueAt: duePosition(secondsAfter(at, FILL_WITHIN_SECONDS), sku) },
    }),
    add: { ...amounts(counters), ...(movements > 0 && { movements }), ...(backordered !== 0 && { backordered }) },
    condition: notBelowZero(counters),
    conflictError: (found) =>
      new Error(`${name}: the stock of ${sku} should move by ${JSON.stringify(counters)}, and is ${told(found)}.`),
  };
}

/** Whether there is more than before for who waits, or nobody may wait any more. */
function bringsUnits(counters: readonly CounterMove[], backordered: number): boolean {
  return backordered < 0 || counters.reduce((sum, { available }) => sum + available, 0) > 0;
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
