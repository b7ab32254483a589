import type { Money } from "../../platform/values/money.ts";
import type { Order } from "./order.ts";

/** What the order calls for: its lines, taxes included. */
export function orderTotal({ lines, currency }: Pick<Order, "lines" | "currency">): Money {
  return { amount: lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0), currency };
}
