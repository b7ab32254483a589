import type { FunctionDeclaration } from "../../functions/registry/functions.ts";

/** Real work of a function. */
export interface Workload {
  /** The function's name. */
  readonly function: FunctionDeclaration["name"];
  readonly does: string;
  /** Whether an answer shows that the work was done: an API's `{ statusCode }`, or all that another function returns. */
  readonly isDone: (answer: unknown) => boolean;
  /** The events of so many invocations, on what earlier work in the list has stored. */
  readonly events: (count: number) => Promise<readonly object[]>;
  /** The largest event that the function is given, where it is larger than those. */
  readonly largest?: () => Promise<object>;
}
