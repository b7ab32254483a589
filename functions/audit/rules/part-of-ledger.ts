import * as z from "zod/mini";
import { LocationId } from "../../inventory/rules/location.ts";
import { type Movement, MovementKey } from "../../inventory/rules/movement.ts";
import { Sku } from "../../inventory/rules/product.ts";

/** A product's ledger of which a part is read. */
export const PartOfLedger = z.strictObject({
  sku: Sku,
  /** The sort key of the last row that was read. */
  after: z.exactOptional(MovementKey),
  /** How many rows the stock counted before the first was read. */
  movements: z.int(),
  /** How many were read. */
  rows: z.int(),
  /** The sums of these rows, by location. */
  sums: z.record(LocationId, z.int()),
});
export type PartOfLedger = z.output<typeof PartOfLedger>;

/** A row with its sort key. One that cannot be read is counted, and nothing more. */
export interface CountedRow {
  readonly sk: string;
  readonly movement?: Pick<Movement, "location" | "quantity"> | undefined;
}

/** The part with these rows read, too. */
export function withRows(part: PartOfLedger, rows: readonly CountedRow[]): PartOfLedger {
  const last = rows.at(-1);
  if (!last) return part;
  const sums = new Map(Object.entries(part.sums));
  for (const { movement } of rows) {
    if (movement) sums.set(movement.location, (sums.get(movement.location) ?? 0) + movement.quantity);
  }
  return { ...part, after: last.sk, rows: part.rows + rows.length, sums: Object.fromEntries(sums) };
}
