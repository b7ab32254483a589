import * as z from "zod/mini";
import { Timestamp } from "../../platform/values/time.ts";
import { versioned } from "../../platform/values/version.ts";

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

const shown = {
  status: z.enum(CARRIER_STATUSES),
  description: z.exactOptional(z.string()),
  /** Where the carrier says that it happened, in its own words. */
  location: z.exactOptional(z.string()),
  /** When it happened, as the carrier says. */
  at: Timestamp,
};

/** What a carrier said of a parcel last, as its order holds it. */
export const LatestCarrierEvent = z.looseObject(shown);
export type LatestCarrierEvent = z.output<typeof LatestCarrierEvent>;

/** Something that a carrier said of a parcel: an item of its own, that is stored once and never changed. */
export const CarrierEvent = z.looseObject({
  ...versioned,
  ...shown,
  /** The carrier's own id of it. */
  id: z.string(),
  /** Of the request that brought it, to tell a repetition from another event with its id. */
  fingerprint: z.string(),
});
export type CarrierEvent = z.output<typeof CarrierEvent>;
