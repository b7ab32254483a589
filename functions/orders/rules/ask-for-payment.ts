import { secondsAfter } from "../../platform/values/time.ts";
import { type ChangeContext, claim } from "./next-order.ts";
import type { Order } from "./order.ts";
import type { Attempt, PaidWith } from "./payment.ts";

/** The order with one more attempt to pay it, of `amount` minor units, and AUTHORIZE claimed for it. */
export function askForPayment(
  order: Order,
  asked: PaidWith & Pick<Attempt, "amount"> & Partial<Pick<Attempt, "createdAt" | "request" | "fingerprint">>,
  context: ChangeContext,
): Order {
  const { attempts } = order.payment;
  const askUntil = secondsAfter(context.now, context.timing.authorizeWithin);
  const attempt: Attempt = {
    id: attempts.length + 1,
    status: "REQUESTED",
    askUntil,
    tries: 0,
    refundedElsewhere: 0,
    externalRefunds: [],
    disputes: [],
    ...asked,
  };
  const withAttempt = { ...order, payment: { ...order.payment, attempts: [...attempts, attempt] } };
  return claim(withAttempt, { effect: "AUTHORIZE", attempt: attempt.id }, context);
}
