import type { Mutation } from "../mutation.ts";

/** The guards of events and of what carries on by itself. */
export const messages: readonly Mutation[] = [];
