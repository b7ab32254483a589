import { amountDue, capturable } from "./instructions.ts";
import { openUnits } from "./line.ts";
import type { Order } from "./order.ts";
import { parcelAmount } from "./parcel-amount.ts";
import type { Attempt } from "./payment.ts";
import { type Shipment, unitsIn } from "./shipment.ts";
import { orderTotal } from "./total.ts";

/**
 * What is captured when a shipment leaves, in minor units: its own part where each shipment is captured and the provider
 * can capture in parts, else all that is due.
 */
export function amountForShipment(order: Order, shipment: Shipment, attempt: Attempt): number {
  const due = Math.min(amountDue(order), capturable(order, attempt));
  if (order.captureAt !== "eachShipment" || !attempt.multicapture) return due;
  const others = order.shipments.filter(({ number }) => number !== shipment.number).filter(hasLeft);
  const isLast = order.lines.every((line) => openUnits(line) === unitsIn(shipment, line.sku));
  const units = shipment.lines.map(({ sku, quantity }) => ({
    sku,
    quantity,
    sentBefore: others.reduce((sum, one) => sum + unitsIn(one, sku), 0),
  }));
  const capturedBefore = orderTotal(order).amount - amountDue(order);
  return Math.min(due, parcelAmount(order, units, { isFirst: others.length === 0, isLast, capturedBefore }));
}

/** Whether it has left, or is about to. */
function hasLeft({ shippedAt, leaving }: Shipment): boolean {
  return shippedAt !== undefined || leaving !== undefined;
}
