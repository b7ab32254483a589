import { indexRule } from "../../../functions/audit/rules/index-rule.ts";
import { orderRules } from "../../../functions/audit/rules/order-rules.ts";
import type { Rule } from "../../../functions/audit/rules/rule.ts";
import { orderItem } from "../../../functions/orders/order-item.ts";
import { forEach, forEachOrder } from "./rules.ts";
import type { StoredState } from "./stored-state.ts";

const indexed = forEach(({ items }) => {
  const ofOrders = items.filter(({ type }) => type === orderItem.type);
  return ofOrders.map((item) => ({ item, order: orderItem.parse(item) })).map((one) => [one.order.id, one] as const);
}, indexRule);

export const orderInvariants: readonly Rule<StoredState>[] = [...orderRules.map(forEachOrder), indexed];
