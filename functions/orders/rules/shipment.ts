import * as z from "zod/mini";
import { LocationId, MAIN } from "../../inventory/rules/location.ts";
import { Sku } from "../../inventory/rules/product.ts";
import { problem } from "../../platform/values/problems.ts";
import { StateMachine } from "../../platform/values/state-machine.ts";
import { stored } from "../../platform/values/stored.ts";
import { Timestamp } from "../../platform/values/time.ts";
import { LatestCarrierEvent } from "./latest-event.ts";

export const SHIPMENT_STATUSES = [
  "PENDING",
  "PACKED",
  "SHIPPED",
  "DELIVERED",
  "DELIVERY_FAILED",
  "RETURNED",
  "CANCELLED",
] as const;
export type ShipmentStatus = (typeof SHIPMENT_STATUSES)[number];

export const shipmentStates = new StateMachine<ShipmentStatus>(
  "shipment",
  {
    PENDING: ["PACKED", "CANCELLED"],
    PACKED: ["SHIPPED", "CANCELLED"],
    SHIPPED: ["DELIVERED", "DELIVERY_FAILED"],
    DELIVERY_FAILED: ["SHIPPED", "DELIVERED", "RETURNED"],
    DELIVERED: [],
    RETURNED: [],
    CANCELLED: [],
  },
  ["PENDING"],
);

/** A parcel of several pieces has a number for each. */
export const MAX_TRACKING_NUMBERS = 10;

export const ShipmentLine = z.strictObject({ sku: Sku, quantity: z.int() }).check(z.meta({ id: "ShipmentLine" }));
export type ShipmentLine = z.output<typeof ShipmentLine>;

/** The request that made a shipment: its caller's Idempotency-Key finds it again. */
export const ShipmentRequest = z.looseObject({ id: z.string(), fingerprint: z.string() });
export type ShipmentRequest = z.output<typeof ShipmentRequest>;

export const Shipment = z.looseObject({
  /** Counts an order's shipments from 1. */
  number: z.int(),
  status: z.enum(SHIPMENT_STATUSES),
  /** Where its units are, or were when it left. */
  location: z._default(LocationId, MAIN),
  lines: z.array(stored(ShipmentLine)),
  carrier: z.exactOptional(z.string()),
  trackingNumbers: z.exactOptional(z.array(z.string())),
  /** It leaves with this carrier as soon as its capture is done. */
  leaving: z.exactOptional(
    z.looseObject({ carrier: z.string(), trackingNumbers: z.exactOptional(z.array(z.string())) }),
  ),
  /** How many events its carrier told: each is an item of its own. */
  carrierEvents: z.exactOptional(z.int()),
  /** The last of them, by the carrier's own time. */
  latestEvent: z.exactOptional(LatestCarrierEvent),
  createdAt: Timestamp,
  packedAt: z.exactOptional(Timestamp),
  /** When it left: its units left stock, and were paid. */
  shippedAt: z.exactOptional(Timestamp),
  /** When it was sent again, the last time. */
  sentAgainAt: z.exactOptional(Timestamp),
  /** When its delivery failed first since it was sent the last time, and why. */
  deliveryFailedAt: z.exactOptional(Timestamp),
  failureReason: z.exactOptional(z.string()),
  deliveredAt: z.exactOptional(Timestamp),
  returnedAt: z.exactOptional(Timestamp),
  /** Of one that came back: where its units are in stock again. Absent where they were written off. */
  restockedTo: z.exactOptional(LocationId),
  /** Absent of one that Waybill made by itself. */
  request: z.exactOptional(ShipmentRequest),
});
export type Shipment = z.output<typeof Shipment>;

export const alreadyDispatched = problem(
  409,
  "already_dispatched",
  "The shipment was dispatched with another carrier or tracking number.",
);
export const alreadyReturned = problem(
  409,
  "already_returned",
  "The shipment came back already, and its units were dealt with in another way.",
);
export const paymentNotCapturable = problem(409, "payment_not_capturable", "The order's payment cannot be captured.");

/** A new shipment of these units of a location, to be packed. */
export function newShipment(
  number: number,
  location: LocationId,
  lines: readonly ShipmentLine[],
  now: Timestamp,
): Shipment {
  const units = lines.map(({ sku, quantity }) => ({ sku, quantity }));
  return { number, status: "PENDING", location, lines: units, createdAt: now };
}

/** Units of a product in a shipment. */
export function unitsIn({ lines }: Shipment, sku: Sku): number {
  return lines.filter((line) => line.sku === sku).reduce((sum, { quantity }) => sum + quantity, 0);
}

const ENTERED_AT: Partial<
  Record<ShipmentStatus, "packedAt" | "shippedAt" | "deliveryFailedAt" | "deliveredAt" | "returnedAt">
> = {
  PACKED: "packedAt",
  SHIPPED: "shippedAt",
  DELIVERY_FAILED: "deliveryFailedAt",
  DELIVERED: "deliveredAt",
  RETURNED: "returnedAt",
};

/** The shipment in its next status. @throws 409 `invalid_state_transition`. */
export function transitionShipment(
  shipment: Shipment,
  status: ShipmentStatus,
  now: Timestamp,
  changes: Partial<Shipment> = {},
): Shipment {
  const entered = ENTERED_AT[status];
  return {
    ...shipment,
    ...changes,
    status: shipmentStates.transition(shipment.status, status),
    ...(entered && { [entered]: now }),
  };
}
