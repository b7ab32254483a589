import { describe, expect, test } from "vitest";
import { problemThrownBy } from "../../../tests/builders/problem-thrown-by.ts";
import { firstVersion } from "../../platform/values/version.ts";
import { type Location, LocationId, MAIN, MAX_LOCATIONS } from "./location.ts";
import { inOrder, locationOf, mainLocation, withChangedLocation, withNewLocation } from "./locations.ts";

const NOW = "2026-11-28T08:00:00.000Z";
const LATER = "2026-11-28T09:00:00.000Z";
const address = { name: "Shop", line1: "Hauptstr. 1", city: "Berlin", postalCode: "10115", country: "DE" };

function aLocation(id: string, changes: Partial<Location> = {}): Location {
  return {
    ...firstVersion(NOW),
    id: LocationId.parse(id),
    name: id,
    priority: 100,
    fingerprint: `of ${id}`,
    ...changes,
  };
}

function request(id: string, fingerprint = `of ${id}`) {
  return { id: LocationId.parse(id), name: id, fingerprint };
}

describe("the order in which locations serve", () => {
  test("main first, as long as nobody ranks it; those of one rank by id", () => {
    const locations = [aLocation("bonn"), aLocation("berlin"), aLocation("ulm", { priority: 7 })];
    expect(inOrder(locations).map(({ id }) => id)).toEqual(["main", "ulm", "berlin", "bonn"]);
  });

  test("main where it is ranked", () => {
    const main = { ...mainLocation(), priority: 101 };
    expect(inOrder([aLocation("bonn"), main]).map(({ id }) => id)).toEqual(["bonn", "main"]);
  });

  test("a shop that has named none has main", () => {
    expect(inOrder([])).toEqual([mainLocation()]);
    expect(locationOf([], MAIN)).toEqual(mainLocation());
    expect(locationOf([], LocationId.parse("bonn"))).toBeUndefined();
  });
});

describe("a new location", () => {
  test("has a version, and stands behind those that are ranked", () => {
    expect(withNewLocation([], request("bonn"), NOW)).toEqual([aLocation("bonn")]);
    expect(withNewLocation([], { ...request("bonn"), priority: 3, address }, NOW)).toMatchObject([
      { priority: 3, address },
    ]);
  });

  test("the same request again: the same list, also when the location was changed since", () => {
    const locations = [aLocation("bonn", { name: "Bonn-Beuel", version: 2 })];
    expect(withNewLocation(locations, request("bonn"), LATER)).toBe(locations);
  });

  test("another one with an id that is taken, main's too: 409", () => {
    const bonn = [aLocation("bonn", { name: "Bonn" })];
    const refused = problemThrownBy(() => withNewLocation(bonn, request("bonn", "of another body"), NOW));
    expect([refused.code, refused.message]).toEqual([
      "location_exists",
      expect.stringContaining('bonn already, "Bonn"'),
    ]);
    expect(problemThrownBy(() => withNewLocation([], request("main"), NOW)).code).toBe("location_exists");
  });

  test(`one more than ${MAX_LOCATIONS}, main counted: 422; one that exists is told first`, () => {
    const others = Array.from({ length: MAX_LOCATIONS - 2 }, (_, index) => aLocation(`at-${index}`));
    const full = withNewLocation(others, request("last"), NOW);
    expect(inOrder(full)).toHaveLength(MAX_LOCATIONS);
    expect(problemThrownBy(() => withNewLocation(full, request("more"), NOW)).code).toBe("too_many_locations");
    expect(problemThrownBy(() => withNewLocation(full, request("last", "other"), NOW)).code).toBe("location_exists");
    expect(withNewLocation(full, request("last"), NOW)).toBe(full);
    const withMain = withChangedLocation(full, mainLocation(), { name: "Hamburg" }, NOW);
    expect(problemThrownBy(() => withNewLocation(withMain, request("more"), NOW)).code).toBe("too_many_locations");
  });
});

describe("a changed location", () => {
  test("has a new version; the others stay", () => {
    const [bonn, ulm] = [aLocation("bonn"), aLocation("ulm", { address })];
    const changed = withChangedLocation([ulm, bonn], bonn, { name: "Bonn-Beuel", priority: 1 }, LATER);
    expect(changed).toEqual([ulm, { ...bonn, name: "Bonn-Beuel", priority: 1, version: 2, updatedAt: LATER }]);
    expect(withChangedLocation([ulm], ulm, { address: null }, LATER)[0]).not.toHaveProperty("address");
    expect(withChangedLocation([ulm], ulm, { priority: 1 }, LATER)).toMatchObject([{ address }]);
  });

  test("to what it is already: the same list", () => {
    const locations = [aLocation("ulm", { address })];
    const [ulm] = locations;
    if (!ulm) throw new Error("There is a location.");
    expect(withChangedLocation(locations, ulm, { name: "ulm", address: { ...address } }, LATER)).toBe(locations);
    expect(withChangedLocation(locations, mainLocation(), { name: "Main", address: null }, LATER)).toBe(locations);
  });

  test("main for the first time: it is stored, created now; later it keeps that", () => {
    const [main, ...others] = withChangedLocation([], mainLocation(), { name: "Hamburg" }, NOW);
    expect(main).toMatchObject({ id: MAIN, name: "Hamburg", priority: 0, version: 2, createdAt: NOW, updatedAt: NOW });
    if (!main) throw new Error("It is stored.");
    expect(others).toEqual([]);
    const [again] = withChangedLocation([main], main, { priority: 500 }, LATER);
    expect(again).toMatchObject({ name: "Hamburg", priority: 500, version: 3, createdAt: NOW, updatedAt: LATER });
  });
});
