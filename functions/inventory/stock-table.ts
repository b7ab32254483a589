import type { Condition, Put, Update } from "../platform/table/conditional-write.ts";
import { isAbsent } from "../platform/table/conditional-write.ts";
import type { Key, StoredItem } from "../platform/table/item.ts";
import { queryPartition, readItem } from "../platform/table/read.ts";
import { notFound, problemError } from "../platform/values/problems.ts";
import { firstVersion } from "../platform/values/version.ts";
import { type Product, productExists } from "./rules/product.ts";
import { Adjustment, insufficientStock, outOfStock, Stock, type Units } from "./rules/stock.ts";

export function stockKey(sku: string): Key {
  return { pk: `PRODUCT#${sku}`, sk: "STOCK" };
}

export function parseStock(item: StoredItem): Stock {
  return Stock.parse(item);
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

/** The empty stock of a new product. */
export function insertStock({ sku, reorderPoint, createdAt }: Product): Put {
  const stock: Stock = {
    ...firstVersion(createdAt),
    sku,
    available: 0,
    reserved: 0,
    adjusted: 0,
    shipped: 0,
    ...(reorderPoint !== undefined && { reorderPoint }),
  };
  return {
    kind: "put",
    name: "insertStock",
    item: { ...stock, ...stockKey(sku), type: "stock" },
    condition: isAbsent,
    conflictError: () => problemError(productExists, `There is stock of ${sku} already.`),
  };
}

/** Takes units for an order, if so many are available. */
export function holdStock({ sku, quantity }: Units): Update {
  return {
    kind: "update",
    name: "holdStock",
    key: stockKey(sku),
    add: { available: -quantity, reserved: quantity },
    condition: atLeast("available", quantity),
    conflictError: () => problemError(outOfStock, `Fewer than ${quantity} units of ${sku} are available.`),
  };
}

/** Releases the units of an order that will not ship. */
export function releaseStock({ sku, quantity }: Units): Update {
  return { ...fromReserved("releaseStock", { sku, quantity }), add: { available: quantity, reserved: -quantity } };
}

/** Removes the units of a shipped line from stock. */
export function shipStock({ sku, quantity }: Units): Update {
  return { ...fromReserved("shipStock", { sku, quantity }), add: { reserved: -quantity, shipped: quantity } };
}

/** The order's version decides; this condition fails only where the counters are already wrong. */
function fromReserved(name: string, { sku, quantity }: Units): Update {
  return {
    kind: "update",
    name,
    key: stockKey(sku),
    condition: atLeast("reserved", quantity),
    conflictError: (found) =>
      new Error(`${name}: ${quantity} units of ${sku} should be reserved, and ${found?.reserved} are.`),
  };
}

/** Adds the quantity of an adjustment to the available units, never below zero. */
export function applyAdjustment({ sku, quantity }: Units): Update {
  return {
    kind: "update",
    name: "applyAdjustment",
    key: stockKey(sku),
    add: { available: quantity, adjusted: quantity },
    condition: atLeast("available", Math.max(0, -quantity)),
    conflictError: (found) =>
      found
        ? problemError(
            insufficientStock,
            `${-quantity} units of ${sku} cannot be taken: ${found.available} are available.`,
          )
        : problemError(notFound, `There is no product ${sku}.`),
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

const ADJUSTMENTS = "ADJUSTMENT#";

function adjustmentKey(sku: string, id: string): Key {
  return { pk: `PRODUCT#${sku}`, sk: `${ADJUSTMENTS}${id}` };
}

export async function loadAdjustment(sku: string, id: string): Promise<Adjustment | undefined> {
  const item = await readItem(adjustmentKey(sku, id));
  return item && Adjustment.parse(item);
}

/** The sum of all adjustments of a product; NaN where one of them holds no number. */
export async function sumOfAdjustments(sku: string): Promise<number> {
  let sum = 0;
  for await (const { quantity } of queryPartition(stockKey(sku).pk, ADJUSTMENTS)) sum += Number(quantity);
  return sum;
}

/** Records an adjustment in the ledger, once. */
export function insertAdjustment(adjustment: Adjustment): Put {
  return {
    kind: "put",
    name: "insertAdjustment",
    item: { ...adjustment, ...adjustmentKey(adjustment.sku, adjustment.id), type: "adjustment" },
    condition: isAbsent,
    conflictError: () => new AdjustmentExistsError(),
  };
}

/** A concurrent duplicate of the request has recorded the adjustment. */
export class AdjustmentExistsError extends Error {
  override readonly name = "AdjustmentExistsError";
}

function atLeast(attribute: "available" | "reserved", quantity: number): Condition {
  return { expression: "#counter >= :quantity", names: { "#counter": attribute }, values: { ":quantity": quantity } };
}
