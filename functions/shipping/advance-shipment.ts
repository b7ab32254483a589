import { requested } from "../orders/change-context.ts";
import { changeOrder } from "../orders/change-order.ts";
import { resumeAsFarAsPossible } from "../orders/resume-order.ts";
import type { Order, OrderId } from "../orders/rules/order.ts";
import { captureRefused } from "../orders/rules/payment.ts";
import { paymentStatus } from "../orders/rules/payment-status.ts";
import { afterStep, type ShipmentAdvance } from "../orders/rules/shipment-steps.ts";
import { writeOrder } from "../orders/write-order.ts";
import type { Caller } from "../platform/values/caller.ts";
import { problemError } from "../platform/values/problems.ts";

export interface AdvanceRequest extends ShipmentAdvance {
  readonly orderId: OrderId;
  readonly caller: Caller;
}

/** Packs, dispatches or delivers a shipment; dispatching captures the payment first. Repeating a step changes nothing. */
export async function advanceShipment({ orderId, caller, ...advance }: AdvanceRequest): Promise<Order> {
  const changed = await changeOrder(orderId, caller, async (order) => {
    const next = afterStep(order, advance, requested());
    if (next !== order) await writeOrder(order, next);
    return next;
  });
  const { order } = await resumeAsFarAsPossible(changed);
  if (advance.step.status === "SHIPPED" && paymentStatus(order) === "EXPIRED") throw refusedCapture(order);
  return order;
}

function refusedCapture({ id, payment }: Order) {
  const reason = payment.providerErrors?.at(-1)?.reason ?? "no reason given";
  return problemError(
    captureRefused,
    `The payment of ${id} could not be captured (${reason}), so the shipment stays PACKED. Cancel the order: its stock is released.`,
  );
}
