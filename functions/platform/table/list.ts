import { log, reasonOf } from "../runtime/logging.ts";
import type { PageRequest } from "../values/page.ts";
import type { Index } from "./indexes.ts";
import type { Key, StoredItem } from "./item.ts";
import { type IndexEntry, type IndexQuery, keyText, queryIndex, type ReadOptions, readItems } from "./read.ts";

export interface ListedEntries {
  readonly entries: readonly IndexEntry[];
  readonly next: string | undefined;
}

/**
 * A page over several partitions of an index, newest first unless it is asked for from the oldest on: each is read from
 * the same position. The groups are read one after the other: an item that moves from a partition of an earlier group to
 * one of a later group between the reads is found in at least one of them, and is once in the page.
 */
export async function mergePartitions(
  index: Index,
  groups: readonly (readonly string[])[],
  { limit, after }: PageRequest,
  direction: IndexQuery["direction"] = "descending",
): Promise<ListedEntries> {
  const found = new Map<string, IndexEntry>();
  for (const group of groups) {
    const pages = await Promise.all(
      group.map((partition) =>
        queryIndex({
          index,
          partition,
          direction,
          limit: limit + 1,
          ...(after !== undefined && { after }),
        }),
      ),
    );
    for (const entry of pages.flat()) found.set(entry.sortKey, entry);
  }
  return direction === "descending" ? newest([...found.values()], limit) : oldest([...found.values()], limit);
}

/** The newest entries, and the position of the next page where there are more. */
export function newest(found: readonly IndexEntry[], limit: number): ListedEntries {
  return firstOf(inOrder(found).reverse(), limit);
}

/** The oldest entries, and the position of the next page where there are more. */
export function oldest(found: readonly IndexEntry[], limit: number): ListedEntries {
  return firstOf(inOrder(found), limit);
}

function inOrder(found: readonly IndexEntry[]): IndexEntry[] {
  return [...found].sort((a, b) => (a.sortKey < b.sortKey ? -1 : 1));
}

function firstOf(sorted: readonly IndexEntry[], limit: number): ListedEntries {
  const entries = sorted.slice(0, limit);
  return { entries, next: sorted.length > limit ? entries.at(-1)?.sortKey : undefined };
}

/**
 * The items of index entries, in the entries' order; an item that does not exist any more is left out. What users page
 * through may lag a moment behind, as the index does; who checks the items says that they are read consistently.
 */
export async function readListed(
  entries: readonly IndexEntry[],
  { isConsistent = false }: ReadOptions = {},
): Promise<StoredItem[]> {
  if (entries.length === 0) return [];
  const items = await readItems(entries, { isConsistent });
  return entries.map((entry) => items.get(keyText(entry))).filter((item) => item !== undefined);
}

/** The items of a list, parsed. A damaged item is left out and logged, so that the list of the others is not lost. */
export function parseListed<Thing>(
  items: readonly StoredItem[],
  parse: (item: StoredItem) => Thing,
  nameOf: (key: Key) => string = keyText,
): Thing[] {
  return items.flatMap((item) => {
    try {
      return [parse(item)];
    } catch (error) {
      log.error("damaged item left out of a list", {
        item: nameOf({ pk: String(item.pk), sk: String(item.sk) }),
        reason: reasonOf(error),
      });
      return [];
    }
  });
}
