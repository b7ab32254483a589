import { adjustmentItem, productItem, stockItem } from "../../../functions/inventory/inventory-items.ts";
import type { Product } from "../../../functions/inventory/rules/product.ts";
import type { Adjustment, Stock } from "../../../functions/inventory/rules/stock.ts";
import { orderItem } from "../../../functions/orders/order-item.ts";
import type { Order } from "../../../functions/orders/rules/order.ts";
import type { StoredItem } from "../../../functions/platform/table/item.ts";
import type { ItemType } from "../../../functions/platform/table/item-type.ts";
import {
  type SandboxAuthorization,
  sandboxAuthorizationItem,
} from "../../../functions/providers/sandbox/sandbox-items.ts";
import { itemTypeOf } from "../../../functions/registry/item-types.ts";

/** Everything that the table holds, sorted by what it is. */
export interface StoredState {
  readonly items: readonly StoredItem[];
  readonly products: readonly Product[];
  readonly stocks: readonly Stock[];
  readonly adjustments: readonly Adjustment[];
  readonly orders: readonly Order[];
  /** The sandbox provider's authorizations. */
  readonly authorizations: readonly SandboxAuthorization[];
}

/** The stored items by their type. @throws where one is of a type that no slice declares. */
export function storedStateOf(items: readonly StoredItem[]): StoredState {
  for (const { type } of items) itemTypeOf(type);
  return {
    items,
    products: itemsOf(productItem, items),
    stocks: itemsOf(stockItem, items),
    adjustments: itemsOf(adjustmentItem, items),
    orders: itemsOf(orderItem, items),
    authorizations: itemsOf(sandboxAuthorizationItem, items),
  };
}

function itemsOf<Item>({ type, parse }: ItemType<Item>, items: readonly StoredItem[]): Item[] {
  return items.filter((item) => item.type === type).map(parse);
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
