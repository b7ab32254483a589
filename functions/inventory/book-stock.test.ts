import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sam } from "../../tests/builders/callers.ts";
import { startEngineTable } from "../../tests/builders/engine-table.ts";
import { aContext } from "../../tests/builders/request-context.ts";
import { runInContext } from "../platform/runtime/request-context.ts";
import { write } from "../platform/table/write.ts";
import { adjustStock, type BookingRequest, countStock, type RecordedBooking, transferStock } from "./book-stock.ts";
import { createProduct } from "./create-product.ts";
import { readMovements } from "./read-movements.ts";
import { LocationId, MAIN } from "./rules/location.ts";
import { Sku } from "./rules/product.ts";
import { holdStock, loadStock } from "./stock-table.ts";
import { createLocation } from "./store-location.ts";

const BERLIN = LocationId.parse("berlin");
let stop: () => Promise<void>;
let sku: Sku;

beforeAll(async () => {
  ({ stop } = await startEngineTable());
  await asSam(() => createLocation({ id: BERLIN, name: "Berlin", fingerprint: "f" }));
}, 120_000);
afterAll(() => stop());
beforeEach(async () => {
  sku = await aProductWith(10);
});

function asSam<Result>(run: () => Promise<Result>): Promise<Result> {
  return runInContext(aContext({ actor: "staff:sam", cause: "test" }), run);
}

async function aProductWith(stock: number): Promise<Sku> {
  const product = { sku: Sku.parse(`MUG-${randomUUID().toUpperCase()}`), name: "Mug", stock };
  await asSam(() => createProduct({ ...product, price: { amount: 100, currency: "EUR" } }, "f"));
  return product.sku;
}

/** A request under this key; another body has another fingerprint. */
function request(key: string, fingerprint = "f"): BookingRequest {
  return { sku, fingerprint, idempotencyKey: key, caller: sam };
}

function receive(quantity: number, location?: LocationId, key: string = randomUUID()): Promise<RecordedBooking> {
  const adjustment = { quantity, reason: "received", ...(location && { location }) } as const;
  return asSam(() => adjustStock(request(key), adjustment));
}

function count(counted: number, key: string, location?: LocationId, fingerprint = "f"): Promise<RecordedBooking> {
  return asSam(() => countStock(request(key, fingerprint), { counted, ...(location && { location }) }));
}

function transfer(quantity: number, key: string = randomUUID(), from = MAIN, to = BERLIN): Promise<RecordedBooking> {
  return asSam(() => transferStock(request(key), { quantity, from, to }));
}

/** Holds units for an order. */
async function hold(quantity: number, location: LocationId = MAIN): Promise<void> {
  const counters = [{ location, available: -quantity, reserved: quantity }];
  await asSam(() => write([holdStock({ sku, counters, movements: 0, at: "2026-11-28T08:00:00.000Z" })]));
}

/** What is where, as texts such as `5+2 at main`. */
async function stock(): Promise<string[]> {
  const { locations = [] } = (await asSam(() => loadStock(sku))) ?? {};
  return locations.map(({ location, available, reserved }) => `${available}+${reserved} at ${location}`);
}

async function sums(): Promise<{ onHand: number; reserved: number }> {
  const { available = 0, reserved = 0 } = (await asSam(() => loadStock(sku))) ?? {};
  return { onHand: available + reserved, reserved };
}

/** The ledger, the newest row first, as texts such as `moved 2 -> 2 at berlin`. */
async function ledger(): Promise<string[]> {
  const { data } = await asSam(() => readMovements(sku, 100));
  return data.map(
    ({ kind, quantity, balance, location }) => `${kind} ${quantity} -> ${balance} at ${location ?? MAIN}`,
  );
}

