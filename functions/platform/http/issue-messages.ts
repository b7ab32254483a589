import * as z from "zod/mini";

/** Parses like `z.safeParse`, with messages for people: each follows the path of its issue. */
export function parseInWords<S extends z.core.$ZodType>(
  schema: S,
  given: unknown,
): z.core.util.SafeParseResult<z.core.output<S>> {
  return z.safeParse(schema, given, { error: wordsFor });
}

function wordsFor(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "is missing" : `must be ${TYPES[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return issue.input === undefined ? "is missing" : oneOf(issue.values);
    case "too_small":
      return `must ${bound(issue.origin)} at least ${issue.minimum}${unit(issue.origin, issue.minimum)}`;
    case "too_big":
      return `must ${bound(issue.origin)} at most ${issue.maximum}${unit(issue.origin, issue.maximum)}`;
    case "invalid_union":
      return Array.isArray(issue.options) ? oneOf(issue.options) : "is not valid";
    default:
      return "is not valid";
  }
}

const TYPES: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  int: "a whole number",
  number: "a number",
  object: "an object",
  string: "a text",
};

const UNITS: Readonly<Record<string, string>> = { array: "entry entries", string: "character characters" };

function oneOf(values: readonly z.core.util.Primitive[]): string {
  return `must be ${values.map(String).join(" or ")}`;
}

function bound(origin: string): string {
  return origin in UNITS ? "have" : "be";
}

function unit(origin: string, count: number | bigint): string {
  const [one = "", many = ""] = UNITS[origin]?.split(" ") ?? [];
  return one === "" ? "" : ` ${Number(count) === 1 ? one : many}`;
}
