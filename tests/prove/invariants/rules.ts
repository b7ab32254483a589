import type { Rule } from "../../../functions/audit/rules/rule.ts";
import type { Stock } from "../../../functions/inventory/rules/stock.ts";
import type { Order } from "../../../functions/orders/rules/order.ts";
import type { StoredState } from "./stored-state.ts";

/** A rule of one subject, for all of its kind in the table. */
export function forEach<Subject>(
  subjectsIn: (stored: StoredState) => readonly (readonly [id: string, subject: Subject])[],
  { name, sentence, check }: Rule<Subject>,
): Rule<StoredState> {
  return {
    name,
    sentence,
    check: (stored) =>
      subjectsIn(stored).flatMap(([id, subject]) => check(subject).map((detail) => `${id}: ${detail}`)),
  };
}

/** A rule of one order, for all orders. */
export function forEachOrder(rule: Rule<Order>): Rule<StoredState> {
  return forEach(({ orders }) => orders.map((order) => [order.id, order]), rule);
}

/** A rule of one stock, for all stocks. */
export function forEachStock(rule: Rule<Stock>): Rule<StoredState> {
  return forEach(({ stocks }) => stocks.map((stock) => [stock.sku, stock]), rule);
}
