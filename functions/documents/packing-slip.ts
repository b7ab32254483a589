import { MAIN } from "../inventory/rules/location.ts";
import { type PackedLine, packedLines } from "../orders/api/packing-list-api.ts";
import type { Order } from "../orders/rules/order.ts";
import { orderNumber } from "../orders/rules/order-number.ts";
import type { Shipment } from "../orders/rules/shipment.ts";
import type { Address } from "../platform/values/address.ts";
import { problem, problemError } from "../platform/values/problems.ts";

export const shipmentCancelled = problem(409, "shipment_cancelled", "The shipment was cancelled.");

/** What stands on a packing slip. */
export interface PackingSlip {
  readonly orderNumber: string;
  /** The shop's own number or name for the order. */
  readonly reference?: string;
  /** The day on which it was ordered, in UTC. */
  readonly orderedOn: string;
  readonly shipment: number;
  /** Which of the order's parcels it is, and how many there are by now. */
  readonly parcel: { readonly number: number; readonly of: number };
  readonly shipTo: readonly string[];
  readonly lines: readonly PackedLine[];
  /** The name of the location that it is packed at; absent at `main`. */
  readonly location?: string;
  readonly carrier?: string;
}

/** The packing slip of a shipment. @throws 409 `shipment_cancelled` */
export function packingSlip(order: Order, shipment: Shipment, locationName: string | undefined): PackingSlip {
  const parcels = order.shipments.filter(({ status }) => status !== "CANCELLED");
  const index = parcels.findIndex(({ number }) => number === shipment.number);
  if (index < 0) throw cancelledError(order, shipment);
  const { reference } = order;
  const carrier = shipment.carrier ?? shipment.leaving?.carrier;
  return {
    orderNumber: orderNumber(order.id),
    ...(reference !== undefined && { reference }),
    orderedOn: order.createdAt.slice(0, "2026-11-21".length),
    shipment: shipment.number,
    parcel: { number: index + 1, of: parcels.length },
    shipTo: addressLines(order.shippingAddress),
    lines: packedLines(order, shipment),
    ...(shipment.location !== MAIN && { location: locationName ?? shipment.location }),
    ...(carrier !== undefined && { carrier }),
  };
}

function addressLines({ name, line1, line2, city, region, postalCode, country }: Address): string[] {
  return [name, line1, line2, `${postalCode} ${city}`, region, country].filter((line) => line !== undefined);
}

function cancelledError({ id }: Order, { number }: Shipment) {
  return problemError(
    shipmentCancelled,
    `Shipment ${number} of ${id} was cancelled: there is nothing to pack. GET /shipments/${id} has its others.`,
  );
}
