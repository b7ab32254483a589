import { spellMoney } from "../../platform/values/money.ts";
import { problem, problemError } from "../../platform/values/problems.ts";
import { cancelsEverything, type OnSale, type OrderEdit, withLines } from "./edited-lines.ts";
import { withoutRest } from "./end-order.ts";
import { amountDue, capturable, isClosedOrClosing, mayStillBePaid } from "./instructions.ts";
import { openUnits } from "./line.ts";
import { requireMayEdit } from "./may-edit.ts";
import { type ChangeContext, nextOrder } from "./next-order.ts";
import type { Order } from "./order.ts";
import { editableOf } from "./order-events.ts";
import { cancel } from "./order-transitions.ts";
import { settleCaptures } from "./settle-captures.ts";
import { orderTotal } from "./total.ts";

export const aboveAuthorized = problem(409, "above_authorized", "The order would cost more than is authorized for it.");

/** Who edits, as in `CancelRequest`: the last line that is cancelled cancels the order. */
export interface Editor {
  readonly actor: string;
  readonly isCustomer: boolean;
}

/**
 * The edited order; the order itself where nothing would change. What was captured for units that are taken out is given
 * back; units that are added hold stock, within the money that is authorized.
 * @throws like requireMayEdit and withLines; 409 where the total would exceed what is authorized
 */
export function edit(order: Order, wanted: OrderEdit, editor: Editor, onSale: OnSale, context: ChangeContext): Order {
  requireMayEdit(order, wanted, editor.isCustomer);
  const detailed = withDetails(order, wanted);
  const counted = withLines(detailed, wanted.lines ?? [], onSale);
  if (editableOf(counted) === editableOf(order)) return order;
  if (cancelsEverything(order, wanted)) {
    return cancel(detailed, { reason: "Every line was cancelled", ...editor }, context);
  }
  requireAuthorized(order, counted);
  const isDone = order.status === "PARTIALLY_SHIPPED" && counted.lines.every((line) => openUnits(line) === 0);
  return nextOrder(order, settleCaptures(isDone ? withoutRest(counted) : counted), context);
}

function withDetails(order: Order, wanted: OrderEdit): Order {
  const { shippingAddress, billingAddress, email, reference, metadata, ...others } = order;
  return {
    ...others,
    shippingAddress: wanted.shippingAddress ?? shippingAddress,
    ...present("billingAddress", wanted.billingAddress, billingAddress),
    ...present("email", wanted.email, email),
    ...present("reference", wanted.reference, reference),
    ...present("metadata", wanted.metadata, metadata),
  };
}

/** The attribute as it is wanted, else as it was; none where it is null. */
function present<Name extends string, Value>(
  name: Name,
  wanted: Value | null | undefined,
  was: Value | undefined,
): { readonly [name in Name]?: Value } {
  const value = wanted === undefined ? was : wanted;
  const attribute: { [name in Name]?: Value } = {};
  if (value !== undefined && value !== null) attribute[name] = value;
  return attribute;
}

/** @throws 409 where the order would call for more money than its payment holds, or is still asked for. */
function requireAuthorized(before: Order, after: Order): void {
  const raised = orderTotal(after).amount - orderTotal(before).amount;
  if (raised <= 0 || (amountDue(before) > 0 && !mayStillBePaid(before))) return;
  const live = before.payment.attempts
    .filter((attempt) => !isClosedOrClosing(before, attempt))
    .reduce((sum, attempt) => sum + capturable(before, attempt), 0);
  if (amountDue(after) <= live) return;
  const { currency } = before;
  throw problemError(
    aboveAuthorized,
    `The order would call for ${spellMoney({ amount: amountDue(after), currency })} more, and ${spellMoney({ amount: live, currency })} are authorized. Place another order for the rest.`,
  );
}
