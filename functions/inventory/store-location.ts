import { now } from "../platform/runtime/request-context.ts";
import { retryOnConflict } from "../platform/runtime/retry-on-conflict.ts";
import { write } from "../platform/table/write.ts";
import { notFound, problemError } from "../platform/values/problems.ts";
import { firstVersion, nextVersion, requireVersion } from "../platform/values/version.ts";
import { LocationsChangedError, loadLocations, storeLocations } from "./location-table.ts";
import type { Location, LocationId } from "./rules/location.ts";
import {
  inOrder,
  type LocationChanges,
  type LocationRequest,
  locationOf,
  withChangedLocation,
  withNewLocation,
} from "./rules/locations.ts";

export interface CreatedLocation {
  readonly location: Location;
  readonly replayed: boolean;
}

/** Adds a location, once. @throws 409 `location_exists`; 422 `too_many_locations` */
export async function createLocation(request: LocationRequest): Promise<CreatedLocation> {
  let replayed = false;
  const locations = await changeLocations((before) => {
    const after = withNewLocation(before, request, now());
    replayed = after === before;
    return after;
  });
  return { location: requireLocationIn(locations, request.id), replayed };
}

/** @throws 404; 412 for a stale version */
export async function changeLocation(
  id: LocationId,
  changes: LocationChanges,
  ifMatch: number | undefined,
): Promise<Location> {
  const locations = await changeLocations((before) => {
    const location = requireLocationIn(before, id);
    requireVersion(`The location ${id}`, location.version, ifMatch);
    return withChangedLocation(before, location, changes, now());
  });
  return requireLocationIn(locations, id);
}

/** Every location of the shop, in the order in which orders are served from them. */
export async function listLocations(): Promise<Location[]> {
  return inOrder((await loadLocations())?.locations ?? []);
}

/** @throws 404 */
export async function getLocation(id: LocationId): Promise<Location> {
  return requireLocationIn((await loadLocations())?.locations ?? [], id);
}

async function changeLocations(
  change: (before: readonly Location[]) => readonly Location[],
): Promise<readonly Location[]> {
  const store = async () => {
    const stored = await loadLocations();
    const before = stored?.locations ?? [];
    const after = change(before);
    if (after === before) return before;
    const locations = [...after];
    await write([
      storeLocations(stored ? nextVersion(stored, { locations }, now()) : { ...firstVersion(now()), locations }),
    ]);
    return after;
  };
  return retryOnConflict("shop's locations", store, (error) => error instanceof LocationsChangedError);
}

function requireLocationIn(locations: readonly Location[], id: LocationId): Location {
  const location = locationOf(locations, id);
  if (!location) throw problemError(notFound, `The shop has no location ${id}.`);
  return location;
}
