import { idempotencyKeyReused, problem, problemError } from "../../platform/values/problems.ts";
import { requireLine } from "./edited-lines.ts";
import { type ChangeContext, nextOrder } from "./next-order.ts";
import type { Order } from "./order.ts";
import { tooManyUnits } from "./refund-amount.ts";
import type { Return, ReturnKey, ReturnLine, ReturnRefund } from "./return.ts";
import { hasTooManyReturns, isInTime, returnableUnits, returnableUntil } from "./returnable.ts";

export const tooLateToReturn = problem(409, "too_late_to_return", "The customer can no longer ask to send units back.");
export const tooManyReturns = problem(422, "too_many_returns", "The order has too many returns.");

/** Units that are to be sent back. */
export interface ReturnRequest {
  /** Each SKU once. */
  readonly lines: readonly ReturnLine[];
  readonly reason: string;
  /** `role:subject`. */
  readonly requestedBy: string;
  /** The order's customer asks: in time only, and the shop decides. */
  readonly isCustomer: boolean;
  /** Of a return that the shop makes: it is APPROVED at once. */
  readonly refund: ReturnRefund;
  readonly request: ReturnKey;
}

/**
 * A return of units that have shipped: REQUESTED by the customer, or APPROVED where the shop makes it.
 * @throws 409 for more units than can be returned, and where it is too late for the customer; 422 for too many returns, and
 * for a SKU that is not in the order
 */
export function requestReturn(order: Order, wanted: ReturnRequest, context: ChangeContext): Order {
  for (const [index, line] of wanted.lines.entries()) requireReturnable(order, line, index);
  if (wanted.isCustomer) requireReturnInTime(order, wanted, context);
  if (hasTooManyReturns(order, wanted.isCustomer)) throw tooMany(order);
  const { lines, reason, requestedBy, request } = wanted;
  const decided = wanted.isCustomer
    ? ({ status: "REQUESTED" } as const)
    : ({ status: "APPROVED", refund: wanted.refund } as const);
  const added: Return = {
    number: order.returns.length + 1,
    ...decided,
    lines: [...lines],
    reason,
    requestedBy,
    receipts: [],
    createdAt: context.now,
    updatedAt: context.now,
    request,
  };
  return nextOrder(order, { ...order, returns: [...order.returns, added] }, context);
}

/** The return that an earlier request with the same key made. @throws 422 where that had another body. */
export function returnMadeBy({ returns }: Order, { id, fingerprint }: ReturnKey): Return | undefined {
  const made = returns.find(({ request }) => request.id === id);
  if (!made || made.request.fingerprint === fingerprint) return made;
  throw problemError(idempotencyKeyReused, `The key made return ${made.number} with another body. Use a new key.`);
}

/** @throws 422 `unknown_line`; 409 `too_many_units`. */
function requireReturnable(order: Order, { sku, quantity }: ReturnLine, index: number): void {
  requireLine(order, sku, index);
  const most = order.lines
    .filter((line) => line.sku === sku)
    .reduce((sum, one) => sum + returnableUnits(order, one), 0);
  if (quantity <= most) return;
  if (most === 0) {
    throw problemError(
      tooManyUnits,
      `No unit of ${sku} in the order ${order.id} can be returned now: ${whyNone(order, sku)}.`,
      { errors: [{ path: `lines.${index}.sku`, message: "has no unit that can be returned now" }] },
    );
  }
  throw problemError(
    tooManyUnits,
    `${quantity} units of ${sku} are to be returned, and of the order ${order.id} ${most} have shipped and are neither back nor in another return. Ask for at most ${most}.`,
    { errors: [{ path: `lines.${index}.quantity`, message: `must be at most ${most}` }] },
  );
}

function whyNone({ lines }: Order, sku: ReturnLine["sku"]): string {
  const hasShipped = lines.some((line) => line.sku === sku && line.shipped > 0);
  return hasShipped ? "what has shipped is back, or in another return" : "none has shipped";
}

/** @throws 409 `too_late_to_return` naming each line that is. */
function requireReturnInTime(order: Order, { lines }: ReturnRequest, { now }: ChangeContext): void {
  const errors = lines.flatMap(({ sku }, index) =>
    isInTime(order, sku, now) ? [] : [{ path: `lines.${index}.sku`, message: lateness(order, sku) }],
  );
  if (errors.length === 0) return;
  const why =
    order.returnWithinDays === 0
      ? "The shop takes back what was ordered only where it offers that itself."
      : `The order ${order.id} can be returned within ${order.returnWithinDays} days after its delivery, and this is later.`;
  throw problemError(tooLateToReturn, `${why} Ask the shop.`, { errors });
}

function lateness(order: Order, sku: ReturnLine["sku"]): string {
  return order.returnWithinDays === 0 ? "is returned by the shop only" : `was until ${returnableUntil(order, sku)}`;
}

function tooMany({ id, returns }: Order) {
  return problemError(
    tooManyReturns,
    `The order ${id} has ${returns.length} returns already. Have the rest sent back with one that is open, or ask the shop.`,
  );
}
