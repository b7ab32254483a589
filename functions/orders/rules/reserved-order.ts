import { type Reservation, reservedAllocations } from "../../inventory/rules/reservation.ts";
import { withHeld } from "./line.ts";
import { type ChangeContext, firstOrder } from "./next-order.ts";
import type { Order } from "./order.ts";

/** The first version of an order that takes over a reservation's units, where they lie. */
export function firstVersionOfReserved(draft: Order, { id, lines }: Reservation, context: ChangeContext): Order {
  const reserved = new Map(lines.map((line) => [line.sku, reservedAllocations(line)]));
  const held = draft.lines.map((line) => withHeld(line, reserved.get(line.sku) ?? []));
  return firstOrder({ ...draft, reservationId: id, lines: held }, context);
}
