import * as z from "zod/mini";
import { isAbsent, type Put } from "../platform/table/conditional-write.ts";
import { Change, type Key } from "../platform/table/item.ts";
import { type PartitionQuery, queryItems } from "../platform/table/read.ts";
import type { Timestamp } from "../platform/values/time.ts";
import { firstVersion } from "../platform/values/version.ts";
import { MAIN } from "./rules/location.ts";
import { Movement, type NewMovement } from "./rules/movement.ts";
import type { Sku } from "./rules/product.ts";
import { stockKey } from "./stock-table.ts";

/** The attribute `type` of a row of the ledger. */
export const movementType = "movement";

/** Begins the sort keys of a product's rows, which are sorted by time. */
export const MOVEMENTS = "MOVEMENT#";

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

/** A row of the ledger with its sort key, and who booked it. */
export interface LedgerRow {
  readonly sk: string;
  readonly movement: Movement;
  readonly actor: string;
}

/** Some rows of a product's ledger by time (one consistent read). */
export async function readRows(
  sku: Sku,
  part: Pick<PartitionQuery, "direction" | "limit" | "after">,
): Promise<LedgerRow[]> {
  return (await queryItems({ pk: stockKey(sku).pk, prefix: MOVEMENTS, ...part })).map((item) => ({
    sk: String(item.sk),
    movement: z.parse(Movement, item),
    actor: z.parse(Change, item.change).actor,
  }));
}
