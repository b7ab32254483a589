import { now } from "../platform/runtime/request-context.ts";
import type { Put } from "../platform/table/conditional-write.ts";
import { loadOrder, OrderExistsError, replaceOrder } from "./order-table.ts";
import { type ExchangeFor, exchanged, requireExchangeable, requireExchangedReturn } from "./rules/exchange.ts";
import { type Order, OrderId } from "./rules/order.ts";

/**
 * The write that names an order in the return that it is an exchange for: in one transaction with the order, so that both
 * name each other or neither does.
 * @throws OrderExistsError where a racing request with the same key has stored the order; 422 `unknown_return`; 409
 * `not_exchangeable`
 */
export async function linkExchange(order: Order, exchangeFor: ExchangeFor): Promise<Put[]> {
  const read = await loadOrder(exchangeFor.orderId);
  const { returned, found } = requireExchangedReturn(read, exchangeFor, order.customerId);
  const { exchangeOrderId } = found;
  const earlier = exchangeOrderId === undefined ? undefined : await loadOrder(OrderId.parse(exchangeOrderId));
  requireNotStored(order, earlier);
  requireExchangeable(found, earlier);
  return order.status === "FAILED" ? [] : [replaceOrder(exchanged(returned, found, order.id, now()))];
}

function requireNotStored({ id }: Order, earlier: Order | undefined): void {
  if (earlier?.id === id) throw new OrderExistsError(earlier);
}
