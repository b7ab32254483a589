import { Product } from "../../../functions/inventory/rules/product.ts";
import { Adjustment, Stock } from "../../../functions/inventory/rules/stock.ts";
import { Order } from "../../../functions/orders/rules/order.ts";
import type { StoredItem } from "../../../functions/platform/table/item.ts";
import { SandboxAuthorization } from "../../../functions/providers/sandbox/sandbox-ledger.ts";

/** Everything that the table holds, sorted by what it is. */
export interface Books {
  readonly items: readonly StoredItem[];
  readonly products: readonly Product[];
  readonly stocks: readonly Stock[];
  readonly adjustments: readonly Adjustment[];
  readonly orders: readonly Order[];
  /** The bank's own books. */
  readonly authorizations: readonly SandboxAuthorization[];
}

/** Opens the books in which these items are. */
export function openBooks(items: readonly StoredItem[]): Books {
  const of = (type: string) => items.filter((item) => item.type === type);
  return {
    items,
    products: of("product").map((item) => Product.parse(item)),
    stocks: of("stock").map((item) => Stock.parse(item)),
    adjustments: of("adjustment").map((item) => Adjustment.parse(item)),
    orders: of("order").map((item) => Order.parse(item)),
    authorizations: of("sandbox_authorization").map((item) => SandboxAuthorization.parse(item)),
  };
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
