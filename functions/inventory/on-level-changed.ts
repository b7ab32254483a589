import { productArchived, productRestored } from "../../events/products.ts";
import { stockDepleted, stockLow, stockReplenished } from "../../events/stock.ts";
import { consume } from "../platform/messages/consume.ts";
import { subscription } from "../platform/messages/subscription.ts";
import { listStockByLevel } from "./list-stock-by-level.ts";

/** What an event says is old when it arrives: it only says which stock to look at. */
export const onLevelChanged = subscription({
  name: "stock-levels",
  events: [stockLow, stockDepleted, stockReplenished, productArchived, productRestored],
  description: "A product's stock is in the list of its level",
  entry: "functions/inventory/on-level-changed.ts",
  table: { items: ["BatchGetItem", "UpdateItem"] },
  reservedConcurrency: 5,
  handle: ({ sku }) => listStockByLevel(sku),
});

export const handler = consume(onLevelChanged);
