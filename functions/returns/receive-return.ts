import { requireLocation } from "../inventory/location-table.ts";
import type { LocationId } from "../inventory/rules/location.ts";
import { isOpen, refundsOf } from "../orders/rules/instructions.ts";
import type { Order } from "../orders/rules/order.ts";
import { receiveReturn as receive, returnReceivedBy } from "../orders/rules/receive-return.ts";
import type { ReceivedLine, ReturnKey, ReturnRefund } from "../orders/rules/return.ts";
import { changeReturns, type KeyedReturnsRequest, requestKey } from "./change-returns.ts";

export interface NewReceiptRequest extends KeyedReturnsRequest {
  readonly number: number;
  readonly lines: readonly ReceivedLine[];
  readonly location: LocationId;
  readonly close: boolean;
  readonly refund: ReturnRefund | undefined;
  readonly refundShipping: boolean;
}

export interface ReceivedReturn {
  readonly order: Order;
  /** A refund of what was received is not done yet. */
  readonly waits: boolean;
  /** An earlier request with the same idempotency key had received it. */
  readonly replayed: boolean;
}

/**
 * Receives units of a return, once for each idempotency key: they go back into stock or are written off in the same write,
 * and what is to be refunded of them is.
 * @throws 404; 422 `unknown_location`; what `receiveReturn` of the rules throws
 */
export async function receiveReturn(wanted: NewReceiptRequest): Promise<ReceivedReturn> {
  const { orderId, number, location } = wanted;
  const key = requestKey("receiveReturn", wanted, `${orderId}/${number}`);
  await requireLocation(location, "location");
  let replayed = false;
  const order = await changeReturns(wanted, (read, context) => {
    replayed = wasReceived(read, key);
    return replayed ? read : receive(read, { ...wanted, request: key }, context);
  });
  const refunds = refundsOf(order).filter(({ returnNumber }) => returnNumber === number);
  return { order, waits: refunds.some(isOpen), replayed };
}

function wasReceived(order: Order, key: ReturnKey): boolean {
  return returnReceivedBy(order, key) !== undefined;
}
