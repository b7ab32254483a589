import * as z from "zod/mini";

export interface WholeNumberRules {
  readonly least: number;
  readonly most: number;
  /** What is wrong with any other text, as the end of a sentence. */
  readonly rule: string;
  readonly description: string;
  readonly example: number;
  /** What counts where the parameter is left out. */
  readonly default?: number;
}

const DIGITS = /^(?:0|[1-9]\d*)$/;

/** A whole number in a path or a query, which arrives as text: decimal digits without a leading zero. */
export function wholeNumber({ least, most, rule, description, example, ...rest }: WholeNumberRules) {
  const fits = (text: string) => DIGITS.test(text) && Number(text) >= least && Number(text) <= most;
  return z.pipe(z.string().check(z.refine(fits, rule)), z.transform(Number)).check(
    z.meta({
      description,
      override: { type: "integer", minimum: least, maximum: most, examples: [example], ...rest },
    }),
  );
}
