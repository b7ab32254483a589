import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeTable } from "../../tests/builders/fake-table.ts";
import { aContext } from "../../tests/builders/request-context.ts";
import { runInContext } from "../platform/runtime/request-context.ts";
import { firstVersion } from "../platform/values/version.ts";
import {
  knowsSeveralLocations,
  locationsToServeFrom,
  parseLocations,
  rememberSeveralLocations,
  requireLocation,
  storeLocations,
} from "./location-table.ts";
import { type Location, LocationId, MAIN } from "./rules/location.ts";

const NOW = "2026-11-28T08:00:00.000Z";
const BERLIN = LocationId.parse("berlin");
const berlin: Location = { ...firstVersion(NOW), id: BERLIN, name: "Berlin", priority: 100, fingerprint: "f" };
const stored = { ...firstVersion(NOW), locations: [berlin] };

let table: FakeTable;

beforeEach(() => {
  table = FakeTable.connect();
});
afterEach(() => void vi.unstubAllEnvs());

function require(id: LocationId): Promise<void> {
  return runInContext(aContext(), () => requireLocation(id, "from"));
}

describe("requireLocation", () => {
  test("main exists without being read", async () => {
    await require(MAIN);
    expect(table.reads).toEqual([]);
  });

  test("one that was added", async () => {
    table.put(storeLocations(stored).item);
    await expect(require(BERLIN)).resolves.toBeUndefined();
  });

  test.each([
    ["the shop has others", [berlin], "main, berlin"],
    ["the shop has main only", [], "main"],
  ])("unknown, %s: 422 that names those it has, with the field's path", async (_, locations, known) => {
    if (locations.length > 0) table.put(storeLocations({ ...stored, locations }).item);
    await expect(require(LocationId.parse("bonn"))).rejects.toMatchObject({
      code: "unknown_location",
      message: `The shop has no location bonn; it has ${known}.`,
      errors: [{ path: "from", message: `must be one of ${known}` }],
    });
  });
});

test("locations are stored as the next version only", () => {
  expect(storeLocations(stored).condition.expression).toBe("attribute_not_exists(pk)");
  expect(storeLocations({ ...stored, version: 5 }).condition.values).toEqual({ ":version": 4 });
  expect(parseLocations(storeLocations(stored).item)).toMatchObject(stored);
});

describe("where an order is served from", () => {
  test("from main, where the shop has no other location", () => {
    expect(locationsToServeFrom(undefined)).toEqual({ byPriority: [MAIN], strategy: "priority" });
  });

  test("by priority, with the stage's strategy", () => {
    vi.stubEnv("ALLOCATION_STRATEGY", "fewest");
    expect(locationsToServeFrom(stored)).toEqual({ byPriority: [MAIN, BERLIN], strategy: "fewest" });
  });
});

test("that a shop has several locations is remembered for its table only", () => {
  vi.stubEnv("TABLE_NAME", "shop-a");
  expect(knowsSeveralLocations()).toBe(false);
  rememberSeveralLocations();
  expect(knowsSeveralLocations()).toBe(true);
  vi.stubEnv("TABLE_NAME", "shop-b");
  expect(knowsSeveralLocations()).toBe(false);
});
