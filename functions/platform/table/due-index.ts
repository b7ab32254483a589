import * as z from "zod/mini";
import type { Timestamp } from "../values/time.ts";
import type { Key } from "./item.ts";
import { queryIndex } from "./read.ts";

/** The index partition with the due items of one type and shard: no type waits behind another's items. */
export function duePartition(type: string, shard: number): string {
  return `${type}#${shard}`;
}

/** Where an item is in its partition of the due index: when it is due, and what tells it from others due then. */
export const DuePosition = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z#/));

/** @param id unique in its partition */
export function duePosition(dueAt: Timestamp, id: string): string {
  return `${dueAt}#${id}`;
}

/** The time that a position begins with. */
export function timeOf(position: string): Timestamp {
  return position.slice(0, position.indexOf("#"));
}

/** Index entries that one query reads. */
const PAGE = 100;

/** Keys of the items that were due before this moment, the longest due first, from one partition after another. */
export async function* dueKeys(partitions: readonly string[], before: Timestamp): AsyncGenerator<Key> {
  for (const partition of partitions) {
    let after: string | undefined;
    for (;;) {
      const page = await queryIndex({
        index: "byDue",
        partition,
        direction: "ascending",
        limit: PAGE,
        // A position goes on after its time: none is equal to this.
        upTo: before,
        ...(after !== undefined && { after }),
      });
      for (const { pk, sk } of page) yield { pk, sk };
      if (page.length < PAGE) break;
      after = page.at(-1)?.sortKey;
    }
  }
}
