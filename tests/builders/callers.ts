import type { Caller } from "../../functions/platform/values/caller.ts";

/** The customer of the builders' orders. */
export const alice: Caller = { subject: "alice", role: "customer", reach: "own" };
export const sam: Caller = { subject: "sam", role: "staff", reach: "any" };
