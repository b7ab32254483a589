import { beforeEach, expect, test, vi } from "vitest";
import { FakeTable } from "../../tests/builders/fake-table.ts";
import { aProduct, aStock, units } from "../../tests/builders/products.ts";
import { aContext } from "../../tests/builders/request-context.ts";
import { insertMovement } from "../inventory/movement-table.ts";
import { insertProduct } from "../inventory/product-table.ts";
import { LocationId, MAIN } from "../inventory/rules/location.ts";
import type { Stock } from "../inventory/rules/stock.ts";
import { stockKey } from "../inventory/stock-table.ts";
import { clock } from "../platform/runtime/clock.ts";
import { runInContext } from "../platform/runtime/request-context.ts";
import { checkInvariants } from "./check-invariants.ts";
import type { Checked } from "./checked.ts";
import type { Position } from "./rules/position.ts";

const mug = units("MUG", 1).sku;
const BERLIN = LocationId.parse("berlin");
let table: FakeTable;

beforeEach(() => {
  vi.restoreAllMocks();
  vi.spyOn(clock, "sleep").mockResolvedValue();
  table = FakeTable.connect();
});

function storeProduct(
  sku: string,
  stock: Partial<Stock> & { readonly [counter: `${string}@${string}`]: number },
): void {
  table.put(insertProduct(aProduct(sku)).item);
  table.put({ ...stockKey(sku), type: "stock", ...aStock({ sku: units(sku, 1).sku, ...stock }) });
}

/** Stores rows of one unit each, or of `quantity`. */
function storeRows(sku: string, count: number, { quantity = 1, location = MAIN, from = 0 } = {}): void {
  for (let index = from; index < from + count; index++) {
    const at = new Date(Date.parse("2026-11-28T00:00:00.000Z") + index).toISOString();
    const movement = { sku: units(sku, 1).sku, location, kind: "received", quantity } as const;
    table.put(insertMovement(movement, at, `row-${index}`).item);
  }
}

/** Audits all products, step by step. */
async function auditProducts() {
  const steps: Checked[] = [];
  let position: Position | undefined = { phase: "products" };
  while (position && position.phase !== "orders") {
    const here: Position = position;
    const step: Checked = await runInContext(aContext(), () => checkInvariants(here));
    steps.push(step);
    position = step.next;
  }
  return {
    steps: steps.length,
    violations: steps
      .flatMap(({ violations }) => violations)
      .map(({ invariant, subject, detail }) => `${subject}: ${detail} (${invariant})`)
      .sort(),
    unsettled: steps.flatMap(({ unsettled }) => [...unsettled]),
  };
}

test("stock that is the sum of its rows at each location: no violation", async () => {
  storeProduct("MUG", { available: 3, "available@berlin": 2, movements: 5 });
  storeRows("MUG", 3);
  storeRows("MUG", 2, { location: BERLIN, from: 3 });
  expect(await auditProducts()).toEqual({ steps: 1, violations: [], unsettled: [] });
});

test("as many units, but elsewhere: a violation for each location", async () => {
  storeProduct("MUG", { available: 2, "available@berlin": 3, movements: 5 });
  storeRows("MUG", 3);
  storeRows("MUG", 2, { location: BERLIN, from: 3 });
  expect((await auditProducts()).violations).toEqual([
    "MUG: 2 available + 0 reserved at main, but 3 in the ledger (the ledger adds up)",
    "MUG: 3 available + 0 reserved at berlin, but 2 in the ledger (the ledger adds up)",
  ]);
});

test("a row too few, or one too many: a violation, also where it is of no unit", async () => {
  storeProduct("MUG", { available: 3, movements: 4 });
  storeRows("MUG", 3);
  storeProduct("PEN", { available: 2, movements: 2 });
  storeRows("PEN", 2);
  storeRows("PEN", 1, { quantity: 0, from: 2 });
  expect((await auditProducts()).violations).toEqual([
    "MUG: 3 rows, but 4 counted (the ledger adds up)",
    "PEN: 3 rows, but 2 counted (the ledger adds up)",
  ]);
});

test("a ledger longer than a step is read over several steps, and then the next one", async () => {
  storeProduct("MUG", { available: 12_345, movements: 12_345 });
  storeRows("MUG", 12_345);
  storeProduct("PEN", { available: 1, movements: 2 });
  storeRows("PEN", 1);
  expect(await auditProducts()).toEqual({
    steps: 3,
    violations: ["PEN: 1 rows, but 2 counted (the ledger adds up)"],
    unsettled: [],
  });
});

test("a ledger exactly as long as a step: the next step finds its end", async () => {
  storeProduct("MUG", { available: 5_000, movements: 5_000 });
  storeRows("MUG", 5_000);
  expect(await auditProducts()).toEqual({ steps: 2, violations: [], unsettled: [] });
});

test("two ledgers that are longer than a step, and than their stocks say: each is reported once", async () => {
  for (const sku of ["MUG", "PEN"]) {
    storeProduct(sku, { available: 5_001, movements: 1 });
    storeRows(sku, 5_001);
  }
  storeProduct("TEA", { available: 1, movements: 1 });
  storeRows("TEA", 1);
  expect(await auditProducts()).toEqual({
    steps: 3,
    violations: [
      "MUG: 5001 rows, but 1 counted (the ledger adds up)",
      "PEN: 5001 rows, but 1 counted (the ledger adds up)",
    ],
    unsettled: [],
  });
});

test("rows so long that a query returns fewer than it was asked for: all are read", async () => {
  storeProduct("MUG", { available: 2_100, movements: 2_100 });
  storeRows("MUG", 2_100);
  table.limitPages(300);
  expect(await auditProducts()).toMatchObject({ violations: [], unsettled: [] });
});

test("a ledger that grows while it is read is unsettled; those beside it are compared", async () => {
  storeProduct("MUG", { available: 6_000, movements: 6_000 });
  storeRows("MUG", 6_000);
  storeProduct("PEN", { available: 1, movements: 2 });
  storeRows("PEN", 1);
  table.beforeEach((call) => {
    if (call !== 11) return;
    // A clock that is behind: the new row is in the part that was read already.
    storeRows("MUG", 1, { from: -1 });
    storeProduct("MUG", { available: 6_001, movements: 6_001, version: 2 });
  });
  expect(await auditProducts()).toMatchObject({
    violations: ["PEN: 1 rows, but 2 counted (the ledger adds up)"],
    unsettled: [mug],
  });
});

test("a row that cannot be read is a violation that names it; the audit goes on", async () => {
  storeProduct("MUG", { available: 2, movements: 3 });
  storeRows("MUG", 2);
  table.put({ ...stockKey("MUG"), sk: "MOVEMENT#2026-11-28T01:00:00.000Z#odd", type: "movement", quantity: "many" });
  storeProduct("PEN", { available: 1, movements: 2 });
  storeRows("PEN", 1);
  const { violations } = await auditProducts();
  expect(violations).toContain("PEN: 1 rows, but 2 counted (the ledger adds up)");
  expect(violations).toContainEqual(
    expect.stringMatching(/^MUG: MOVEMENT#2026-11-28T01:00:00\.000Z#odd: quantity: .*\(stored items are readable\)$/),
  );
});

test("a stock without rows, and a page of no products: nothing to read", async () => {
  expect(await auditProducts()).toEqual({ steps: 1, violations: [], unsettled: [] });
  storeProduct("PEN", { available: 0, movements: 0 });
  const { violations } = await auditProducts();
  expect(violations.filter((one) => one.includes("the ledger adds up"))).toEqual([]);
});
