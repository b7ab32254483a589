import { arrivalOf, cancelOpenUnits } from "./line.ts";
import { type Order, type OrderStatus, orderStates } from "./order.ts";
import { closeAttempts } from "./payment-changes.ts";
import { giveBackEverything, settleCaptures } from "./settle-captures.ts";
import { type Shipment, shipmentStates } from "./shipment.ts";

/** The order in its next status. @throws 409 `invalid_state_transition`. */
export function inStatus(order: Order, status: OrderStatus): Order {
  return { ...order, status: orderStates.transition(order.status, status) };
}

/**
 * The order with nothing of it open any more: nothing is held for it, and what was captured is given back. Of an order
 * that shipped in part, only the rest ends.
 */
export function end(order: Order, status: "FAILED" | "CANCELLED"): Order {
  const nothingOpen = {
    ...order,
    lines: order.lines.map(cancelOpenUnits),
    shipments: order.shipments.map(cancelIfWaiting),
  };
  const ended =
    order.status === "PARTIALLY_SHIPPED"
      ? settleCaptures(withoutRest(nothingOpen))
      : giveBackEverything(inStatus(nothingOpen, status));
  return closeAttempts(ended);
}

function cancelIfWaiting({ leaving: _, ...shipment }: Shipment): Shipment {
  if (!shipmentStates.allows(shipment.status, "CANCELLED")) return shipment;
  return { ...shipment, status: "CANCELLED" };
}

/** The order whose last open units were cancelled, after others had shipped. */
export function withoutRest(order: Order): Order {
  return inStatus(order, arrivalOf(order.lines) ?? "SHIPPED");
}
