import { conditions } from "./conditions.ts";
import { guards } from "./guards.ts";
import type { Mutation } from "./mutation.ts";

/** Everything that is taken away, one at a time, to see whether the proof notices. */
export const mutations: readonly Mutation[] = [...conditions, ...guards];
