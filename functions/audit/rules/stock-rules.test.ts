import { expect, test } from "vitest";
import { aProduct, aStock } from "../../../tests/builders/products.ts";
import { LocationId, MAIN } from "../../inventory/rules/location.ts";
import { violationsOf } from "./rule.ts";
import {
  ledgerAddsUp,
  type ProductStock,
  productStockRules,
  reservedEqualsHeld,
  type StockAndLedger,
  stockRules,
} from "./stock-rules.ts";

const BERLIN = LocationId.parse("berlin");

/** 15 units at main, of which 3 are reserved; 4 in berlin. */
const healthy = aStock({
  available: 16,
  reserved: 3,
  movements: 3,
  locations: [
    { location: MAIN, available: 12, reserved: 3 },
    { location: BERLIN, available: 4, reserved: 0 },
  ],
});
const sums = new Map([
  [MAIN, 15],
  [BERLIN, 4],
]);

function brokenOf(productStock: Partial<ProductStock>): string[] {
  const whole = { product: aProduct("MUG"), stock: healthy, ...productStock };
  return violationsOf(productStockRules, "MUG", whole).map(({ invariant }) => invariant);
}

function ledgerDetails(changes: Partial<StockAndLedger>): readonly string[] {
  return ledgerAddsUp.check({ stock: healthy, sums, rows: 3, ...changes });
}

test("stock that adds up: no violation", () => {
  expect(violationsOf(stockRules, "MUG", healthy)).toEqual([]);
  expect(brokenOf({})).toEqual([]);
  expect(ledgerDetails({})).toEqual([]);
});

test.each([
  { available: -1, reserved: 16 },
  { available: 16, reserved: -1 },
])("negative available or reserved at a location: violation", (counters) => {
  const locations = [...healthy.locations.slice(0, 1), { location: BERLIN, ...counters }];
  expect(violationsOf(stockRules, "MUG", { ...healthy, locations })).toMatchObject([
    { invariant: "stock is not negative", detail: expect.stringContaining("at berlin") },
  ]);
});

test.each([
  [
    new Map([
      [MAIN, 14],
      [BERLIN, 4],
    ]),
    "12 available + 3 reserved at main, but 14 in the ledger",
  ],
  [
    new Map([
      [MAIN, 15],
      [BERLIN, 5],
    ]),
    "4 available + 0 reserved at berlin, but 5 in the ledger",
  ],
  [new Map([[MAIN, 15]]), "4 available + 0 reserved at berlin, but 0 in the ledger"],
  [
    new Map([
      [MAIN, 15],
      [BERLIN, 4],
      [LocationId.parse("bonn"), 2],
    ]),
    "0 available + 0 reserved at bonn, but 2 in the ledger",
  ],
])("another sum in the ledger: it does not add up", (wrong, detail) => {
  expect(ledgerDetails({ sums: wrong })).toEqual([detail]);
});

test("a row that the stock does not count: the ledger does not add up", () => {
  expect(ledgerDetails({ rows: 4 })).toEqual(["4 rows, but 3 counted"]);
});

test("product without stock, or with another reorder point than its stock: violation", () => {
  expect(brokenOf({ stock: undefined })).toEqual(["every product has its stock item"]);
  expect(brokenOf({ stock: { ...healthy, reorderPoint: 3 } })).toEqual(["every product has its stock item"]);
  expect(brokenOf({ product: aProduct("MUG", { reorderPoint: 3 }) })).toEqual(["every product has its stock item"]);
  expect(brokenOf({ product: aProduct("MUG", { reorderPoint: 3 }), stock: { ...healthy, reorderPoint: 3 } })).toEqual(
    [],
  );
});

test("what is reserved is what is open", () => {
  expect(reservedEqualsHeld.check({ reserved: 3, held: 3 })).toEqual([]);
  expect(reservedEqualsHeld.check({ reserved: 3, held: 2 })).toEqual(["3 reserved, 2 held"]);
});
