import * as z from "zod/mini";
import { readStoredRows, type StoredRow } from "../inventory/movement-table.ts";
import { LocationId } from "../inventory/rules/location.ts";
import { Movement } from "../inventory/rules/movement.ts";
import type { Sku } from "../inventory/rules/product.ts";
import { loadStock } from "../inventory/stock-table.ts";
import type { Checked } from "./checked.ts";
import { countReservations } from "./count-reservations.ts";
import { readStocks, step } from "./count-reserved.ts";
import { type PartOfLedger, withRows } from "./rules/part-of-ledger.ts";
import type { ReadingLedgers } from "./rules/position.ts";
import { readable, type Violation, violationsOf } from "./rules/rule.ts";
import { ledgerAddsUp } from "./rules/stock-rules.ts";

/** Rows that one step reads at most, and one call. */
const ROWS_PER_STEP = 5_000;
const ROWS_PER_CALL = 1_000;

/**
 * Compares stocks with the rows of their ledgers, some thousand rows in a step; after the last of them, starts to count
 * the units that reservations and orders hold. A ledger that grows while it is read is unsettled.
 */
export async function checkLedgers({ page, skus, part: begun, products }: ReadingLedgers): Promise<Checked> {
  const violations: Violation[] = [];
  const unsettled: Sku[] = [];
  let part = begun;
  let left = ROWS_PER_STEP;
  for (const [index, sku] of skus.entries()) {
    const from: PartOfLedger = part ?? (await beginLedger(sku));
    const read = await readOn(from, left);
    left -= read.part.rows - from.rows;
    violations.push(...read.violations);
    if (!read.isWhole) {
      const next = { phase: "ledgers", page, skus: skus.slice(index), part: read.part } as const;
      return step({ violations, unsettled, next: { ...next, ...(products !== undefined && { products }) } });
    }
    part = undefined;
    const compared = await compare(read.part);
    if (compared) violations.push(...compared);
    else unsettled.push(sku);
  }
  const counted = await startToCount(page, products);
  return {
    ...counted,
    violations: [...violations, ...counted.violations],
    unsettled: [...unsettled, ...counted.unsettled],
  };
}

async function beginLedger(sku: Sku): Promise<PartOfLedger> {
  const { movements = 0 } = (await loadStock(sku)) ?? {};
  return { sku, movements, rows: 0, sums: {} };
}

interface ReadOn {
  readonly part: PartOfLedger;
  readonly isWhole: boolean;
  /** Of the rows that were read, those that cannot be parsed. */
  readonly violations: readonly Violation[];
}

/** Reads at most so many rows. */
async function readOn(begun: PartOfLedger, most: number): Promise<ReadOn> {
  const violations: Violation[] = [];
  let part = begun;
  for (let left = most; left > 0; ) {
    const limit = Math.min(left, ROWS_PER_CALL);
    const rows = (await readStoredRows(part.sku, { direction: "ascending", limit, after: part.after })).map(parseRow);
    violations.push(...rows.flatMap((row) => unreadable(part.sku, row)));
    part = withRows(part, rows);
    left -= rows.length;
    if (rows.length < limit) return { part, isWhole: true, violations };
  }
  return { part, isWhole: false, violations };
}

function parseRow({ sk, item }: StoredRow) {
  const parsed = z.safeParse(Movement, item);
  return { sk, parsed, movement: parsed.data };
}

function unreadable(sku: Sku, { sk, parsed }: ReturnType<typeof parseRow>): Violation[] {
  return violationsOf([readable], sku, parsed).map((one) => ({ ...one, detail: `${sk}: ${one.detail}` }));
}

/** The violations; undefined where a row was booked since the ledger was begun. */
async function compare({ sku, movements, rows, sums }: PartOfLedger): Promise<Violation[] | undefined> {
  const stock = await loadStock(sku);
  if (stock?.movements !== movements) return undefined;
  const byLocation = new Map(Object.entries(sums).map(([id, sum]) => [LocationId.parse(id), sum]));
  return violationsOf([ledgerAddsUp], sku, { stock, sums: byLocation, rows });
}

async function startToCount(page: readonly Sku[], products: string | undefined): Promise<Checked> {
  const stocks = await readStocks(page.map((sku) => ({ sku })));
  return countReservations({
    phase: "reservations",
    counts: [...stocks.values()].map(({ sku, version }) => ({ sku, version, open: 0 })),
    ...(products !== undefined && { products }),
  });
}
