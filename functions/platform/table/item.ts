import * as z from "zod/mini";

/** Where an item of the table is. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** A stored item, not parsed yet. */
export type StoredItem = Readonly<Record<string, unknown>>;

/** The write that made this version of an item. `id` is unique, so that a retried write recognises its own first attempt. */
export const Change = z.looseObject({
  id: z.string(),
  actor: z.string(),
  cause: z.string(),
  correlationId: z.string(),
  /** The ids of the changes before it, the newest first. */
  before: z.optional(z.array(z.string())),
});
export type Change = z.output<typeof Change>;

/** So many other writes may follow an attempt whose answer was lost before its retry stops recognising it. */
const MAX_EARLIER_CHANGES = 3;

/** The change with the ids of the changes before it: a retry also recognises its first attempt after others wrote over it. */
export function withEarlierChanges(earlier: unknown, change: Change): Change {
  const { success, data } = Change.safeParse(earlier);
  return success ? { ...change, before: [data.id, ...(data.before ?? [])].slice(0, MAX_EARLIER_CHANGES) } : change;
}

/** Whether this change made the item's version, or one of the versions before it. */
export function wasMadeBy({ id }: Change, item: StoredItem | undefined): boolean {
  const { success, data } = Change.safeParse(item?.change);
  return success && (data.id === id || (data.before?.includes(id) ?? false));
}
