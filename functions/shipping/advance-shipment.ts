import { requireLocation } from "../inventory/location-table.ts";
import { requested } from "../orders/change-context.ts";
import { changeOrder } from "../orders/change-order.ts";
import { resumeAsFarAsPossible } from "../orders/resume-order.ts";
import { captures } from "../orders/rules/instructions.ts";
import type { Order, OrderId } from "../orders/rules/order.ts";
import { captureRefused } from "../orders/rules/payment.ts";
import { afterStep, requireShipment, type ShipmentAdvance } from "../orders/rules/shipment-steps.ts";
import { writeOrder } from "../orders/write-order.ts";
import type { Caller } from "../platform/values/caller.ts";
import { problemError } from "../platform/values/problems.ts";

export interface AdvanceRequest extends ShipmentAdvance {
  readonly orderId: OrderId;
  readonly caller: Caller;
}

/**
 * Takes a shipment a step further; dispatching captures the payment first. Repeating a step changes nothing.
 * @throws 422 `unknown_location` where units are to be put in stock at a location that the shop does not have
 */
export async function advanceShipment({ orderId, caller, ...advance }: AdvanceRequest): Promise<Order> {
  const { step } = advance;
  if (step.status === "RETURNED" && step.location) await requireLocation(step.location, "location");
  const changed = await changeOrder(orderId, caller, async (order) => {
    const next = afterStep(order, advance, requested());
    if (next !== order) await writeOrder(order, next);
    return next;
  });
  const { order } = await resumeAsFarAsPossible(changed);
  requireCaptured(order, advance);
  return order;
}

/** @throws 409 `capture_refused` where the shipment was to leave, and stays because its capture was refused. */
function requireCaptured(order: Order, { number, step }: ShipmentAdvance): void {
  const { status, leaving } = requireShipment(order, number);
  const stays = (status === "PACKED" && !leaving) || status === "CANCELLED";
  if (step.status !== "SHIPPED" || !stays) return;
  const { id } = order;
  const reason = captures(order, "REFUSED").at(-1)?.reason ?? "no reason given";
  throw problemError(
    captureRefused,
    status === "CANCELLED"
      ? `The payment of ${id} could not be captured (${reason}), so the shipment must not leave: nothing of the order is held for another payment, and what had not left is cancelled.`
      : `The payment of ${id} could not be captured (${reason}), so the shipment stays PACKED. POST /payments/${id}/authorize asks for another payment; without one, what has not left is cancelled when its hold ends.`,
  );
}
