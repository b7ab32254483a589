/** What must hold of one thing: a name, a sentence, and a sentence for each way in which it does not hold. */
export interface Rule<Subject> {
  readonly name: string;
  readonly sentence: string;
  readonly check: (subject: Subject) => readonly string[];
}

/** A rule that does not hold, of what, and how. */
export interface Violation {
  readonly invariant: string;
  readonly sentence: string;
  /** The SKU or the order's id. */
  readonly subject: string;
  readonly detail: string;
}

/** Where one thing does not keep the rules. */
export function violationsOf<Subject>(rules: readonly Rule<Subject>[], subject: string, thing: Subject): Violation[] {
  return rules.flatMap(({ name: invariant, sentence, check }) =>
    check(thing).map((detail) => ({ invariant, sentence, subject, detail })),
  );
}

/** What was tried to be read: `error` says why it could not be. */
interface Reading {
  readonly success: boolean;
  readonly error?: { readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] };
}

/** What the table holds has the shape that the code expects. */
export const readable: Rule<Reading> = {
  name: "what is stored can be read",
  sentence: "every item has the attributes that the code of today needs",
  check: ({ error }) => (error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`),
};
