import * as z from "zod/mini";
import { readStoredRows, type StoredRow } from "../inventory/movement-table.ts";
import { LocationId } from "../inventory/rules/location.ts";
import { Movement } from "../inventory/rules/movement.ts";
import type { Sku } from "../inventory/rules/product.ts";
import type { Checked } from "./checked.ts";
import { countReservations } from "./count-reservations.ts";
import { readStocks, step } from "./count-reserved.ts";
import { beginCount } from "./rules/count-units.ts";
import { type PartOfLedger, withRows } from "./rules/part-of-ledger.ts";
import type { ReadingLedgers } from "./rules/position.ts";
import { readable, type Violation, violationsOf } from "./rules/rule.ts";
import { ledgerAddsUp } from "./rules/stock-rules.ts";

/** Rows that one step reads at most, and one call. */
const ROWS_PER_STEP = 5_000;
const ROWS_PER_CALL = 1_000;

/**
 * Compares stocks with the rows of their ledgers, some thousand rows in a step, short ledgers beside each other; after the
 * last of them, starts to count the units that reservations and orders hold. A ledger that grows while it is read is unsettled.
 */
export async function checkLedgers({ page, skus, part, products }: ReadingLedgers): Promise<Checked> {
  const violations: Violation[] = [];
  const whole: PartOfLedger[] = [];
  let waiting = await beginLedgers(skus, part);
  for (let left = ROWS_PER_STEP; left > 0 && waiting.length > 0; ) {
    const begun = waiting.slice(0, fittingInto(left, waiting));
    const read = await Promise.all(begun.map((ledger) => readOn(ledger, left)));
    left -= read.reduce((sum, one, index) => sum + one.part.rows - (begun[index]?.rows ?? 0), 0);
    const [unfinished, ...later] = read.filter(({ isWhole }) => !isWhole);
    const kept = read.filter((one) => one.isWhole || one === unfinished);
    violations.push(...kept.flatMap((one) => one.violations));
    whole.push(...kept.filter(({ isWhole }) => isWhole).map((one) => one.part));
    // One step continues one ledger: of those that were longer than their stocks said, the others begin again.
    const again = begun.filter(({ sku }) => later.some((one) => one.part.sku === sku));
    waiting = [...(unfinished ? [unfinished.part] : []), ...again, ...waiting.slice(begun.length)];
  }
  const { unsettled, violations: found } = await compare(whole);
  violations.push(...found);
  const [next] = waiting;
  if (next) {
    const rest = { skus: waiting.map(({ sku }) => sku), ...(next.rows > 0 && { part: next }) };
    const position = { phase: "ledgers", page, ...rest, ...(products !== undefined && { products }) } as const;
    return step({ violations, unsettled, next: position });
  }
  const counted = await startToCount(page, products);
  return {
    ...counted,
    violations: [...violations, ...counted.violations],
    unsettled: [...unsettled, ...counted.unsettled],
  };
}

/** The ledgers before they are read, the first perhaps in part. */
async function beginLedgers(skus: readonly Sku[], part: PartOfLedger | undefined): Promise<PartOfLedger[]> {
  const stocks = await readStocks(skus.map((sku) => ({ sku })));
  return skus.map((sku) =>
    sku === part?.sku ? part : { sku, movements: stocks.get(sku)?.movements ?? 0, rows: 0, sums: {} },
  );
}

/** How many of the ledgers have together no more rows than these, as their stocks count them; at least one. */
function fittingInto(rows: number, ledgers: readonly PartOfLedger[]): number {
  let sum = 0;
  const tooLong = ledgers.findIndex((ledger) => {
    sum += ledger.movements - ledger.rows;
    return sum > rows;
  });
  return tooLong < 0 ? ledgers.length : Math.max(1, tooLong);
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

/** The violations of ledgers that are read; unsettled are those of which a row was booked since they were begun. */
async function compare(read: readonly PartOfLedger[]): Promise<Pick<Checked, "violations" | "unsettled">> {
  const stocks = await readStocks(read);
  const isSettled = ({ sku, movements }: PartOfLedger) => (stocks.get(sku)?.movements ?? 0) === movements;
  const violations = read.filter(isSettled).flatMap(({ sku, rows, sums }) => {
    const stock = stocks.get(sku);
    const byLocation = new Map(Object.entries(sums).map(([id, sum]) => [LocationId.parse(id), sum]));
    return stock ? violationsOf([ledgerAddsUp], sku, { stock, sums: byLocation, rows }) : [];
  });
  return { violations, unsettled: read.filter((one) => !isSettled(one)).map(({ sku }) => sku) };
}

async function startToCount(page: readonly Sku[], products: string | undefined): Promise<Checked> {
  const stocks = await readStocks(page.map((sku) => ({ sku })));
  return countReservations({
    phase: "reservations",
    counts: [...stocks.values()].map(beginCount),
    ...(products !== undefined && { products }),
  });
}
