import { afterAll, beforeAll, expect, test } from "vitest";
import { startEngineTable } from "../../tests/builders/engine-table.ts";
import { aContext } from "../../tests/builders/request-context.ts";
import { runInContext } from "../platform/runtime/request-context.ts";
import { LocationId, MAIN, MAX_LOCATIONS } from "./rules/location.ts";
import type { LocationChanges } from "./rules/locations.ts";
import { changeLocation, createLocation, getLocation, listLocations } from "./store-location.ts";

let stop: () => Promise<void>;

beforeAll(async () => {
  ({ stop } = await startEngineTable());
}, 120_000);
afterAll(() => stop());

function inShop<Result>(run: () => Promise<Result>): Promise<Result> {
  return runInContext(aContext({ actor: "staff:sam" }), run);
}

function create(id: string, fingerprint = `of ${id}`) {
  return inShop(() => createLocation({ id: LocationId.parse(id), name: id, fingerprint }));
}

function change(id: string, changes: LocationChanges, ifMatch?: number) {
  return inShop(() => changeLocation(LocationId.parse(id), changes, ifMatch));
}

async function ids(): Promise<string[]> {
  return (await inShop(listLocations)).map(({ id }) => id);
}

test("a new shop has main; changed to what it is, nothing is stored", async () => {
  expect(await ids()).toEqual(["main"]);
  expect(await change("main", { name: "Main" })).toMatchObject({ version: 1 });
  await expect(inShop(() => getLocation(LocationId.parse("berlin")))).rejects.toMatchObject({ code: "not_found" });
});

test("locations added at the same time are all there, each once", async () => {
  const answers = await Promise.all(["berlin", "bonn", "berlin", "ulm"].map((id) => create(id)));
  expect(answers.filter(({ replayed }) => replayed)).toHaveLength(1);
  expect(await ids()).toEqual(["main", "berlin", "bonn", "ulm"]);
});

test("the same request again, also after a change: answered with the location as it is now", async () => {
  await change("berlin", { name: "Berlin Mitte" });
  expect(await create("berlin")).toMatchObject({ replayed: true, location: { name: "Berlin Mitte", version: 2 } });
  await expect(create("berlin", "of another body")).rejects.toMatchObject({ code: "location_exists" });
});

test("changes at the same time are all made; of two with the same If-Match one is", async () => {
  await Promise.all([
    change("bonn", { priority: 1 }),
    change("bonn", { name: "Bonn" }),
    change("ulm", { priority: 2 }),
  ]);
  expect(await inShop(() => getLocation(LocationId.parse("bonn")))).toMatchObject({
    name: "Bonn",
    priority: 1,
    version: 3,
  });
  const answers = await Promise.allSettled([change("bonn", { priority: 5 }, 3), change("bonn", { priority: 6 }, 3)]);
  expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const refused = answers.find(({ status }) => status === "rejected");
  expect(refused).toMatchObject({ reason: { code: "version_mismatch" } });
});

test("If-Match of another location's change: nothing to do with it", async () => {
  const { version } = await inShop(() => getLocation(LocationId.parse("ulm")));
  await change("bonn", { name: "Bonn-Beuel" });
  await expect(change("ulm", { name: "Ulm" }, version)).resolves.toMatchObject({ name: "Ulm" });
});

test("main is changed, and stays the one main", async () => {
  expect(await change("main", { name: "Hamburg", priority: 500 }, 1)).toMatchObject({ id: MAIN, version: 2 });
  expect(await ids()).toEqual(["ulm", "bonn", "berlin", "main"]);
  expect(await change("main", { priority: 0 })).toMatchObject({ name: "Hamburg", version: 3 });
});

test("an address is set, kept by other changes, and cleared", async () => {
  const address = { name: "Shop", line1: "Hauptstr. 1", city: "Ulm", postalCode: "89073", country: "DE" };
  await change("ulm", { address });
  expect(await change("ulm", { priority: 9 })).toMatchObject({ address });
  const { version } = await change("ulm", { address: null });
  expect(await inShop(() => getLocation(LocationId.parse("ulm")))).not.toHaveProperty("address");
  expect(await change("ulm", { address: null })).toMatchObject({ version });
});

test(`${MAX_LOCATIONS} locations, then no more`, async () => {
  for (let index = (await ids()).length; index < MAX_LOCATIONS; index++) await create(`at-${index}`);
  await expect(create("more")).rejects.toMatchObject({ code: "too_many_locations" });
  expect(await ids()).toHaveLength(MAX_LOCATIONS);
});
