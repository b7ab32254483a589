import { Stock } from "../inventory/rules/stock.ts";
import { stockEvents } from "../inventory/rules/stock-events.ts";
import { stockDuePartition, stockType } from "../inventory/stock-table.ts";
import { timeOf } from "../platform/table/due-index.ts";
import { itemType, type PendingWork } from "../platform/table/item-type.ts";

/** A stock is due where units came and orders wait for them. */
export const stockItem = itemType({
  type: stockType,
  schema: Stock,
  events: stockEvents,
  due: { partitions: () => [stockDuePartition], pending: pendingFill, resume: fill },
});

function pendingFill({ due, dueAt }: Stock): PendingWork | undefined {
  if (due === undefined || dueAt === undefined) return undefined;
  return { effect: "FILL_BACKORDERS", since: timeOf(dueAt), dueAt: timeOf(dueAt), tries: 0 };
}

async function fill({ sku }: Stock): Promise<void> {
  const { fillBackorders } = await import("./fill-backorders.ts");
  await fillBackorders(sku);
}
