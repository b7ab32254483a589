import { joinQueue, leaveQueue } from "../inventory/backorder-table.ts";
import { insertMovement } from "../inventory/movement-table.ts";
import type { NewMovement } from "../inventory/rules/movement.ts";
import type { Sku } from "../inventory/rules/product.ts";
import type { Stock } from "../inventory/rules/stock.ts";
import {
  type CounterMove,
  fillBackorder,
  holdStock,
  queueForStock,
  releaseStock,
  restockUnits,
  type StockMove,
  shipStock,
} from "../inventory/stock-table.ts";
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
  const rows = orderMovements(before, after);
  const held = heldMoves(before, after);
  const waiting = new Map(after.lines.map(({ sku }) => [sku, waitingMove(sku, before, after)]));
  const queued = [...waiting].filter(([, units]) => units !== 0).map(([sku]) => sku);
  const skus = new Set([...[...held, ...rows].map(({ sku }) => sku), ...queued]);
  const at = after.updatedAt;
  return [
    ...[...skus].map((sku) => {
      const ofSku = rows.filter((row) => row.sku === sku);
      const backordered = waiting.get(sku) ?? 0;
      const move = { sku, at, counters: countersOf(sku, held, rows), movements: ofSku.length, backordered };
      return stockMove(move, ofSku, decidedOn.get(sku));
    }),
    ...queued.flatMap((sku) => queueMove(sku, before, after)),
    ...rows.map((row, index) => insertMovement(row, at, `${after.id}#${after.version}#${index}`)),
  ];
}

/** Units of a product that the order waits for from now on, or no longer where it is negative. */
function waitingMove(sku: Sku, before: Order | undefined, after: Order): number {
  return unitsWaitingFor(after, sku) - (before ? unitsWaitingFor(before, sku) : 0);
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

function stockMove(move: StockMove, rows: readonly NewMovement[], decidedOn: Stock | undefined): Update {
  const { counters, backordered = 0 } = move;
  const isHeld = counters.some(({ available }) => available < 0);
  if (backordered > 0 || (backordered < 0 && isHeld)) {
    if (!decidedOn) throw new Error(`Nobody has read the stock of ${move.sku} on which it is decided who waits.`);
    return backordered > 0 ? queueForStock(decidedOn, move) : fillBackorder(decidedOn, move);
  }
  if (rows.some(({ quantity }) => quantity < 0)) return shipStock(move);
  if (rows.length > 0) return restockUnits(move);
  return isHeld ? holdStock(move) : releaseStock(move);
}

/** The order joins a product's queue when it begins to wait, and leaves it when it waits for no unit any more. */
function queueMove(sku: Sku, before: Order | undefined, after: Order): Write[] {
  const place = { sku, orderId: after.id, placedAt: after.createdAt };
  const waited = before !== undefined && unitsWaitingFor(before, sku) > 0;
  const waits = unitsWaitingFor(after, sku) > 0;
  if (waits === waited) return [];
  return [waits ? joinQueue(place) : leaveQueue(place)];
}
