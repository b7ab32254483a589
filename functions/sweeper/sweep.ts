import pLimit from "p-limit";
import { log, reasonOf } from "../platform/runtime/logging.ts";
import { now, timeLeft } from "../platform/runtime/request-context.ts";
import { dueKeys } from "../platform/table/due-index.ts";
import type { Key } from "../platform/table/item.ts";
import type { PendingWork } from "../platform/table/item-type.ts";
import { readItem } from "../platform/table/read.ts";
import type { Timestamp } from "../platform/values/time.ts";
import { type DueType, dueTypes } from "../registry/item-types.ts";
import { type DueWork, summarize } from "./sweep-metrics.ts";

/** Items resumed at once, of all types together: most of them wait for a provider. */
const MAX_CONCURRENT = 10;
/** Items of one type that may wait for their turn before no more are read. */
const MAX_WAITING = 100;
/** No item is begun with less time left: it might not be finished. */
const MIN_TIME_LEFT_MS = 15_000;

export interface Swept extends DueWork {
  readonly resumed: number;
  /** What could not be resumed, by its name, or the types that could not be read. */
  readonly failed: readonly string[];
}

/** What one type's part of a sweep comes to; counted while it goes on. */
interface Part {
  resumed: number;
  readonly failed: string[];
  readonly pending: PendingWork[];
}

/** Resumes every item that was due before this moment. Types are swept side by side, each with its own share. */
export async function sweep(dueBefore: Timestamp, types: readonly DueType[] = dueTypes): Promise<Swept> {
  const share = Math.max(1, Math.floor(MAX_CONCURRENT / types.length));
  const parts = await Promise.all(types.map((type) => sweepType(type, dueBefore, share)));
  return {
    resumed: parts.reduce((sum, { resumed }) => sum + resumed, 0),
    failed: parts.flatMap(({ failed }) => failed),
    ...summarize(
      parts.flatMap(({ pending }) => pending),
      now(),
    ),
  };
}

async function sweepType(type: DueType, dueBefore: Timestamp, share: number): Promise<Part> {
  const limit = pLimit(share);
  const part: Part = { resumed: 0, failed: [], pending: [] };
  const running: Promise<void>[] = [];
  try {
    for await (const key of dueKeys(type.partitions(), dueBefore)) {
      running.push(limit(() => resumeAlone(type, key, part)));
      if (limit.pendingCount >= MAX_WAITING) await Promise.all(running);
      if (timeLeft() < MIN_TIME_LEFT_MS) break;
    }
  } catch (error) {
    log.error("could not read what is due", {
      type: type.type,
      error: error instanceof Error ? error : reasonOf(error),
    });
    part.failed.push(`all of type ${type.type}`);
  }
  await Promise.all(running);
  return part;
}

/** One item that cannot be resumed is reported, and holds up none of the others. */
async function resumeAlone(type: DueType, key: Key, part: Part): Promise<void> {
  if (timeLeft() < MIN_TIME_LEFT_MS) return;
  try {
    await resumeItem(type, key, part);
    part.resumed++;
  } catch (error) {
    log.error("could not resume an item", {
      type: type.type,
      item: type.nameOf(key),
      error: error instanceof Error ? error : reasonOf(error),
    });
    part.failed.push(type.nameOf(key));
  }
}

async function resumeItem(type: DueType, key: Key, { pending: seen }: Part): Promise<void> {
  const item = await readItem(key);
  if (!item) return;
  const { pending, resume } = type.read(item);
  if (pending) seen.push(pending);
  await resume();
}
