import { beforeEach, expect, test } from "vitest";
import { FakeTable } from "../../tests/builders/fake-table.ts";
import { aStock, units } from "../../tests/builders/products.ts";
import { aContext } from "../../tests/builders/request-context.ts";
import { runInContext } from "../platform/runtime/request-context.ts";
import { insertMovement } from "./movement-table.ts";
import { type LedgerPage, type LedgerPosition, readMovements } from "./read-movements.ts";
import { LocationId, MAIN } from "./rules/location.ts";
import type { NewMovement } from "./rules/movement.ts";
import type { StockAtLocation } from "./rules/stock.ts";
import { stockKey } from "./stock-table.ts";

const { sku } = units("MUG", 1);
const BERLIN = LocationId.parse("berlin");
const change = { id: "c", actor: "staff:sam", cause: "test", correlationId: "c" };

let table: FakeTable;

beforeEach(() => {
  table = FakeTable.connect();
});

/** Stores a row of the ledger, booked in this second of the day. */
function storeRow(second: number, quantity: number, location = MAIN, more: Partial<NewMovement> = {}): void {
  const at = new Date(Date.parse("2026-11-28T00:00:00.000Z") + second * 1_000).toISOString();
  const row = insertMovement({ sku, location, kind: "received", quantity, ...more }, at, `row-${second}`);
  table.put({ ...row.item, change });
}

function storeStock(movements: number, ...locations: [location: LocationId, available: number, reserved?: number][]) {
  const counters = locations.map(([location, available, reserved = 0]) => ({ location, available, reserved }));
  table.put({ ...stockKey(sku), type: "stock", ...aStock({ movements }), ...countersOf(counters) });
}

function countersOf(locations: readonly StockAtLocation[]) {
  return Object.fromEntries(
    locations.flatMap(({ location, available, reserved }) => {
      const suffix = location === MAIN ? "" : `@${location}`;
      return [
        [`available${suffix}`, available],
        [`reserved${suffix}`, reserved],
      ];
    }),
  );
}

function read(limit: number, position?: LedgerPosition): Promise<LedgerPage> {
  return runInContext(aContext(), () => readMovements(sku, limit, position));
}

/** All rows by pages of this length, as texts such as `-2 -> 3 at berlin`. */
async function readAll(limit: number): Promise<string[]> {
  const told: string[] = [];
  let position: LedgerPosition | undefined;
  do {
    const { data, next } = await read(limit, position);
    told.push(...data.map(({ quantity, balance, location = MAIN }) => `${quantity} -> ${balance} at ${location}`));
    position = next;
  } while (position);
  return told;
}

test("balances are counted back from what is on hand, for each location, over pages of any length", async () => {
  storeStock(6, [MAIN, 1, 2], [BERLIN, 4]);
  storeRow(1, 10);
  storeRow(2, -5, MAIN, { kind: "moved" });
  storeRow(3, 5, BERLIN, { kind: "moved" });
  storeRow(4, -2, MAIN, { kind: "shipped" });
  storeRow(5, 0, MAIN, { kind: "counted" });
  storeRow(6, -1, BERLIN, { kind: "damaged" });
  const whole = [
    "-1 -> 4 at berlin",
    "0 -> 3 at main",
    "-2 -> 3 at main",
    "5 -> 5 at berlin",
    "-5 -> 5 at main",
    "10 -> 10 at main",
  ];
  for (const limit of [1, 2, 3, 4, 5, 6, 7, 100]) expect(await readAll(limit), `pages of ${limit}`).toEqual(whole);
});

test("a location whose stock was never counted, called like anything: its balance is a number", async () => {
  storeStock(1, [MAIN, 0]);
  storeRow(1, 0, LocationId.parse("constructor"), { kind: "counted" });
  expect(await readAll(1)).toEqual(["0 -> 0 at constructor"]);
});

test("rows that were booked after the first page change nothing on the second", async () => {
  storeStock(3, [MAIN, 6]);
  for (const second of [1, 2, 3]) storeRow(second, 2);
  const { next } = await read(1);
  storeRow(4, 5);
  storeStock(4, [MAIN, 11]);
  expect((await read(1, next)).data).toMatchObject([{ quantity: 2, balance: 4 }]);
});

test("a row is booked between the reads of the first page: read again", async () => {
  storeStock(1, [MAIN, 5]);
  storeRow(1, 5);
  table.beforeEach((call) => {
    if (call !== 2) return;
    storeRow(2, 3);
    storeStock(2, [MAIN, 8]);
  });
  expect((await read(10)).data).toMatchObject([
    { quantity: 3, balance: 8 },
    { quantity: 5, balance: 5 },
  ]);
});

test("units are held for orders meanwhile: nothing to read again, they are on hand", async () => {
  storeStock(1, [MAIN, 5]);
  storeRow(1, 5);
  table.beforeEach((call) => {
    if (call === 2) storeStock(1, [MAIN, 2, 3]);
  });
  expect((await read(10)).data).toMatchObject([{ balance: 5 }]);
  expect(table.reads).toHaveLength(3);
});

test("a row tells who booked what, and of which order, where it says so", async () => {
  storeStock(2, [MAIN, 1]);
  storeRow(1, 3, MAIN, { booking: "adj_1", note: "Two boxes", reference: "DN-7" });
  storeRow(2, -2, MAIN, { kind: "shipped", orderId: "ord_1", shipment: 2 });
  expect((await read(10)).data).toEqual([
    {
      kind: "shipped",
      quantity: -2,
      balance: 1,
      orderId: "ord_1",
      shipment: 2,
      actor: "staff:sam",
      at: expect.any(String),
    },
    {
      kind: "received",
      quantity: 3,
      balance: 3,
      booking: "adj_1",
      actor: "staff:sam",
      note: "Two boxes",
      reference: "DN-7",
      at: "2026-11-28T00:00:01.000Z",
    },
  ]);
});

test("an exactly full last page has no next; a product without rows has an empty one", async () => {
  storeStock(2, [MAIN, 2]);
  for (const second of [1, 2]) storeRow(second, 1);
  expect((await read(2)).next).toBeUndefined();
  table.remove(stockKey("MUG").pk, stockKey("MUG").sk);
  await expect(read(2)).rejects.toMatchObject({ code: "not_found" });
});
