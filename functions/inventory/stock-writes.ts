import type { Put, Update } from "../platform/table/conditional-write.ts";
import type { Timestamp } from "../platform/values/time.ts";
import { insertMovement } from "./movement-table.ts";
import type { NewMovement } from "./rules/movement.ts";
import type { Sku } from "./rules/product.ts";
import type { UnitsAt } from "./rules/units-at.ts";
import { type CounterMove, holdStock, releaseStock, restockUnits, type StockMove, shipStock } from "./stock-table.ts";

/** What a change does to stock. It does not ship units of a product and release others of it. */
export interface StockChange {
  /** Units that are held from now on, or no longer where they are negative. */
  readonly held: readonly UnitsAt[];
  /** Rows of the ledger about what came or left. */
  readonly rows: readonly NewMovement[];
  readonly at: Timestamp;
  /** Unique among the changes of this moment: the rows' ids begin with it. */
  readonly id: string;
}

/** The writes of a change: each stock's counters, and the rows. */
export function stockWrites(change: StockChange): (Put | Update)[] {
  const moves = productsMoved(change).map((sku) => stockMove(sku, change));
  return [...moves.map((move) => moveUnits(move, change)), ...insertRows(change)];
}

/** The products whose stock moves. */
export function productsMoved({ held, rows }: StockChange): Sku[] {
  return [...new Set([...held, ...rows].map(({ sku }) => sku))];
}

/** How a change moves the stock of a product. */
export function stockMove(sku: Sku, { held, rows, at }: StockChange): StockMove {
  const ofSku = held.filter((one) => one.sku === sku);
  const onHand = rows.filter((row) => row.sku === sku);
  const locations = new Set([...ofSku, ...onHand].map(({ location }) => location));
  const counters = [...locations].map((location): CounterMove => {
    const reserved = sumAt(location, ofSku);
    return { location, reserved, available: sumAt(location, onHand) - reserved };
  });
  return { sku, at, counters, movements: onHand.length };
}

function sumAt(location: string, units: readonly { readonly location: string; readonly quantity: number }[]): number {
  return units.filter((one) => one.location === location).reduce((sum, { quantity }) => sum + quantity, 0);
}

/** The write of a move that changes nothing of who waits for the product. */
export function moveUnits(move: StockMove, { rows }: StockChange): Update {
  const ofSku = rows.filter(({ sku }) => sku === move.sku);
  if (ofSku.some(({ quantity }) => quantity < 0)) return shipStock(move);
  if (ofSku.length > 0) return restockUnits(move);
  return takesUnits(move) ? holdStock(move) : releaseStock(move);
}

/** Whether fewer units are available afterwards. */
export function takesUnits({ counters }: StockMove): boolean {
  return counters.some(({ available }) => available < 0);
}

/** The rows of the ledger. */
export function insertRows({ rows, at, id }: StockChange): Put[] {
  return rows.map((row, index) => insertMovement(row, at, `${id}#${index}`));
}
