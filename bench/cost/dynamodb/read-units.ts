import { type Image, itemBytes } from "./item-size.ts";

const UNIT_BYTES = 4_096;

/**
 * Read units of one item, by itself or as part of a batch: an item that does not exist costs as much as a small one.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
export function itemReadUnits(item: Image | undefined, isConsistent: boolean): number {
  return unitsOf(item ? itemBytes(item) : 0, isConsistent);
}

/** Read units of a query: the sum of what it read counts, rounded up once. */
export function queryReadUnits(items: readonly Image[], isConsistent: boolean): number {
  return unitsOf(
    items.reduce((sum, item) => sum + itemBytes(item), 0),
    isConsistent,
  );
}

function unitsOf(bytes: number, isConsistent: boolean): number {
  return Math.max(1, Math.ceil(bytes / UNIT_BYTES)) * (isConsistent ? 1 : 0.5);
}
