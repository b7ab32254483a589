import type { Money } from "../../platform/values/money.ts";
import type { Order } from "./order.ts";
import { type OrderToPrice, priceOrder } from "./pricing.ts";

/** What the order calls for: its units that are not cancelled, and its charges. */
export function orderTotal(order: OrderToPrice): Money {
  return { amount: priceOrder(order).total, currency: order.currency };
}

/** What the order is, or was, about: of one that ended before anything shipped, what had been ordered. */
export function shownOrder({ currency, lines, charges, discounts }: Order): OrderToPrice {
  const isOver = lines.every(({ quantity, cancelled }) => cancelled === quantity);
  return { currency, charges, discounts, lines: isOver ? lines.map((line) => ({ ...line, cancelled: 0 })) : lines };
}
