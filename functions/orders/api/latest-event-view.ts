import * as z from "zod/mini";
import { Timestamp } from "../../platform/values/time.ts";
import { CARRIER_STATUSES, type LatestCarrierEvent } from "../rules/latest-event.ts";

export const CarrierStatus = z.enum(CARRIER_STATUSES).check(
  z.meta({
    description:
      "DELIVERED and DELIVERY_FAILED move the shipment where that is possible; the others are kept to be read",
  }),
);

/** What an event of a carrier says, as it is shown. */
export const carrierEventFields = {
  status: CarrierStatus,
  description: z.exactOptional(z.string()),
  location: z.exactOptional(z.string()),
  at: Timestamp,
};

export const LatestCarrierEventView = z
  .strictObject(carrierEventFields)
  .check(z.meta({ id: "LatestCarrierEvent", description: "What the carrier said of it last, by its own time" }));

/** What an order shows of the last event of a shipment. */
export function latestEventView({ status, description, location, at }: LatestCarrierEvent) {
  return {
    status,
    ...(description !== undefined && { description }),
    ...(location !== undefined && { location }),
    at,
  };
}
