import { conditions } from "./conditions.ts";
import { desk } from "./guards/desk.ts";
import { messages } from "./guards/messages.ts";
import { paying } from "./guards/paying.ts";
import { placing } from "./guards/placing.ts";
import type { Mutation } from "./mutation.ts";

/** Everything that is taken away, one at a time, to see whether the proof notices: conditions, and guards in the code. */
export const mutations: readonly Mutation[] = [...conditions, ...placing, ...paying, ...desk, ...messages];

/** @throws where there is none of this name. */
export function mutationNamed(name: string): Mutation {
  const mutation = mutations.find((one) => one.name === name);
  if (!mutation) throw new Error(`No mutation is called "${name}".`);
  return mutation;
}
