import { indexRule } from "../../../functions/audit/rules/index-rule.ts";
import { orderRules } from "../../../functions/audit/rules/order-rules.ts";
import type { Rule } from "../../../functions/audit/rules/rule.ts";
import { orderItem } from "../../../functions/orders/order-item.ts";
import type { Order } from "../../../functions/orders/rules/order.ts";
import { forEach, forEachOrder } from "./rules.ts";
import type { StoredState } from "./stored-state.ts";

const indexed = forEach(({ items }) => {
  const ofOrders = items.filter(({ type }) => type === orderItem.type);
  return ofOrders.map((item) => ({ item, order: orderItem.parse(item) })).map((one) => [one.order.id, one] as const);
}, indexRule);

const shipmentsHaveUnits: Rule<Order> = {
  name: "no shipment is empty",
  sentence: "a shipment that is not CANCELLED contains units",
  check: ({ shipments }) =>
    shipments
      .filter(({ status, lines }) => status !== "CANCELLED" && lines.length === 0)
      .map(({ number, status }) => `shipment ${number} is ${status}, and empty`),
};

export const orderInvariants: readonly Rule<StoredState>[] = [
  ...[...orderRules, shipmentsHaveUnits].map(forEachOrder),
  indexed,
];
