import { createHash } from "node:crypto";
import { numberSetting } from "../runtime/settings.ts";

/** The numbers of the partitions that an index spreads its busiest keys over; raising their number is safe at any time. */
export function shards(): number[] {
  return Array.from({ length: numberSetting("INDEX_SHARDS", 1, 1) }, (_, shard) => shard);
}

/** The shard of what has this id. */
export function shardOf(id: string): number {
  return createHash("sha256").update(id).digest().readUInt32BE(0) % shards().length;
}
