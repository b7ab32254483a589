import { insertMovement } from "../inventory/movement-table.ts";
import type { NewMovement } from "../inventory/rules/movement.ts";
import type { Sku } from "../inventory/rules/product.ts";
import {
  type CounterMove,
  holdStock,
  releaseStock,
  restockUnits,
  type StockMove,
  shipStock,
} from "../inventory/stock-table.ts";
import type { Put, Update } from "../platform/table/conditional-write.ts";
import type { Order } from "./rules/order.ts";
import { heldMoves, orderMovements } from "./rules/order-movements.ts";

/**
 * The stock that moves with the next version of an order, and the rows of the ledger about it: units that are held from
 * now on, released or shipped. No version ships units of a product and releases others of it (next-order.ts).
 */
export function stockMoves(before: Order | undefined, after: Order): (Put | Update)[] {
  const rows = orderMovements(before, after);
  const held = heldMoves(before, after);
  const skus = new Set([...held, ...rows].map(({ sku }) => sku));
  return [
    ...[...skus].map((sku) => stockMove(sku, countersOf(sku, held, rows), rows)),
    ...rows.map((row, index) => insertMovement(row, after.updatedAt, `${after.id}#${after.version}#${index}`)),
  ];
}

function countersOf(sku: Sku, held: ReturnType<typeof heldMoves>, rows: readonly NewMovement[]): CounterMove[] {
  const ofSku = held.filter((one) => one.sku === sku);
  const onHand = rows.filter((row) => row.sku === sku);
  const locations = new Set([...ofSku, ...onHand].map(({ location }) => location));
  return [...locations].map((location) => {
    const reserved = sumAt(location, ofSku);
    return { location, reserved, available: sumAt(location, onHand) - reserved };
  });
}

function sumAt(location: string, units: readonly { readonly location: string; readonly quantity: number }[]): number {
  return units.filter((one) => one.location === location).reduce((sum, { quantity }) => sum + quantity, 0);
}

function stockMove(sku: Sku, counters: readonly CounterMove[], rows: readonly NewMovement[]): Update {
  const ofSku = rows.filter((row) => row.sku === sku);
  const move: StockMove = { sku, counters, movements: ofSku.length };
  if (ofSku.some(({ quantity }) => quantity < 0)) return shipStock(move);
  if (ofSku.length > 0) return restockUnits(move);
  return counters.some(({ available }) => available < 0) ? holdStock(move) : releaseStock(move);
}
