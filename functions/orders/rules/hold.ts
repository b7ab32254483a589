import { secondsAfter, type Timestamp } from "../../platform/values/time.ts";
import type { Order } from "./order.ts";

/** The order that nothing pays from now on: it keeps its stock for as long as its policy says. */
export function withHold(order: Order, now: Timestamp): Order {
  const { paymentHoldSeconds, holdUntil = now } = order;
  const until = secondsAfter(now, paymentHoldSeconds);
  return paymentHoldSeconds === 0 || until <= holdUntil ? order : { ...order, holdUntil: until };
}
