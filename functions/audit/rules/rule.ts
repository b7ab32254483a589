/** An invariant of a subject: its name, its sentence, and a check that returns a detail for each violation. */
export interface Rule<Subject> {
  readonly name: string;
  readonly sentence: string;
  readonly check: (subject: Subject) => readonly string[];
}

/** A rule that a subject breaks. */
export interface Violation {
  readonly invariant: string;
  readonly sentence: string;
  /** The SKU or the order's id. */
  readonly subject: string;
  readonly detail: string;
}

/** The rules that the subject breaks. */
export function violationsOf<Subject>(rules: readonly Rule<Subject>[], id: string, subject: Subject): Violation[] {
  return rules.flatMap(({ name: invariant, sentence, check }) =>
    check(subject).map((detail) => ({ invariant, sentence, subject: id, detail })),
  );
}

/** The result of parsing a stored item. */
interface ParseResult {
  readonly success: boolean;
  readonly error?: { readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] };
}

export const readable: Rule<ParseResult> = {
  name: "stored items are readable",
  sentence: "every item has the attributes that today's code needs",
  check: ({ error }) => (error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`),
};
