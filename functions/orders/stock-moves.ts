import { joinQueue, leaveQueue } from "../inventory/backorder-table.ts";
import type { Sku } from "../inventory/rules/product.ts";
import type { Stock } from "../inventory/rules/stock.ts";
import { fillBackorder, queueForStock, type StockMove } from "../inventory/stock-table.ts";
import {
  insertRows,
  moveUnits,
  productsMoved,
  type StockChange,
  stockMove,
  takesUnits,
} from "../inventory/stock-writes.ts";
import type { Update, Write } from "../platform/table/conditional-write.ts";
import { unitsWaitingFor } from "./rules/backorders.ts";
import type { Order } from "./rules/order.ts";
import { heldMoves, orderMovements } from "./rules/order-movements.ts";

/**
 * The stock that moves with the next version of an order, the rows of the ledger about it, and its places in the queues
 * for stock. No version ships or takes back units of a product and releases others of it (next-order.ts).
 * @param decidedOn the stocks on which it was decided that units wait, or are given to who waits
 */
export function stockMoves(
  before: Order | undefined,
  after: Order,
  decidedOn: ReadonlyMap<Sku, Stock> = new Map(),
): Write[] {
  const change: StockChange = {
    held: heldMoves(before, after),
    rows: orderMovements(before, after),
    at: after.updatedAt,
    id: `${after.id}#${after.version}`,
  };
  const waiting = new Map(after.lines.map(({ sku }) => [sku, waitingMove(sku, before, after)]));
  const queued = [...waiting].filter(([, units]) => units !== 0).map(([sku]) => sku);
  const skus = new Set([...productsMoved(change), ...queued]);
  return [
    ...[...skus].map((sku) => {
      const move = { ...stockMove(sku, change), backordered: waiting.get(sku) ?? 0 };
      return moveInQueue(move, decidedOn.get(sku)) ?? moveUnits(move, change);
    }),
    ...queued.flatMap((sku) => queueMove(sku, before, after)),
    ...insertRows(change),
  ];
}

/** Units of a product that the order waits for from now on, or no longer where it is negative. */
function waitingMove(sku: Sku, before: Order | undefined, after: Order): number {
  return unitsWaitingFor(after, sku) - (before ? unitsWaitingFor(before, sku) : 0);
}

/** The write of a move by which units wait, or are given to who waits. */
function moveInQueue(move: StockMove, decidedOn: Stock | undefined): Update | undefined {
  const { backordered = 0 } = move;
  if (backordered === 0 || (backordered < 0 && !takesUnits(move))) return undefined;
  if (!decidedOn) throw new Error(`Nobody has read the stock of ${move.sku} on which it is decided who waits.`);
  return backordered > 0 ? queueForStock(decidedOn, move) : fillBackorder(decidedOn, move);
}

/** The order joins a product's queue when it begins to wait, and leaves it when it waits for no unit any more. */
function queueMove(sku: Sku, before: Order | undefined, after: Order): Write[] {
  const place = { sku, orderId: after.id, placedAt: after.createdAt };
  const waited = before !== undefined && unitsWaitingFor(before, sku) > 0;
  const waits = unitsWaitingFor(after, sku) > 0;
  if (waits === waited) return [];
  return [waits ? joinQueue(place) : leaveQueue(place)];
}
