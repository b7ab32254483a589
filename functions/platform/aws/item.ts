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
});
export type Change = z.output<typeof Change>;
