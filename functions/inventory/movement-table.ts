import * as z from "zod/mini";
import { isAbsent, type Put } from "../platform/table/conditional-write.ts";
import { Change, type Key, type StoredItem } from "../platform/table/item.ts";
import { type PartitionQuery, queryItems } from "../platform/table/read.ts";
import type { Timestamp } from "../platform/values/time.ts";
import { firstVersion } from "../platform/values/version.ts";
import { MAIN } from "./rules/location.ts";
import { MOVEMENTS, Movement, type NewMovement } from "./rules/movement.ts";
import type { Sku } from "./rules/product.ts";
import { stockKey } from "./stock-table.ts";

/** The attribute `type` of a row of the ledger. */
export const movementType = "movement";

/** @param id unique among the rows of this moment */
function movementKey(sku: string, at: Timestamp, id: string): Key {
  return { pk: stockKey(sku).pk, sk: `${MOVEMENTS}${at}#${id}` };
}

/**
 * Adds a row to the ledger. Whoever books it makes sure that it is booked once.
 * @param id unique among the rows of this moment
 */
export function insertMovement({ location, ...movement }: NewMovement, at: Timestamp, id: string): Put {
  return {
    kind: "put",
    name: "insertMovement",
    item: {
      ...firstVersion(at),
      ...movement,
      ...(location !== MAIN && { location }),
      ...movementKey(movement.sku, at, id),
      type: movementType,
    },
    condition: isAbsent,
    conflictError: () => new Error(`The ledger of ${movement.sku} has a row ${id} at ${at} already.`),
  };
}

type PartOfRows = Pick<PartitionQuery, "direction" | "limit" | "after">;

/** A row of the ledger as it is stored. */
export interface StoredRow {
  readonly sk: string;
  readonly item: StoredItem;
}

/** Some rows of a product's ledger by time. */
export async function readStoredRows(sku: Sku, part: PartOfRows): Promise<StoredRow[]> {
  const items = await queryItems({ pk: stockKey(sku).pk, prefix: MOVEMENTS, ...part });
  return items.map((item) => ({ sk: String(item.sk), item }));
}

/** A row of the ledger with its sort key, and who booked it. */
export interface LedgerRow {
  readonly sk: string;
  readonly movement: Movement;
  readonly actor: string;
}

/** Those rows, parsed. */
export async function readRows(sku: Sku, part: PartOfRows): Promise<LedgerRow[]> {
  return (await readStoredRows(sku, part)).map(({ sk, item }) => ({
    sk,
    movement: z.parse(Movement, item),
    actor: z.parse(Change, item.change).actor,
  }));
}
