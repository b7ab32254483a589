import { dueAt } from "../../orders/rules/due.ts";
import type { Order } from "../../orders/rules/order.ts";
import { listOf } from "../../orders/rules/order-lists.ts";
import type { Rule } from "./rule.ts";

/** An order, and the item that it was read from. */
export interface IndexedOrder {
  readonly order: Order;
  readonly item: Readonly<Record<string, unknown>>;
}

/** Where in an index an order is, beside the partition, follows from attributes that the order is read from. */
export const indexRule: Rule<IndexedOrder> = {
  name: "indexes match the order",
  sentence:
    "an order is in the list of its status, open or closed, and in the due index exactly while something of it is due",
  check: ({ order, item: { list, due } }) => {
    const { status } = order;
    const at = dueAt(order);
    const isDue = at === undefined ? due === undefined : String(due).startsWith("order#");
    return [
      ...(isDue ? [] : [`due at ${at ?? "no time"}, in the due index under ${due}`]),
      ...(String(list).startsWith(`ORDERS#${listOf(status)}#`)
        ? []
        : [`the order is ${status}, and listed in ${list}`]),
    ];
  },
};
