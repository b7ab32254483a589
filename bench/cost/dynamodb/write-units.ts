import { isDeepStrictEqual } from "node:util";
import { type Image, itemBytes } from "./item-size.ts";
import type { TableIndex } from "./table-indexes.ts";

const UNIT_BYTES = 1_024;

/** One item before and after a write; the same twice where a condition failed, which costs as much. */
export interface ItemWrite {
  readonly before: Image | undefined;
  readonly after: Image | undefined;
}

/**
 * Write units of the table: the larger of the old and the new item counts, and a transaction writes twice.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
export function tableWriteUnits({ before, after }: ItemWrite, inTransaction: boolean): number {
  const bytes = Math.max(before ? itemBytes(before) : 0, after ? itemBytes(after) : 0);
  return unitsOf(bytes) * (inTransaction ? 2 : 1);
}

/**
 * Write units of an index. A new key is a deletion and an insertion; an entry that stays as it is costs nothing. Indexes
 * follow the table later, each entry once, also after a transaction.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations.Writes
 */
export function indexWriteUnits(index: TableIndex, { before, after }: ItemWrite): number {
  const old = entryOf(index, before);
  const next = entryOf(index, after);
  if (isDeepStrictEqual(old, next)) return 0;
  const bytes = [old, next].flatMap((entry) => (entry ? itemBytes(entry) : []));
  if (old && next && hasSameKey(index, old, next)) return unitsOf(Math.max(...bytes));
  return bytes.reduce((sum, one) => sum + unitsOf(one), 0);
}

/** What the index holds of an item; undefined where the item is not in it. */
export function entryOf({ keys, attributes }: TableIndex, item: Image | undefined): Image | undefined {
  if (!item || keys.some((key) => item[key] === undefined)) return undefined;
  if (attributes === "all") return item;
  return Object.fromEntries(Object.entries(item).filter(([name]) => attributes.includes(name)));
}

function hasSameKey({ keys }: TableIndex, one: Image, other: Image): boolean {
  return keys.every((key) => isDeepStrictEqual(one[key], other[key]));
}

function unitsOf(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / UNIT_BYTES));
}
