import { dueWork } from "../../orders/rules/due.ts";
import type { Order } from "../../orders/rules/order.ts";
import { secondsAfter, type Timestamp } from "../../platform/values/time.ts";
import type { Rule } from "./rule.ts";

/** Five periods of the sweeper: an effect that is due for longer is stuck. */
const SWEPT_WITHIN_SECONDS = 300;

/** An order at a moment. */
export interface OrderAt {
  readonly order: Order;
  readonly now: Timestamp;
}

/** Shows that the sweeper does its work. */
export const deadlineRule: Rule<OrderAt> = {
  name: "no order is overdue",
  sentence: "what is due of an order is done within five sweeps, and a PENDING order always has something due",
  check: ({ order, now }) => {
    const due = dueWork(order);
    if (!due) return order.status === "PENDING" ? ["the order is PENDING, and nothing of it is due"] : [];
    return secondsAfter(due.dueAt, SWEPT_WITHIN_SECONDS) < now ? [`${due.effect} has been due since ${due.dueAt}`] : [];
  },
};
