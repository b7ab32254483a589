import type { Key, StoredItem } from "./item.ts";

/** A condition on the stored item, in DynamoDB's expression language. */
export interface Condition {
  readonly expression: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, unknown>>;
}

export interface Conditional {
  /** Names the condition; the proof removes each by its name. */
  readonly name: string;
  readonly condition: Condition;
  /** The error for a failed condition, given the stored item. */
  readonly conflictError: (found: StoredItem | undefined) => Error;
}

export interface Put extends Conditional {
  readonly kind: "put";
  readonly item: Key & StoredItem;
}

export interface Update extends Conditional {
  readonly kind: "update";
  readonly key: Key;
  /** Attributes to set or to remove, and numbers to add to. `write` adds the version and the time. */
  readonly set?: Readonly<Record<string, unknown>>;
  readonly remove?: readonly string[];
  readonly add?: Readonly<Record<string, number>>;
}

/**
 * What is deleted leaves nothing by which a later try could recognise the first. So other writes of its transaction are
 * put or updated under `isAbsent` or `isVersion`, which fail the second time; one that is deleted alone is done once it
 * is gone, whoever deleted it.
 */
export interface Delete extends Conditional {
  readonly kind: "delete";
  readonly key: Key;
}

/** One conditional write as a value: made by a table file, carried out by `write` (write.ts). */
export type Write = Put | Update | Delete;

/** One write or several; several are one transaction. */
export type Writes = readonly [Write, ...Write[]];

/** The item does not exist yet. */
export const isAbsent: Condition = { expression: "attribute_not_exists(pk)" };

/** The item is still the version that was read. */
export function isVersion(version: number): Condition {
  return { expression: "#version = :version", names: { "#version": "version" }, values: { ":version": version } };
}
