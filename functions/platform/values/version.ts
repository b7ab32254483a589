import * as z from "zod/mini";
import { problemError, versionMismatch } from "./problems.ts";
import { Timestamp } from "./time.ts";

/** The version that an answer shows, for If-Match. */
export const Version = z
  .int()
  .check(z.minimum(1), z.meta({ description: "Counts the changes, from 1; the ETag repeats it", examples: [1] }));

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

/** @param name as a sentence begins: "The product MUG". @throws 412 where the client named another version. */
export function requireVersion(name: string, version: number, ifMatch: number | undefined): void {
  if (ifMatch === undefined || ifMatch === version) return;
  throw problemError(versionMismatch, `${name} is at version ${version}, not ${ifMatch}. Read it again.`);
}
