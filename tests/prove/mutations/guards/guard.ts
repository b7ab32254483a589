import type { Mutation } from "../mutation.ts";

/** A guard in the code: where it is, and what stands there without it. */
export function guard(name: string, file: string, from: string, to: string, ...scenarios: string[]): Mutation {
  return { name, change: { file: `functions/${file}.ts`, from, to }, scenarios };
}
