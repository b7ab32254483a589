/** Something that keeps orders right, how to take it away, and where that is likely to be seen first. */
export interface Mutation {
  readonly name: string;
  /** The change of a source file; none for a condition, which is taken away on its way to the table. */
  readonly change?: { readonly file: string; readonly from: string; readonly to: string };
  /** Names of scenarios. */
  readonly scenarios: readonly string[];
  /**
   * Why nothing may notice: something else keeps the same promise, and this one is for the day on which that is wrong.
   * Such a mutation is not hunted, and the report names it.
   */
  readonly secondLine?: string;
}

/** What the names of conditions begin with, among all mutations. */
export const CONDITION = "condition: ";
