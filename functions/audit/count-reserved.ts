import type { Sku } from "../inventory/rules/product.ts";
import { Stock } from "../inventory/rules/stock.ts";
import { stockKey } from "../inventory/stock-table.ts";
import { statusGroups } from "../orders/order-table.ts";
import { Order } from "../orders/rules/order.ts";
import { STATUSES_HOLDING_STOCK } from "../orders/rules/status-matrix.ts";
import { clock } from "../platform/runtime/clock.ts";
import { mergePartitions, readListed } from "../platform/table/list.ts";
import { readItems } from "../platform/table/read.ts";
import type { Checked } from "./checked.ts";
import { addOpenUnits, type Count, judge } from "./rules/open-units.ts";
import type { Counting, Position } from "./rules/position.ts";

const ORDERS_PER_PAGE = 100;
const PAGES_PER_STEP = 5;

/** By then the indexes have caught up with what was written before the first count. */
const BEFORE_SECOND_COUNT_MS = 2_000;

/** Counts what live orders hold of a page's products: at most 500 orders in one step. */
export async function countReserved({ counts: begun, after: seen, ...rest }: Counting): Promise<Checked> {
  let counts = begun;
  let after = seen;
  for (let page = 0; page < PAGES_PER_STEP && counts.length > 0; page++) {
    const request = { limit: ORDERS_PER_PAGE, after };
    const { entries, next } = await mergePartitions("gsi2", statusGroups(STATUSES_HOLDING_STOCK), request);
    counts = addOpenUnits(counts, readableOrders(await readListed(entries)));
    if (next === undefined) return settle(counts, rest);
    after = next;
  }
  return step({
    next: counts.length > 0 ? { ...rest, counts, ...(after !== undefined && { after }) } : afterPage(rest),
  });
}

/** All live orders are counted: judges, and counts once more what does not fit. */
async function settle(counts: readonly Count[], rest: Omit<Counting, "counts" | "after">): Promise<Checked> {
  const { suspects, ...found } = judge(counts, await readStocks(counts));
  if (suspects.length === 0) return step({ ...found, next: afterPage(rest) });
  await clock.sleep(BEFORE_SECOND_COUNT_MS);
  return step({ ...found, next: { ...rest, counts: fromNow(suspects, await readStocks(suspects)) } });
}

/** What moved only between the two counts can be judged all the same. */
function fromNow(counts: readonly Count[], stocks: ReadonlyMap<Sku, Stock>): Count[] {
  return counts.map((count) => ({ ...count, version: stocks.get(count.sku)?.version ?? count.version }));
}

function step(found: Pick<Checked, "next"> & Partial<Checked>): Checked {
  return { checkedProducts: 0, checkedOrders: 0, violations: [], unsettled: [], ...found };
}

function afterPage({ products }: Pick<Counting, "products">): Position {
  return products === undefined ? { phase: "orders" } : { phase: "products", after: products };
}

/** One that cannot be read is told of when it is its turn; what it holds is missing here. */
function readableOrders(items: readonly unknown[]): Order[] {
  return items.flatMap((item) => {
    const { data } = Order.safeParse(item);
    return data ? [data] : [];
  });
}

async function readStocks(counts: readonly Count[]): Promise<ReadonlyMap<Sku, Stock>> {
  const items = await readItems(counts.map(({ sku }) => stockKey(sku)));
  return new Map(
    [...items.values()].flatMap((item) => {
      const { data } = Stock.safeParse(item);
      return data ? [[data.sku, data] as const] : [];
    }),
  );
}
