import { createHash } from "node:crypto";
import { base32crockford } from "@scure/base";
import type { Caller } from "./caller.ts";

/** 160 bits: beyond any collision, and 32 characters of base32 without padding. */
const ID_BYTES = 20;

/** The pattern of an id with this prefix. The alphabet is Crockford's base32 in lower case. */
export function idPattern(prefix: string): RegExp {
  return new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{32}$`);
}

/**
 * An id derived from its parts: a repeated request finds what its first attempt created.
 * The parts are hashed as JSON, so that ("a", "bc") and ("ab", "c") differ.
 */
export function derivedId(prefix: string, ...parts: readonly string[]): string {
  const hash = createHash("sha256").update(JSON.stringify(parts)).digest();
  return `${prefix}_${base32crockford.encode(hash.subarray(0, ID_BYTES)).toLowerCase()}`;
}

/** A request that creates something under an Idempotency-Key. */
export interface KeyedRequest {
  readonly caller: Pick<Caller, "role" | "subject">;
  readonly operation: string;
  /** The resource that the key belongs to, where the operation's path names one. */
  readonly target?: string;
  readonly key: string;
}

/**
 * The id of what a request creates: the same caller's same key finds it again. Another subject, or the same subject in
 * another role, has keys of its own.
 */
export function idFromKey(prefix: string, { caller, operation, target, key }: KeyedRequest): string {
  const targets = target === undefined ? [] : [target];
  return derivedId(prefix, caller.role, caller.subject, operation, ...targets, key);
}
