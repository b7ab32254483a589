import { isDeepStrictEqual } from "node:util";
import { problemError } from "../../platform/values/problems.ts";
import type { Timestamp } from "../../platform/values/time.ts";
import { firstVersion, nextVersion } from "../../platform/values/version.ts";
import { type Location, type LocationId, locationExists, MAIN, MAX_LOCATIONS, tooManyLocations } from "./location.ts";

/** Where a location stands that the shop has not ranked: behind those that it has. */
export const DEFAULT_PRIORITY = 100;

/** The location `main`, as long as the shop has not changed it. */
export function mainLocation(): Location {
  return { ...firstVersion("1970-01-01T00:00:00.000Z"), id: MAIN, name: "Main", priority: 0, fingerprint: "" };
}

/** Every location, `main` included, in the order in which orders are served from them. */
export function inOrder(locations: readonly Location[]): Location[] {
  const all = locations.some(({ id }) => id === MAIN) ? locations : [mainLocation(), ...locations];
  return all.toSorted((a, b) => a.priority - b.priority || (a.id < b.id ? -1 : 1));
}

export interface LocationRequest extends Pick<Location, "id" | "name" | "address" | "fingerprint"> {
  readonly priority?: number;
}

/**
 * The locations with a new one; the same list where an earlier request added it.
 * @throws 409 `location_exists`, 422 `too_many_locations`
 */
export function withNewLocation(
  locations: readonly Location[],
  request: LocationRequest,
  now: Timestamp,
): readonly Location[] {
  const existing = inOrder(locations).find(({ id }) => id === request.id);
  if (existing?.fingerprint === request.fingerprint) return locations;
  if (existing) {
    throw problemError(
      locationExists,
      `There is a location ${request.id} already, "${existing.name}". Change it with PATCH.`,
    );
  }
  if (inOrder(locations).length >= MAX_LOCATIONS) {
    throw problemError(tooManyLocations, `The shop has ${MAX_LOCATIONS} locations already, and can have no more.`);
  }
  return [...locations, { priority: DEFAULT_PRIORITY, ...request, ...firstVersion(now) }];
}

/** The fields that a change sets; null clears the address (RFC 7396). */
export interface LocationChanges {
  readonly name?: string;
  readonly priority?: number;
  readonly address?: Location["address"] | null;
}

/** The locations with this one changed; the same list where nothing changes. */
export function withChangedLocation(
  locations: readonly Location[],
  location: Location,
  changes: LocationChanges,
  now: Timestamp,
): readonly Location[] {
  const { address = location.address, ...others } = changes;
  const { address: _, ...kept } = { ...location, ...others };
  const changed: Location = { ...kept, ...(address && { address }) };
  if (isDeepStrictEqual(changed, location)) return locations;
  const isStored = locations.some(({ id }) => id === location.id);
  const next = nextVersion(isStored ? changed : { ...changed, ...firstVersion(now) }, {}, now);
  return [...locations.filter(({ id }) => id !== location.id), next];
}

/** The location with this id. */
export function locationOf(locations: readonly Location[], id: LocationId): Location | undefined {
  return inOrder(locations).find((one) => one.id === id);
}
