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

const exchangesLinked: Rule<StoredState> = {
  name: "exchanges name each other",
  sentence:
    "an order that goes on and is an exchange for a return is named by it; the order that a return names is an exchange for it",
  check: ({ orders }) => {
    const named = orders.flatMap(({ id, returns }) =>
      returns.flatMap(({ number, exchangeOrderId: by }) =>
        by === undefined ? [] : [`${by} for return ${number} of ${id}`],
      ),
    );
    const naming = orders.flatMap(({ id, status, exchangeFor }) => {
      const isOver = status === "FAILED" || status === "CANCELLED";
      return exchangeFor
        ? [{ isOver, link: `${id} for return ${exchangeFor.returnNumber} of ${exchangeFor.orderId}` }]
        : [];
    });
    return [
      ...naming
        .filter(({ isOver, link }) => !isOver && !named.includes(link))
        .map(({ link }) => `${link} is not named by it`),
      ...named.filter((link) => !naming.some((one) => one.link === link)).map((link) => `${link} does not name it`),
    ];
  },
};

export const orderInvariants: readonly Rule<StoredState>[] = [
  ...[...orderRules, shipmentsHaveUnits].map(forEachOrder),
  indexed,
  exchangesLinked,
];
