import { log } from "../platform/runtime/logging.ts";
import { retryOnConflict } from "../platform/runtime/retry-on-conflict.ts";
import { write } from "../platform/table/write.ts";
import { stockEntry } from "./rules/stock-lists.ts";
import { listStock, loadListedStock, StockChangedError } from "./stock-level-table.ts";

/**
 * Puts a product's stock into the list of the level that it has now; changes nothing where it is in it already.
 * @throws 503 where orders keep changing it
 */
export async function listStockByLevel(sku: string): Promise<void> {
  const putIntoList = async () => {
    const { stock, list, status } = await loadListedStock(sku);
    const wanted = stockEntry(stock, status).list;
    log.result("stock listed", { list: wanted ?? "none" });
    if (list === wanted) return;
    await write([listStock(stock, status)]);
    // The product may have been archived or restored since it was read, and whoever handled that found nothing to do.
    await putIntoList();
  };
  await retryOnConflict(`stock of ${sku}`, putIntoList, hasStockChanged);
}

function hasStockChanged(error: unknown): boolean {
  return error instanceof StockChangedError;
}
