import type { Order } from "../orders/rules/order.ts";
import { requestReturn as request, returnMadeBy } from "../orders/rules/request-return.ts";
import type { Return, ReturnKey, ReturnLine, ReturnRefund } from "../orders/rules/return.ts";
import { staffOnly } from "../orders/rules/staff-only.ts";
import { currentContext } from "../platform/runtime/request-context.ts";
import { type Caller, worksForShop } from "../platform/values/caller.ts";
import { problemError } from "../platform/values/problems.ts";
import { changeReturns, type KeyedReturnsRequest, requestKey } from "./change-returns.ts";
import { refundByDefault } from "./return-settings.ts";

export interface NewReturnRequest extends KeyedReturnsRequest {
  readonly lines: readonly ReturnLine[];
  readonly reason: string;
  readonly refund: ReturnRefund | undefined;
}

export interface RequestedReturn {
  readonly order: Order;
  readonly found: Return;
  /** An earlier request with the same idempotency key had made it. */
  readonly replayed: boolean;
}

/**
 * Makes a return, once for each idempotency key: the shop decides about a customer's, its own is approved at once.
 * @throws 403 `staff_only`; 404; what `requestReturn` of the rules throws
 */
export async function requestReturn(wanted: NewReturnRequest): Promise<RequestedReturn> {
  const { caller, lines, reason, refund } = wanted;
  requireCustomersReturn(refund, caller);
  const key = requestKey("requestReturn", wanted);
  const asked = {
    lines,
    reason,
    requestedBy: currentContext().actor,
    isCustomer: !worksForShop(caller),
    refund: refund ?? refundByDefault(),
    request: key,
  };
  let replayed = false;
  const order = await changeReturns(wanted, (read, context) => {
    replayed = wasRequested(read, key);
    return replayed ? read : request(read, asked, context);
  });
  const found = returnMadeBy(order, key);
  if (!found) throw new Error(`The order ${order.id} lost a return that was stored.`);
  return { order, found, replayed };
}

function wasRequested(order: Order, key: ReturnKey): boolean {
  return returnMadeBy(order, key) !== undefined;
}

/** @throws 403 `staff_only` to a customer who says how it is refunded. */
function requireCustomersReturn(refund: ReturnRefund | undefined, caller: Caller): void {
  if (refund === undefined || worksForShop(caller)) return;
  throw problemError(staffOnly, "The shop decides how a return is refunded. Leave refund out.", {
    errors: [{ path: "refund", message: "is for staff and services only" }],
  });
}
