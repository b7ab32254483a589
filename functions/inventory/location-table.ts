import * as z from "zod/mini";
import { setting, settingOr } from "../platform/runtime/settings.ts";
import { isAbsent, isVersion, type Put } from "../platform/table/conditional-write.ts";
import type { Key, StoredItem } from "../platform/table/item.ts";
import { readItem } from "../platform/table/read.ts";
import { problemError } from "../platform/values/problems.ts";
import { type Versioned, versioned } from "../platform/values/version.ts";
import { ALLOCATION_STRATEGIES, type Locations } from "./rules/allocate.ts";
import { Location, type LocationId, MAIN, unknownLocation } from "./rules/location.ts";
import { inOrder, locationOf } from "./rules/locations.ts";

/** All locations of the shop but `main`, until that is changed: one item, so that placing an order reads them at once. */
export const StoredLocations = z.looseObject({ ...versioned, locations: z.array(Location) });
export type StoredLocations = z.output<typeof StoredLocations>;

export const locationsType = "locations";
export const locationsKey: Key = { pk: "LOCATIONS", sk: "LOCATIONS" };

export async function loadLocations(): Promise<StoredLocations | undefined> {
  const item = await readItem(locationsKey);
  return item && parseLocations(item);
}

export function parseLocations(item: StoredItem): StoredLocations {
  return z.parse(StoredLocations, item);
}

/** Stores the first version of the locations, or the next one, if the version before it is the stored one. */
export function storeLocations(next: Versioned & { readonly locations: readonly Location[] }): Put {
  return {
    kind: "put",
    name: "storeLocations",
    item: { ...next, ...locationsKey, type: locationsType },
    condition: next.version === 1 ? isAbsent : isVersion(next.version - 1),
    conflictError: () => new LocationsChangedError(),
  };
}

/** Another write stored a version first: read and decide again. */
export class LocationsChangedError extends Error {
  override readonly name = "LocationsChangedError";

  constructor() {
    super("The shop's locations were changed by another write.");
  }
}

/** @throws 422 `unknown_location` with this path; `main` exists without being read. */
export async function requireLocation(id: LocationId, path: string): Promise<void> {
  if (id === MAIN) return;
  const { locations = [] } = (await loadLocations()) ?? {};
  if (locationOf(locations, id)) return;
  const known = inOrder(locations)
    .map((one) => one.id)
    .join(", ");
  throw problemError(unknownLocation, `The shop has no location ${id}; it has ${known}.`, {
    errors: [{ path, message: `must be one of ${known}` }],
  });
}

const Strategy = z.enum(ALLOCATION_STRATEGIES);

/** How the shop chooses among its locations; without any but `main` there is no choice. */
export function locationsToServeFrom(stored: StoredLocations | undefined): Locations {
  return {
    byPriority: inOrder(stored?.locations ?? []).map(({ id }) => id),
    strategy: z.parse(Strategy, settingOr("ALLOCATION_STRATEGY", "priority")),
  };
}

/** The tables that were seen to have stock at several locations, by a function that serves requests one after the other. */
const withSeveral = new Set<string>();

/**
 * Whether this function has met stock at several locations: then the locations are read together with the stock. A shop
 * with one location never reads them.
 */
export function knowsSeveralLocations(): boolean {
  return withSeveral.has(setting("TABLE_NAME"));
}

export function rememberSeveralLocations(): void {
  withSeveral.add(setting("TABLE_NAME"));
}
