import { expect, test } from "vitest";
import * as z from "zod";
import { MAX_LOCATIONS } from "../inventory/rules/location.ts";
import { makeCursor } from "../platform/http/page.ts";
import { checkInvariants } from "./operations.ts";
import { Position, PRODUCTS_PER_STEP } from "./rules/position.ts";

const count = { sku: "MUG", version: 1, held: 0, waiting: 0, waiters: 0 };
const longestSku = (index: number) => `${"W".repeat(62)}${String(index).padStart(2, "0")}`;
const countOf = (_: unknown, index: number) => ({ ...count, sku: `MUG-${index}` });

test.each([
  ["of another version of the code", { phase: "returns" }],
  ["with an invalid count", { phase: "reserved", counts: [{ sku: "MUG", held: "all" }] }],
  ["with one SKU twice", { phase: "reserved", counts: [count, count] }],
  ["with more SKUs than a step has", { phase: "reserved", counts: Array.from({ length: 21 }, countOf) }],
  ["after an empty SKU", { phase: "products", after: "" }],
  ["after an empty order position", { phase: "orders", after: "" }],
  ["after an order position that is too long", { phase: "orders", after: "x".repeat(1_100) }],
  [
    "after a row of a ledger whose key is longer than any",
    {
      phase: "ledgers",
      page: ["MUG"],
      skus: ["MUG"],
      part: { sku: "MUG", after: `MOVEMENT#${"x".repeat(1_500)}`, movements: 1, rows: 1, sums: {} },
    },
  ],
  ["that is no object", "orders"],
])("a well-formed cursor %s: 400 invalid_request", async (_, position) => {
  const request = {
    path: {},
    query: { cursor: makeCursor("invariants", position) },
    headers: {},
    body: undefined,
    fingerprint: "",
    caller: { subject: "olga", role: "operator", reach: "any" },
    idempotencyKey: undefined,
    ifMatch: undefined,
  } as const;

  await expect(checkInvariants.handle(request)).rejects.toMatchObject({ code: "invalid_request" });
});

test("the longest counts fit into a cursor", () => {
  const counts = Array.from({ length: PRODUCTS_PER_STEP }, (_, index) => ({
    ...{ sku: longestSku(index), version: 10_000_000, held: 1_000_000, waiting: 1_000_000, waiters: 10_000 },
    ...{ mayBeTwice: true, differenceBefore: { held: -100_000, waiting: -100_000, waiters: -10_000 } },
  }));
  const since = "2026-11-28T00:00:00.000Z";
  const position = Position.parse({ phase: "reserved", counts, since, products: longestSku(99) });

  expectInCursor(position);
});

test("the longest part of a ledger fits into a cursor", () => {
  const page = Array.from({ length: PRODUCTS_PER_STEP }, (_, index) => longestSku(index));
  const sums = Array.from({ length: MAX_LOCATIONS }, (_, index) => [`${"w".repeat(30)}${10 + index}`, -100_000_000]);
  const position = Position.parse({
    phase: "ledgers",
    page,
    skus: page,
    part: {
      sku: page[0],
      after: `MOVEMENT#2026-11-28T00:00:00.000Z#${"x".repeat(60)}`,
      movements: 10_000_000,
      rows: 10_000_000,
      sums: Object.fromEntries(sums),
    },
    products: page.at(-1),
  });

  expectInCursor(position);
});

function expectInCursor(position: Position): void {
  const cursor = makeCursor("invariants", position);
  expect(z.safeParse(checkInvariants.query.cursor ?? z.never(), cursor).error, `${cursor.length}`).toBeUndefined();
}
