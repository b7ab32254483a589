import { captures, heldCaptures, isClosing, isPaid, refundable } from "./instructions.ts";
import { cancelOpenUnits, lineStatus } from "./line.ts";
import type { Failure, Order, OrderStatus } from "./order.ts";
import { orderStates } from "./order.ts";
import { closeAttempts, instruct, withInstruction } from "./payment-changes.ts";
import { settleCaptures } from "./settle-captures.ts";
import { shipmentStates } from "./shipment.ts";

/** The order in its next status. @throws 409 `invalid_state_transition`. */
export function inStatus(order: Order, status: OrderStatus): Order {
  return { ...order, status: orderStates.transition(order.status, status) };
}

/**
 * The order with nothing of it open any more: nothing is held for it, and what was captured is given back. Of an order
 * that shipped in part, only the rest ends.
 */
export function end(order: Order, status: "FAILED" | "CANCELLED"): Order {
  const lines = order.lines.map(cancelOpenUnits);
  const ended = { ...order, lines, shipments: order.shipments.map(cancelIfWaiting) };
  if (order.status === "PARTIALLY_SHIPPED") return closeAttempts(settleCaptures(inStatus(ended, statusOfRest(ended))));
  return closeAttempts(giveBack(inStatus(ended, status)));
}
