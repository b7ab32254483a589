import { captures, capturesNotRefused } from "./instructions.ts";
import type { Order } from "./order.ts";
import type { Instruction } from "./payment.ts";
import type { Shipment } from "./shipment.ts";

/** Whether a shipment that is to leave has to wait until money is captured. */
export function waitsForCapture(order: Order, shipment: Shipment): boolean {
  return captures(order, "IN_FLIGHT", "REQUESTED").some((capture) => waitsFor(order, shipment, capture));
}

/**
 * A capture for another shipment is waited for by one that has none of its own: all that was due was being captured
 * already.
 */
function waitsFor(order: Order, { number }: Shipment, { shipment = number }: Instruction): boolean {
  return shipment === number || !hasOwnCapture(order, number);
}

function hasOwnCapture(order: Order, number: number): boolean {
  return capturesNotRefused(order).some(({ shipment }) => shipment === number);
}

/** The order after a capture was refused: the shipments that waited for it do not leave. */
export function stayPacked(order: Order): Order {
  const shipments = order.shipments.map((shipment) => {
    const { leaving: _, ...stays } = shipment;
    return hasOwnCapture(order, shipment.number) ? shipment : stays;
  });
  return { ...order, shipments };
}
