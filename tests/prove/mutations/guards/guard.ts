import type { AnyFunction, Mutation } from "../mutation.ts";

/**
 * A guard in the code: the named function that keeps it, and what runs instead. The replacement may load the product's
 * modules only when it runs, because a module that is loaded before the mutation stays as it is.
 */
export function guard<Guarded extends AnyFunction>(
  name: string,
  functionName: string,
  replacement: (original: Guarded, ...given: Parameters<Guarded>) => ReturnType<Guarded>,
  ...scenarios: string[]
): Mutation {
  return {
    name,
    replaced: {
      name: functionName,
      // The process that replaces the function calls it with the original and with what the original was called with.
      replacement: (original, given) => replacement(original as Guarded, ...(given as Parameters<Guarded>)),
    },
    scenarios,
  };
}
