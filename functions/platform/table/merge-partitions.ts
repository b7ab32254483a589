import type { PageRequest } from "../values/page.ts";
import { type Index, type IndexEntry, queryIndex } from "./read.ts";

export interface ListedEntries {
  readonly entries: readonly IndexEntry[];
  readonly next: string | undefined;
}

/**
 * A page over several partitions of an index, newest first, as if they were one: each is asked for what comes after
 * the same position. The groups are read one after the other: an item that moves from a partition of an earlier group
 * to one of a later group while they are read is seen in one of them at least, and once in the page.
 */
export async function mergePartitions(
  index: Index,
  groups: readonly (readonly string[])[],
  { limit, after }: PageRequest,
): Promise<ListedEntries> {
  const found = new Map<string, IndexEntry>();
  for (const group of groups) {
    const pages = await Promise.all(
      group.map((partition) =>
        queryIndex({
          index,
          partition,
          direction: "descending",
          limit: limit + 1,
          ...(after !== undefined && { after }),
        }),
      ),
    );
    for (const entry of pages.flat()) found.set(entry.sortKey, entry);
  }
  return newest([...found.values()], limit);
}

/** The newest entries of what was read, and where to go on from where there are more. */
export function newest(found: readonly IndexEntry[], limit: number): ListedEntries {
  const newestFirst = [...found].sort((a, b) => (a.sortKey < b.sortKey ? 1 : -1));
  const entries = newestFirst.slice(0, limit);
  return { entries, next: newestFirst.length > limit ? entries.at(-1)?.sortKey : undefined };
}
