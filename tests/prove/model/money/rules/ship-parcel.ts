import type { Guards } from "../guards.ts";
import type { Order } from "../order.ts";
import { hasCaptureIn } from "./captures.ts";
import { takeStockOut } from "./move-stock.ts";

/** SHIP: makes the order's parcel of all that is open. */
export function addParcel(order: Order): Order {
  const parcel = { status: "PENDING", units: order.total - order.shipped } as const;
  return { ...order, parcel, parcels: order.parcels + 1 };
}

/** The parcel that waited leaves when no capture is open; with the last one the order is SHIPPED. */
export function shipIfPaid(order: Order, guards: Guards): Order {
  const waits = order.leaving === 0 || hasCaptureIn(order, "REQUESTED", "IN_FLIGHT");
  const after = waits ? order : leave(order, guards);
  const isAll = after.shipped > 0 && after.shipped >= after.total;
  return isAll && after.status === "CONFIRMED" ? { ...after, status: "SHIPPED" } : after;
}

function leave(order: Order, guards: Guards): Order {
  const { leaving, parcel } = order;
  const left: Order = {
    ...order,
    shipped: order.shipped + leaving,
    leaving: 0,
    parcel: parcel && { ...parcel, status: "SHIPPED" },
  };
  return guards.has("dispatch: takes the stock out in the same write") ? takeStockOut(left, leaving) : left;
}