/** The ledger adds up: the stock counts its rows, and each location has the balance of its newest row. */
async function expectToAddUp(): Promise<void> {
  const [known, { data }] = await asSam(() => Promise.all([loadStock(sku), readMovements(sku, 100)]));
  expect(known?.movements).toBe(data.length);
  for (const { location, available, reserved } of known?.locations ?? []) {
    const rows = data.filter((row) => (row.location ?? MAIN) === location);
    expect(rows.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(available + reserved);
  }
}

describe("an adjustment", () => {
  test("moves the available units of its location, with one row", async () => {
    await receive(3, BERLIN);
    await receive(-4);
    expect(await stock()).toEqual(["6+0 at main", "3+0 at berlin"]);
    expect(await ledger()).toEqual([
      "received -4 -> 6 at main",
      "received 3 -> 3 at berlin",
      "received 10 -> 10 at main",
    ]);
  });

  test("of more than a location has: 409 that says what is there, although others have more", async () => {
    await receive(2, BERLIN);
    await hold(2);
    await expect(receive(-3, BERLIN)).rejects.toMatchObject({
      code: "insufficient_stock",
      message: `3 units of ${sku} cannot be taken at berlin: 2 are available.`,
    });
    await expect(receive(-9)).rejects.toMatchObject({
      message: `9 units of ${sku} cannot be taken at main: 8 are available.`,
    });
    expect(await stock()).toEqual(["8+2 at main", "2+0 at berlin"]);
    await expectToAddUp();
  });

  test("of a shop with one location: nothing is said about locations", async () => {
    await expect(receive(-11)).rejects.toMatchObject({
      message: `11 units of ${sku} cannot be taken: 10 are available.`,
    });
  });

  test("of a product that does not exist: 404, nothing is stored", async () => {
    const before = sku;
    sku = Sku.parse("NO-SUCH");
    await expect(receive(3)).rejects.toMatchObject({ code: "not_found" });
    expect(await stock()).toEqual([]);
    sku = before;
  });
});

describe("a transfer", () => {
  test("takes units at one location and adds them at another, with a row for each", async () => {
    const { booking } = await transfer(4);
    expect(await stock()).toEqual(["6+0 at main", "4+0 at berlin"]);
    expect((await ledger()).toSorted()).toEqual([
      "moved -4 -> 6 at main",
      "moved 4 -> 4 at berlin",
      "received 10 -> 10 at main",
    ]);
    expect(booking.rows).toMatchObject([{ location: "main" }, { location: "berlin" }]);
    await transfer(4, randomUUID(), BERLIN, MAIN);
    expect(await stock()).toEqual(["10+0 at main", "0+0 at berlin"]);
  });

  test("of units that are held, and of what is not there: 409, nothing moves", async () => {
    await hold(7);
    await expect(transfer(4)).rejects.toMatchObject({
      code: "insufficient_stock",
      message: `4 units of ${sku} cannot be taken: 3 are available.`,
    });
    await expect(transfer(1, randomUUID(), BERLIN, MAIN)).rejects.toMatchObject({
      message: `1 units of ${sku} cannot be taken: 0 are available.`,
    });
    expect(await stock()).toEqual(["3+7 at main"]);
    await expectToAddUp();
  });

  test("racing for the last units: as many as there are", async () => {
    const answers = await Promise.allSettled([1, 2, 3].map(() => transfer(4)));
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    expect(await stock()).toEqual(["2+0 at main", "8+0 at berlin"]);
    await expectToAddUp();
  });
});

describe("a count", () => {
  test("sets what is on hand, units held for orders included; the difference is booked", async () => {
    await hold(2);
    const { booking } = await count(7, "count");
    expect(booking).toMatchObject({ counted: 7, rows: [{ location: "main", kind: "counted", quantity: -3 }] });
    expect(await stock()).toEqual(["5+2 at main"]);
  });

  test("that finds what is there: a row of no units", async () => {
    await count(0, "berlin", BERLIN);
    await count(10, "main");
    expect((await ledger()).slice(0, 2)).toEqual(["counted 0 -> 10 at main", "counted 0 -> 0 at berlin"]);
    expect(await stock()).toEqual(["10+0 at main"]);
    await expectToAddUp();
  });

  test("of all that is held is accepted, of one less refused; units elsewhere do not help", async () => {
    await receive(50, BERLIN);
    await hold(4);
    await expect(count(3, "low")).rejects.toMatchObject({
      code: "insufficient_stock",
      message: expect.stringContaining(`3 units of ${sku} were counted, and 4 are held for orders`),
    });
    await count(4, "exact");
    expect(await stock()).toEqual(["0+4 at main", "50+0 at berlin"]);
  });

  test("at a location that had none: its first units", async () => {
    await count(6, "first", BERLIN);
    expect(await stock()).toEqual(["10+0 at main", "6+0 at berlin"]);
    await expectToAddUp();
  });

  test("while stock moves: what is on hand at the end is what was counted, and what moved after it", async () => {
    await Promise.all([count(20, "count"), receive(5), receive(5), hold(1)]);
    const { onHand, reserved } = await sums();
    expect([20, 25, 30]).toContain(onHand);
    expect(reserved).toBe(1);
    await expectToAddUp();
  });
});

describe("the same request again", () => {
  test("a count whose stock has moved meanwhile: answered with what it booked, nothing moves", async () => {
    const first = await count(4, "count");
    await receive(5);
    await hold(6);
    const again = await count(4, "count");
    expect([first.replayed, again.replayed]).toEqual([false, true]);
    expect(again.booking).toMatchObject({ id: first.booking.id, counted: 4, rows: [{ quantity: -6 }] });
    expect(await stock()).toEqual(["3+6 at main"]);
  });

  test("a transfer and an adjustment that took the last units: answered with what they booked", async () => {
    await transfer(10, "all");
    expect(await transfer(10, "all")).toMatchObject({ replayed: true, booking: { rows: [{ quantity: -10 }, {}] } });
    await receive(-10, BERLIN, "out");
    expect(await receive(-10, BERLIN, "out")).toMatchObject({ replayed: true, booking: { rows: [{ quantity: -10 }] } });
    expect(await stock()).toEqual(["0+0 at main", "0+0 at berlin"]);
    expect(await ledger()).toHaveLength(4);
  });

  test("with another body under its key: 422, nothing moves", async () => {
    await count(4, "count");
    await expect(count(5, "count", MAIN, "another")).rejects.toMatchObject({ code: "idempotency_key_reused" });
    expect(await stock()).toEqual(["4+0 at main"]);
  });

  test("under the key of another kind of booking: another booking", async () => {
    await receive(1, MAIN, "key");
    await count(4, "key");
    await transfer(1, "key");
    expect(await stock()).toEqual(["3+0 at main", "1+0 at berlin"]);
  });

  test("three times at once: booked once", async () => {
    const answers = await Promise.all([1, 2, 3].map(() => count(4, "count")));
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(await ledger()).toHaveLength(2);
    await expectToAddUp();
  });
});

test("an unknown location: 422 with its path, nothing is stored", async () => {
  const bonn = LocationId.parse("bonn");
  const refused = (path: string) =>
    expect.objectContaining({ code: "unknown_location", errors: [{ path, message: expect.any(String) }] });
  await expect(receive(1, bonn)).rejects.toEqual(refused("location"));
  await expect(count(1, "c", bonn)).rejects.toEqual(refused("location"));
  await expect(transfer(1, "t", bonn)).rejects.toEqual(refused("from"));
  await expect(transfer(1, "t", MAIN, bonn)).rejects.toEqual(refused("to"));
  expect(await ledger()).toHaveLength(1);
});
