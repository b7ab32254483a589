import { secondsAfter, type Timestamp } from "../../platform/values/time.ts";
import { amountDue } from "./instructions.ts";
import type { Order } from "./order.ts";

/** The order that nothing pays from now on: it keeps its stock for as long as its policy says. */
export function withHold(order: Order, now: Timestamp): Order {
  const { paymentHoldSeconds, holdUntil = now } = order;
  const until = secondsAfter(now, paymentHoldSeconds);
  return paymentHoldSeconds === 0 || until <= holdUntil ? order : { ...order, holdUntil: until };
}

/** The order that keeps less money than before: it waits for another payment of what it still calls for. */
export function withHoldIfDue(order: Order, now: Timestamp): Order {
  return amountDue(order) > 0 ? withHold(order, now) : order;
}
