import { itemType } from "../platform/table/item-type.ts";
import { Product } from "./rules/product.ts";
import { Adjustment, Stock } from "./rules/stock.ts";
import { stockEvents } from "./rules/stock-events.ts";

export const productItem = itemType({ type: "product", schema: Product, events: "none" });

export const stockItem = itemType({ type: "stock", schema: Stock, events: stockEvents });

/** Told by its stock, which changes in the same transaction. */
export const adjustmentItem = itemType({ type: "adjustment", schema: Adjustment, events: "none" });
