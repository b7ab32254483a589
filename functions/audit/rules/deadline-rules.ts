import type { Order } from "../../orders/rules/order.ts";
import { MAX_WAIT_SECONDS } from "../../orders/rules/timing.ts";
import { secondsAfter, type Timestamp } from "../../platform/values/time.ts";
import type { Rule } from "./rule.ts";

/** Five of the sweeper's periods: what is due longer than that, it cannot get done. */
const SWEPT_WITHIN_SECONDS = 300;

/** An order at a moment. */
export interface OrderAt {
  readonly order: Order;
  readonly now: Timestamp;
}

/** No order outlives its deadlines: the sweeper sees to that, and this to the sweeper. */
export const deadlineRule: Rule<OrderAt> = {
  name: "no order is older than its deadline",
  sentence: "what is due is carried on within five sweeps, and PENDING is over soon after the last authorization",
  check: ({ order: { status, pending, payment }, now }) => {
    const isStuck = pending !== undefined && secondsAfter(pending.dueAt, SWEPT_WITHIN_SECONDS) < now;
    const leaves = secondsAfter(payment.authorizeBy, MAX_WAIT_SECONDS + SWEPT_WITHIN_SECONDS);
    return [
      ...(isStuck ? [`${pending.effect} has been due since ${pending.dueAt}`] : []),
      ...(status === "PENDING" && leaves < now
        ? [`the order is PENDING, to be authorized by ${payment.authorizeBy}`]
        : []),
    ];
  },
};
