import { requested } from "../orders/change-context.ts";
import { changeOrder } from "../orders/change-order.ts";
import { resumeAsFarAsPossible } from "../orders/resume-order.ts";
import type { ChangeContext } from "../orders/rules/next-order.ts";
import type { Order, OrderId } from "../orders/rules/order.ts";
import { writeOrder } from "../orders/write-order.ts";
import type { Caller } from "../platform/values/caller.ts";
import { idFromKey } from "../platform/values/ids.ts";

/** What the API's requests about a return have in common. */
export interface ReturnsRequest {
  readonly orderId: OrderId;
  readonly caller: Caller;
}

/** A request that is carried out once for each idempotency key. */
export interface KeyedReturnsRequest extends ReturnsRequest {
  readonly idempotencyKey: string;
  /** Of the body. */
  readonly fingerprint: string;
}

/**
 * Changes the returns of an order, and carries out what follows, as far as possible.
 * @param change the next version; the order itself where the change was made before
 * @throws 404; what `change` throws
 */
export async function changeReturns(
  { orderId, caller }: ReturnsRequest,
  change: (order: Order, context: ChangeContext) => Order,
): Promise<Order> {
  const changed = await changeOrder(orderId, caller, async (order) => {
    const next = change(order, requested());
    if (next !== order) await writeOrder(order, next);
    return next;
  });
  const { order } = await resumeAsFarAsPossible(changed);
  return order;
}

/** What a return, or a receipt, keeps of the request that made it. */
export function requestKey(operation: string, request: KeyedReturnsRequest, target: string = request.orderId) {
  const { caller, idempotencyKey: key, fingerprint } = request;
  return { id: idFromKey("req", { caller, operation, target, key }), fingerprint };
}
