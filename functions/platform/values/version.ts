import * as z from "zod/mini";
import { Timestamp } from "./time.ts";

/** What every stored thing has beside its own attributes. */
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

/** What the first version of a thing has. */
export function firstVersion(now: Timestamp): Versioned {
  return { version: 1, createdAt: now, updatedAt: now };
}

/** The next version of a thing: `changes` applied, the version counted up. */
export function nextVersion<Thing extends Versioned>(
  thing: Thing,
  changes: Partial<Omit<Thing, keyof Versioned>>,
  now: Timestamp,
): Thing {
  return { ...thing, ...changes, version: thing.version + 1, updatedAt: now };
}
