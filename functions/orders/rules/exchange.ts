import { problem, problemError } from "../../platform/values/problems.ts";
import type { Timestamp } from "../../platform/values/time.ts";
import type { Order } from "./order.ts";
import { isApproved, type Return } from "./return.ts";

export const unknownReturn = problem(422, "unknown_return", "The customer has no such return.");
export const notExchangeable = problem(409, "not_exchangeable", "The return is not exchanged for another order.");

/** What an order is an exchange for. */
export type ExchangeFor = NonNullable<Order["exchangeFor"]>;

/** The return that an order of this customer is an exchange for. @throws 422 `unknown_return`. */
export function requireExchangedReturn(
  returned: Order | undefined,
  { orderId, returnNumber }: ExchangeFor,
  customerId: Order["customerId"],
): { readonly returned: Order; readonly found: Return } {
  const found = returned?.returns.find(({ number }) => number === returnNumber);
  if (returned?.customerId === customerId && found) return { returned, found };
  throw problemError(unknownReturn, `${customerId} has no return ${returnNumber} of an order ${orderId}.`, {
    errors: [{ path: "exchangeFor", message: "must name a return of the customer" }],
  });
}

/**
 * An approved return is exchanged once, unless the order for it came to nothing.
 * @param earlier the order that it was exchanged for
 * @throws 409 `not_exchangeable`
 */
export function requireExchangeable(wanted: Return, earlier: Order | undefined): void {
  const { number, status } = wanted;
  const isOver = !earlier || earlier.status === "FAILED" || earlier.status === "CANCELLED";
  if (!isOver) throw refused(`Return ${number} was exchanged for ${earlier.id}. Place the order without exchangeFor.`);
  if (isApproved(wanted)) return;
  if (status === "REQUESTED") throw refused(`Return ${number} is not approved. Approve it first.`);
  throw refused(`Return ${number} is ${status}. Place the order without exchangeFor.`);
}

function refused(detail: string): Error {
  return problemError(notExchangeable, detail);
}

/** The order whose return is exchanged for another order. */
export function exchanged(order: Order, { number }: Return, exchangeOrderId: Order["id"], now: Timestamp): Order {
  const returns = order.returns.map((one) =>
    one.number === number ? { ...one, exchangeOrderId, updatedAt: now } : one,
  );
  return { ...order, returns, version: order.version + 1, updatedAt: now };
}
