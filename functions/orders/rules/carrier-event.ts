import * as z from "zod/mini";
import { versioned } from "../../platform/values/version.ts";
import { carrierEventFields } from "./latest-event.ts";

/** Something that a carrier said of a parcel: an item of its own, that is stored once and never changed. */
export const CarrierEvent = z.looseObject({
  ...versioned,
  ...carrierEventFields,
  /** The carrier's own id of it. */
  id: z.string(),
  /** Of the request that brought it, to tell a repetition from another event with its id. */
  fingerprint: z.string(),
});
export type CarrierEvent = z.output<typeof CarrierEvent>;
