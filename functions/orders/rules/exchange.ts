import { problem, problemError } from "../../platform/values/problems.ts";
import type { Timestamp } from "../../platform/values/time.ts";
import type { Order } from "./order.ts";
import type { Return } from "./return.ts";

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
  const isCustomers = returned?.customerId === customerId;
  const found = isCustomers ? returned.returns.find(({ number }) => number === returnNumber) : undefined;
  if (isCustomers && found) return { returned, found };
  const path = isCustomers ? "exchangeFor.returnNumber" : "exchangeFor.orderId";
  const what = isCustomers
    ? `The order ${orderId} has no return ${returnNumber}.`
    : `${customerId} has no order ${orderId}.`;
  throw problemError(unknownReturn, `${what} Name a return of the customer's.`, {
    errors: [{ path, message: "names no return of the customer's" }],
  });
}

/**
 * A return is exchanged once, unless the order for it came to nothing.
 * @param earlier the order that it was exchanged for
 * @throws 409 `not_exchangeable`
 */
export function requireExchangeable({ id }: Order, { number, status }: Return, earlier: Order | undefined): void {
  const isOver = earlier === undefined || earlier.status === "FAILED" || earlier.status === "CANCELLED";
  const isWithout = status === "REJECTED" || status === "CANCELLED";
  if (isOver && !isWithout) return;
  const why = isWithout ? `is ${status}` : `was exchanged for the order ${earlier?.id}`;
  throw problemError(
    notExchangeable,
    `Return ${number} of the order ${id} ${why}. Place the order without exchangeFor.`,
  );
}

/** The order whose return is exchanged for another order. */
export function exchanged(order: Order, { number }: Return, exchangeOrderId: Order["id"], now: Timestamp): Order {
  const returns = order.returns.map((one) =>
    one.number === number ? { ...one, exchangeOrderId, updatedAt: now } : one,
  );
  return { ...order, returns, version: order.version + 1, updatedAt: now };
}
