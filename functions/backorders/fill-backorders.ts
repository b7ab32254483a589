import { firstInQueue } from "../inventory/backorder-table.ts";
import { loadLocations, locationsToServeFrom } from "../inventory/location-table.ts";
import { allocate } from "../inventory/rules/allocate.ts";
import type { Allocation } from "../inventory/rules/location.ts";
import type { Sku } from "../inventory/rules/product.ts";
import type { Stock } from "../inventory/rules/stock.ts";
import { loadStock, StockChangedError, settleStock } from "../inventory/stock-table.ts";
import { automatic } from "../orders/change-context.ts";
import { loadOrder, OrderChangedError } from "../orders/order-table.ts";
import { fillBackorder, unitsWaitingFor } from "../orders/rules/backorders.ts";
import { type Order, OrderId } from "../orders/rules/order.ts";
import { addShipments } from "../orders/rules/shipment-transitions.ts";
import { writeOrder } from "../orders/write-order.ts";
import { log } from "../platform/runtime/logging.ts";
import { timeLeft } from "../platform/runtime/request-context.ts";
import { retryOnConflict } from "../platform/runtime/retry-on-conflict.ts";
import { write } from "../platform/table/write.ts";

/** No order is begun with less time left: the sweeper goes on. */
const MIN_TIME_LEFT_MS = 5_000;

/**
 * Gives what is available of a product to the orders that wait for it, first come, first served: each in a transaction of
 * its own under the versions of the order and of the stock, so that nobody is overtaken however many do this at once.
 */
export async function fillBackorders(sku: Sku): Promise<void> {
  let filled = 0;
  while (timeLeft() > MIN_TIME_LEFT_MS) {
    const order = await retryOnConflict(`stock of ${sku}`, () => fillFirst(sku), isOutOfDate);
    if (!order) break;
    filled++;
    await addShipment(order);
  }
  log.result("backorders filled", { sku, filled });
}

function isOutOfDate(error: unknown): boolean {
  return error instanceof StockChangedError || error instanceof OrderChangedError;
}

/** Fills the first of the queue with what there is; undefined where nothing is available, or nobody waits. */
async function fillFirst(sku: Sku): Promise<Order | undefined> {
  const stock = await loadStock(sku);
  if (!stock) return undefined;
  if (stock.available <= 0 || stock.backordered <= 0) {
    if (stock.due !== undefined) await write([settleStock(stock)]);
    return undefined;
  }
  const order = await firstThatWaits(sku);
  const units = await unitsFor(order, stock);
  const next = fillBackorder(order, sku, units, automatic());
  await writeOrder(order, next, { decidedOn: new Map([[sku, stock]]) });
  return next;
}

/**
 * The units get their shipment. Whatever else is pending is left to the sweeper: it asks the payment provider, for which the
 * next in the queue must not wait.
 */
async function addShipment(order: Order): Promise<void> {
  if (order.pending?.effect !== "SHIP") return;
  try {
    await writeOrder(order, addShipments(order, automatic()));
  } catch (error) {
    // Whoever has just changed the order goes on with it.
    if (!(error instanceof OrderChangedError)) throw error;
  }
}

/** @throws StockChangedError where nobody waits any more since the stock was read */
async function firstThatWaits(sku: Sku): Promise<Order> {
  const [first] = await firstInQueue(sku, 1);
  const order = first && (await loadOrder(OrderId.parse(first.orderId)));
  if (!order || unitsWaitingFor(order, sku) === 0) throw new StockChangedError(sku);
  return order;
}

async function unitsFor(order: Order, stock: Stock): Promise<readonly Allocation[]> {
  const { sku, available } = stock;
  const quantity = Math.min(available, unitsWaitingFor(order, sku));
  const locations = locationsToServeFrom(stock.locations.length > 1 ? await loadLocations() : undefined);
  const [allocated] = allocate([{ sku, quantity }], new Map([[sku, stock]]), locations);
  return allocated?.allocations ?? [];
}
