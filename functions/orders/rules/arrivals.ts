import type { LocationId } from "../../inventory/rules/location.ts";
import { problem, problemError } from "../../platform/values/problems.ts";
import { inStatus } from "./end-order.ts";
import { arrivalOf, type OrderLine } from "./line.ts";
import { type ChangeContext, nextOrder } from "./next-order.ts";
import type { Order } from "./order.ts";
import { unitsAway } from "./returnable.ts";
import { type Shipment, transitionShipment, unitsIn } from "./shipment.ts";
import { withShipment } from "./with-shipment.ts";

export const unitsReturned = problem(409, "units_returned", "Units of the shipment came back with a return.");

/** The shipment is DELIVERED; the order too, once nothing of it is on its way any more. */
export function deliver(order: Order, shipment: Shipment, context: ChangeContext): Order {
  const delivered = withShipment(order, transitionShipment(shipment, "DELIVERED", context.now));
  return nextOrder(order, withArrived(delivered, shipment, "delivered"), context);
}

/** The carrier could not deliver the shipment. */
export function failDelivery(
  order: Order,
  { failureReason: _, ...shipment }: Shipment,
  reason: string | undefined,
  context: ChangeContext,
): Order {
  const failed = transitionShipment(shipment, "DELIVERY_FAILED", context.now, {
    ...(reason !== undefined && { failureReason: reason }),
  });
  return nextOrder(order, withShipment(order, failed), context);
}

/**
 * A shipment that could not be delivered came back: its units are in stock again at this location, or are written off. An
 * order of which nothing arrived is RETURNED; its money is given back by whoever decides that.
 * @throws 409 `units_returned`
 */
export function takeBack(
  order: Order,
  shipment: Shipment,
  restockedTo: LocationId | undefined,
  context: ChangeContext,
): Order {
  requireNotReturned(order, shipment);
  const returned = transitionShipment(shipment, "RETURNED", context.now, {
    ...(restockedTo !== undefined && { restockedTo }),
  });
  return nextOrder(order, withArrived(withShipment(order, returned), shipment, "undelivered"), context);
}

/** @throws 409 `units_returned` where units of the shipment came with a return already. */
function requireNotReturned({ id, lines }: Order, shipment: Shipment): void {
  const line = lines.find((one) => unitsIn(shipment, one.sku) > unitsAway(one));
  if (!line) return;
  throw problemError(
    unitsReturned,
    `Of ${line.sku} in shipment ${shipment.number} of the order ${id}, ${unitsAway(line)} units are not back: the others came with a return. Have the shipment DELIVERED.`,
  );
}

/** The order with the shipment's units counted as arrived, or as not delivered. */
function withArrived(order: Order, shipment: Shipment, count: "delivered" | "undelivered"): Order {
  const lines = order.lines.map((line): OrderLine => ({ ...line, [count]: line[count] + unitsIn(shipment, line.sku) }));
  const status = arrivalOf(lines);
  return { ...(status === undefined ? order : inStatus(order, status)), lines };
}
