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
});
export type HistoryEntry = z.output<typeof HistoryEntry>;

/** The history with these events added. */
export function withEvents(
  history: readonly HistoryEntry[],
  events: readonly DomainEvent[],
  { placedAt, now, by }: { readonly placedAt: Timestamp; readonly now: Timestamp; readonly by?: string },
): HistoryEntry[] {
  const after = Date.parse(now) - Date.parse(placedAt);
  return [...history, ...events.map(({ type }) => ({ type, after, ...(by !== undefined && { by }) }))];
}
