import type { Caller } from "../../functions/platform/values/caller.ts";

/** The customer whose orders the builders make. */
export const alice: Caller = { subject: "alice", role: "customer", reach: "own" };
/** One of the shop's staff. */
export const sam: Caller = { subject: "sam", role: "staff", reach: "any" };
