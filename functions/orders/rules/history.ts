import * as z from "zod/mini";
import type { DomainEvent } from "../../../events/catalogue.ts";
import type { Timestamp } from "../../platform/values/time.ts";

/** One thing that happened to an order, as the event that was told of it. */
export const HistoryEntry = z.looseObject({
  /** The event's type. */
  type: z.string(),
  /** Milliseconds after the order was placed. */
  after: z.int(),
  /** Who caused it, as `role:subject`; nobody where Waybill did it by itself. */
  by: z.exactOptional(z.string()),
  /** It happened at the provider, not by Waybill: a refund. */
  external: z.exactOptional(z.boolean()),
});
export type HistoryEntry = z.output<typeof HistoryEntry>;

/** The entries that an order's item holds at most; older ones have items of their own. */
export const MAX_HISTORY = 50;

/** An order's history: the newest entries, and how many items hold older ones. */
export interface History {
  readonly history: HistoryEntry[];
  readonly olderHistory: number;
}

/** The history with these events added. Where the item would hold too many, all that it held before moves out of it. */
export function withEvents(
  { history, olderHistory }: History,
  events: readonly DomainEvent[],
  { placedAt, now, by }: { readonly placedAt: Timestamp; readonly now: Timestamp; readonly by?: string },
): History {
  const after = Date.parse(now) - Date.parse(placedAt);
  const added = events.map(({ type, data }) => ({
    type,
    after,
    ...(by !== undefined && { by }),
    ...("external" in data && data.external === true && { external: true }),
  }));
  const isFull = history.length > 0 && history.length + added.length > MAX_HISTORY;
  return isFull
    ? { history: added, olderHistory: olderHistory + 1 }
    : { history: [...history, ...added], olderHistory };
}

/** The entries that the next version does not hold any more; undefined where it holds all. */
export function movedHistory(before: History, after: History): readonly HistoryEntry[] | undefined {
  return after.olderHistory > before.olderHistory ? before.history : undefined;
}
