/** Any function, so that a guard can be typed as the function that it replaces. */
export type AnyFunction = (...given: never[]) => unknown;

/** A named function of the product that keeps orders right, and what runs in its place. */
export interface ReplacedFunction {
  /** A function that is declared once in functions/; where it is not, behind its file: `orders/stored-order.ts toItem`. */
  readonly name: string;
  /** Called with the original function and the arguments. */
  readonly replacement: (original: AnyFunction, given: readonly unknown[]) => unknown;
}

/** Something that keeps orders right, how to take it away, and where that is likely to be seen first. */
export interface Mutation {
  readonly name: string;
  /** None for the condition of a write, which is removed on its way to the table. */
  readonly replaced?: ReplacedFunction;
  /** Names of scenarios. */
  readonly scenarios: readonly string[];
  /**
   * Why nothing may notice: another guard keeps the same promise, and this one is a second line of defence. Such a
   * mutation is not run, and the report names it.
   */
  readonly secondLine?: string;
}

/** What the names of conditions begin with, among all mutations. */
export const CONDITION = "condition: ";

/** Where the replaced function of a process finds its replacement. */
export const REPLACEMENT = "waybillReplacement";

/** The environment variable that names the function to be replaced. */
export const REPLACED_FUNCTION = "PROVE_REPLACED_FUNCTION";
