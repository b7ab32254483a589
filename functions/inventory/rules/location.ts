import * as z from "zod/mini";
import { Address } from "../../platform/values/address.ts";
import { loggedIds } from "../../platform/values/logged-ids.ts";
import { problem } from "../../platform/values/problems.ts";
import { stored } from "../../platform/values/stored.ts";
import { versioned } from "../../platform/values/version.ts";

/** The shop's own name for a place where stock lies; it never changes. */
export const LocationId = z
  .string()
  .check(
    z.regex(/^[a-z0-9][a-z0-9-]{0,31}$/, "must be 1 to 32 of a-z, 0-9 and '-', beginning with a letter or digit"),
    z.meta({ id: "LocationId", description: "The shop's own name for a place where stock lies", examples: ["berlin"] }),
  )
  .register(loggedIds, {})
  .brand<"LocationId">();
export type LocationId = z.output<typeof LocationId>;

/** The location that every shop has. Where no location is named, it is meant. */
export const MAIN = LocationId.parse("main");

/** As many as the parcels that an order may be split into: it can always be served, one parcel from each location. */
export const MAX_LOCATIONS = 20;

/** A place where stock lies. Of several, orders are served from the one with the lowest `priority` first. */
export const Location = z.looseObject({
  ...versioned,
  id: LocationId,
  name: z.string(),
  priority: z.int(),
  address: z.exactOptional(stored(Address)),
  /** Of the request that created it, to tell a repetition from another location with its id. */
  fingerprint: z.string(),
});
export type Location = z.output<typeof Location>;

/** Units of a product at one location. */
export interface Allocation {
  readonly location: LocationId;
  readonly quantity: number;
}

export const locationExists = problem(409, "location_exists", "Another location has this id.");
export const tooManyLocations = problem(422, "too_many_locations", "The shop has too many locations.");
export const unknownLocation = problem(422, "unknown_location", "The shop has no such location.");
