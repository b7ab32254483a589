import { requested } from "../orders/change-context.ts";
import { changeOrder } from "../orders/change-order.ts";
import type { Resumed } from "../orders/resume-order.ts";
import { resumePayment } from "../orders/resume-payment.ts";
import type { ChangeContext } from "../orders/rules/next-order.ts";
import type { Order, OrderId } from "../orders/rules/order.ts";
import { isWaiting, type PaymentRequest, wasAccepted } from "../orders/rules/payment-requests.ts";
import { paymentStatus } from "../orders/rules/payment-status.ts";
import { writeOrder } from "../orders/write-order.ts";
import { log } from "../platform/runtime/logging.ts";
import type { Caller } from "../platform/values/caller.ts";
import { idFromKey } from "../platform/values/ids.ts";

/** A request about the money of an order. */
export interface KeyedPaymentRequest {
  readonly orderId: OrderId;
  readonly caller: Caller;
  readonly idempotencyKey: string;
  /** Of the body. */
  readonly fingerprint: string;
}

export interface AnsweredPayment extends Resumed {
  /** The provider, or the customer, has to answer first. */
  readonly waits: boolean;
  /** An earlier request with the same key had asked for it. */
  readonly replayed: boolean;
}

/** What a request changes. @throws where the order does not allow it */
type Change = (order: Order, request: PaymentRequest, context: ChangeContext) => Order | Promise<Order>;

/**
 * Changes an order's payment, once for each Idempotency-Key, and carries it out as far as possible.
 * @throws 404; 422 where the key was sent with another body; what `change` throws
 */
export async function requestPayment(
  operation: string,
  { orderId, caller, idempotencyKey: key, fingerprint }: KeyedPaymentRequest,
  change: Change,
): Promise<AnsweredPayment> {
  const request = { request: idFromKey("req", { caller, operation, target: orderId, key }), fingerprint };
  let replayed = false;
  const stored = await changeOrder(orderId, caller, async (order) => {
    replayed = wasAccepted(order, request);
    if (replayed) return order;
    const next = await change(order, request, requested());
    await writeOrder(order, next);
    return next;
  });
  const resumed = await resumePayment(stored, caller);
  const { order } = resumed;
  log.result(replayed ? "payment request replayed" : "payment request carried out", {
    orderId,
    operation,
    payment: paymentStatus(order),
    replayed,
  });
  return { ...resumed, waits: isWaiting(order, request), replayed };
}
