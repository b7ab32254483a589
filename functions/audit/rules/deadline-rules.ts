import type { Order } from "../../orders/rules/order.ts";
import { MAX_WAIT_SECONDS } from "../../orders/rules/timing.ts";
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
  sentence:
    "a pending effect is resumed within five sweeps after its dueAt, and PENDING ends soon after the last attempt's askUntil",
  check: ({ order: { status, pending, payment }, now }) => {
    const isStuck = pending !== undefined && secondsAfter(pending.dueAt, SWEPT_WITHIN_SECONDS) < now;
    const askUntil = payment.attempts.at(-1)?.askUntil;
    const endsBy = askUntil && secondsAfter(askUntil, MAX_WAIT_SECONDS + SWEPT_WITHIN_SECONDS);
    return [
      ...(isStuck ? [`${pending.effect} has been due since ${pending.dueAt}`] : []),
      ...(status === "PENDING" && endsBy !== undefined && endsBy < now
        ? [`the order is PENDING, to be authorized by ${askUntil}`]
        : []),
    ];
  },
};
