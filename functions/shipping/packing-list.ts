import { MAX_BATCH, readOrders } from "../orders/list-orders.ts";
import { listPartitions } from "../orders/order-keys.ts";
import {
  AFTER_ALL,
  beforeItsOrder,
  shipmentPosition,
  type WaitingShipment,
  type WaitingWanted,
  waitingShipments,
} from "../orders/rules/waiting-shipments.ts";
import { mergePartitions } from "../platform/table/list.ts";
import type { Page, PageRequest } from "../platform/values/page.ts";

/**
 * The shipments that are to be packed, or to be sent, those of the oldest order first. Each of them is in the list of open
 * orders, which knows nothing of shipments: twice as many orders are read as shipments are asked for, and where theirs do
 * not fill the page, a batch more. A page may be short, or empty, and more follow.
 */
export async function packingList(
  wanted: WaitingWanted,
  { limit, after }: PageRequest,
): Promise<Page<WaitingShipment>> {
  const firstBatch = Math.min(MAX_BATCH, 2 * limit);
  const candidates = { limit: firstBatch + MAX_BATCH, after: after === undefined ? undefined : beforeItsOrder(after) };
  const { entries, next } = await mergePartitions("byList", [listPartitions("open")], candidates, "ascending");
  const found: WaitingShipment[] = [];
  let ordersRead = 0;
  for (const batch of [entries.slice(0, firstBatch), entries.slice(firstBatch)]) {
    if (found.length >= limit) break;
    const waiting = (await readOrders(batch)).flatMap((order) => waitingShipments(order, wanted));
    found.push(...waiting.filter(({ position }) => after === undefined || position > after));
    ordersRead += batch.length;
  }
  const data = found.slice(0, limit);
  const isAll = ordersRead === entries.length && found.length <= limit;
  if (!isAll) return { data, next: data.at(-1)?.position };
  return { data, next: next === undefined ? undefined : shipmentPosition(next, AFTER_ALL) };
}
