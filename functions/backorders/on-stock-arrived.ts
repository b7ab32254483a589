import { awaitedStockArrived } from "../../events/stock.ts";
import { Sku } from "../inventory/rules/product.ts";
import { consume } from "../platform/messages/consume.ts";
import { subscription } from "../platform/messages/subscription.ts";
import { fillBackorders } from "./fill-backorders.ts";

export const onStockArrived = subscription({
  name: "backorders",
  events: [awaitedStockArrived],
  description: "Orders that wait for a product get what has come of it",
  entry: "functions/backorders/on-stock-arrived.ts",
  table: { items: ["GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"] },
  changesOrders: true,
  reservedConcurrency: 5,
  handle: ({ sku }) => fillBackorders(Sku.parse(sku)),
});

export const handler = consume(onStockArrived);
