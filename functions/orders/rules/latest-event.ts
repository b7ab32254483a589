import * as z from "zod/mini";
import { Timestamp } from "../../platform/values/time.ts";

/** What a carrier says about a parcel. DELIVERED and DELIVERY_FAILED move it; the others are kept to be read. */
export const CARRIER_STATUSES = [
  "PRE_TRANSIT",
  "IN_TRANSIT",
  "OUT_FOR_DELIVERY",
  "AVAILABLE_FOR_PICKUP",
  "DELIVERED",
  "DELIVERY_FAILED",
  "RETURN_TO_SENDER",
  "OTHER",
] as const;

/** What a carrier says. */
export const carrierEventFields = {
  status: z.enum(CARRIER_STATUSES),
  description: z.exactOptional(z.string()),
  /** Where the carrier says that it happened, in its own words. */
  location: z.exactOptional(z.string()),
  /** When it happened, as the carrier says. */
  at: Timestamp,
};

/** What a carrier said of a parcel last, as its order holds it. */
export const LatestCarrierEvent = z.looseObject(carrierEventFields);
export type LatestCarrierEvent = z.output<typeof LatestCarrierEvent>;
