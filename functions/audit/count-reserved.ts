import * as z from "zod/mini";
import { queueLength } from "../inventory/backorder-table.ts";
import type { Sku } from "../inventory/rules/product.ts";
import { Stock } from "../inventory/rules/stock.ts";
import { stockKey } from "../inventory/stock-table.ts";
import { listPartitions } from "../orders/order-keys.ts";
import type { Order } from "../orders/rules/order.ts";
import { StoredOrder } from "../orders/stored-order.ts";
import { clock } from "../platform/runtime/clock.ts";
import { mergePartitions, readListed } from "../platform/table/list.ts";
import { readItems } from "../platform/table/read.ts";
import type { Checked } from "./checked.ts";
import { addUnitsOfOrders, type Count, compareCounts } from "./rules/count-units.ts";
import type { Counting, Position } from "./rules/position.ts";

const ORDERS_PER_PAGE = 100;
const PAGES_PER_STEP = 5;

/** How long the indexes may lag behind the table. */
const SECOND_COUNT_DELAY_MS = 2_000;

/** Counts the units that orders hold of a page's products: at most 500 orders in one step. */
export async function countReserved({ counts: begun, after: seen, ...rest }: Counting): Promise<Checked> {
  let counts = begun;
  let after = seen;
  for (let page = 0; page < PAGES_PER_STEP && counts.length > 0; page++) {
    const request = { limit: ORDERS_PER_PAGE, after };
    const { entries, next } = await mergePartitions("byList", [listPartitions("open")], request);
    counts = addUnitsOfOrders(counts, readableOrders(await readListed(entries, { isConsistent: true })), rest.since);
    if (next === undefined) return finishCounts(counts, rest);
    after = next;
  }
  return step({
    next: counts.length > 0 ? { ...rest, counts, ...(after !== undefined && { after }) } : afterPage(rest),
  });
}

/** All orders are counted: compares with the stocks, and starts a second count of those that differ. */
async function finishCounts(counts: readonly Count[], rest: Omit<Counting, "counts" | "after">): Promise<Checked> {
  const queues = await readQueues(counts);
  const { suspects, ...found } = compareCounts(counts, { queues, stocks: await readStocks(counts) });
  if (suspects.length === 0) return step({ ...found, next: afterPage(rest) });
  await clock.sleep(SECOND_COUNT_DELAY_MS);
  const { products } = rest;
  return step({
    ...found,
    next: {
      phase: "reservations",
      counts: withCurrentVersions(suspects, await readStocks(suspects)),
      ...(products !== undefined && { products }),
    },
  });
}

/** The second count starts at the stocks' current versions: a change between the two counts does no harm. */
function withCurrentVersions(counts: readonly Count[], stocks: ReadonlyMap<Sku, Stock>): Count[] {
  return counts.map((count) => ({ ...count, version: stocks.get(count.sku)?.version ?? count.version }));
}

/** What a step found, and nothing of what it did not look for. */
export function step(found: Pick<Checked, "next"> & Partial<Checked>): Checked {
  return { checkedProducts: 0, checkedOrders: 0, violations: [], refused: [], notices: [], unsettled: [], ...found };
}

function afterPage({ products }: Pick<Counting, "products">): Position {
  return products === undefined ? { phase: "orders" } : { phase: "products", after: products };
}

/** An unreadable order is reported when orders are checked; its units are missing here. */
function readableOrders(items: readonly unknown[]): Order[] {
  return items.flatMap((item) => {
    const { data } = z.safeParse(StoredOrder, item);
    return data ? [data] : [];
  });
}

/** How many orders are in the queues of those for which some wait. */
async function readQueues(counts: readonly Count[]): Promise<ReadonlyMap<Sku, number>> {
  const waitedFor = counts.filter(({ waiters }) => waiters > 0);
  return new Map(await Promise.all(waitedFor.map(async ({ sku }) => [sku, await queueLength(sku)] as const)));
}

/** Their stocks; one that cannot be read is absent. */
export async function readStocks(counts: readonly Pick<Count, "sku">[]): Promise<ReadonlyMap<Sku, Stock>> {
  const items = await readItems(counts.map(({ sku }) => stockKey(sku)));
  return new Map(
    [...items.values()].flatMap((item) => {
      const { data } = z.safeParse(Stock, item);
      return data ? [[data.sku, data] as const] : [];
    }),
  );
}
