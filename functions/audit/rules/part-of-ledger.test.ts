import { expect, test } from "vitest";
import { units } from "../../../tests/builders/products.ts";
import { LocationId, MAIN } from "../../inventory/rules/location.ts";
import { PartOfLedger, withRows } from "./part-of-ledger.ts";

const empty: PartOfLedger = { sku: units("MUG", 1).sku, movements: 4, rows: 0, sums: {} };

function row(sk: string, quantity: number, location = MAIN) {
  return { sk: `MOVEMENT#${sk}`, movement: { location, quantity } };
}

test("rows are counted and summed by location, the last is remembered", () => {
  const berlin = LocationId.parse("berlin");
  const part = withRows(withRows(empty, [row("1", 5), row("2", -2)]), [row("3", 4, berlin), row("4", 1)]);
  expect(part).toEqual({ ...empty, rows: 4, after: "MOVEMENT#4", sums: { main: 4, berlin: 4 } });
  expect(withRows(part, [])).toBe(part);
});

test("a row that cannot be read is counted, not summed", () => {
  expect(withRows(empty, [row("1", 5), { sk: "MOVEMENT#2" }])).toMatchObject({ rows: 2, sums: { main: 5 } });
});

test("a location may have the name of anything", () => {
  const part = withRows(empty, [row("1", 5, LocationId.parse("constructor"))]);
  expect(part.sums).toEqual({ constructor: 5 });
  expect(PartOfLedger.parse(JSON.parse(JSON.stringify(part)))).toEqual(part);
});
