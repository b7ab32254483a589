import * as z from "zod/mini";
import type { LocationId } from "../../inventory/rules/location.ts";
import type { Order } from "./order.ts";
import { OrderPosition, orderPosition } from "./order-lists.ts";
import type { Shipment } from "./shipment.ts";

/** The statuses of a shipment that somebody in the warehouse has work with: it is to be packed, or to be sent. */
export const WAITING_STATUSES = ["PENDING", "PACKED"] as const;
export type WaitingStatus = (typeof WAITING_STATUSES)[number];

/** Where a shipment stands in the packing list: behind those of older orders, and those before it in its own. */
export const ShipmentPosition = z.string().check(
  z.refine((position) => {
    const [, order, number] = /^(.*)#(\d{4})$/.exec(position) ?? [];
    return number !== undefined && OrderPosition.safeParse(order).success;
  }),
);

/** Behind every shipment of an order. */
export const AFTER_ALL = 9_999;

export function shipmentPosition(order: string, number: number): string {
  return `${order}#${String(number).padStart(4, "0")}`;
}

/** A position of the list of orders just before the order that a shipment is of: more of its shipments may follow. */
export function beforeItsOrder(position: string): string {
  return position.slice(0, position.lastIndexOf("#") - 1);
}

/** A shipment that waits in the warehouse, with its order. */
export interface WaitingShipment {
  readonly order: Order;
  readonly shipment: Shipment;
  readonly position: string;
}

/** What the packing list is asked for. */
export interface WaitingWanted {
  readonly status: WaitingStatus;
  /** Only those that are packed there. */
  readonly location?: LocationId | undefined;
}

/** The order's shipments that the packing list is asked for. */
export function waitingShipments(order: Order, { status, location }: WaitingWanted): WaitingShipment[] {
  return order.shipments
    .filter((one) => one.status === status && (location === undefined || one.location === location))
    .map((shipment) => ({ order, shipment, position: shipmentPosition(orderPosition(order), shipment.number) }));
}
