import * as z from "zod/mini";

/** Where an item of the table is. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** An item as the table holds it, before its slice has parsed it. */
export type StoredItem = Readonly<Record<string, unknown>>;

/** Which request made this version of an item. `id` is new for each write, so that a write recognises itself. */
export const Change = z.looseObject({
  id: z.string(),
  actor: z.string(),
  cause: z.string(),
  correlationId: z.string(),
  /** The ids of the changes before it, the newest first. */
  before: z.optional(z.array(z.string())),
});
export type Change = z.output<typeof Change>;

/** So many others may write an item between a try whose answer was lost and its repetition. */
const MAX_EARLIER_CHANGES = 3;

/** A change of an item that was read with another one: a write also recognises itself where it has been written over. */
export function following(earlier: unknown, change: Change): Change {
  const { success, data } = Change.safeParse(earlier);
  return success ? { ...change, before: [data.id, ...(data.before ?? [])].slice(0, MAX_EARLIER_CHANGES) } : change;
}

/** Whether an item is what this change made of it, or what others made of that. */
export function wasMadeBy({ id }: Change, item: StoredItem | undefined): boolean {
  const { success, data } = Change.safeParse(item?.change);
  return success && (data.id === id || (data.before?.includes(id) ?? false));
}
