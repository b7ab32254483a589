import * as z from "zod/mini";
import { Timestamp } from "./time.ts";

/** The attributes of every stored item. */
export const versioned = {
  version: z.int(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
};

export interface Versioned {
  readonly version: number;
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
}

/** The attributes of an item's first version. */
export function firstVersion(now: Timestamp): Versioned {
  return { version: 1, createdAt: now, updatedAt: now };
}

/** The next version of an item: `changes` applied, version + 1. */
export function nextVersion<Thing extends Versioned>(
  thing: Thing,
  changes: Partial<Omit<Thing, keyof Versioned>>,
  now: Timestamp,
): Thing {
  return { ...thing, ...changes, version: thing.version + 1, updatedAt: now };
}
