import type * as z from "zod/mini";
import { type FieldError, type ProblemError, problemError } from "../values/problems.ts";
import { parseInWords } from "./issue-messages.ts";
import { invalidRequest } from "./standard-problems.ts";

/** The most field errors in one answer. */
const MAX_ERRORS = 50;
const MAX_ERRORS_IN_DETAIL = 5;

/** Parses a part of a request. @throws 400 `invalid_request` naming each field that is wrong, missing or unknown. */
export function parseFields<S extends z.core.$ZodType>(
  schema: S,
  given: unknown,
  part: string,
  pathPrefix = "",
): z.core.output<S> {
  const parsed = parseInWords(schema, given);
  if (parsed.success) return parsed.data;
  // One error per path: a number that is far too big breaks several rules, and the last one names the limit.
  const errorAt = new Map(parsed.error.issues.flatMap(fieldErrors).map((error) => [error.path, error]));
  throw invalidFields(
    part,
    [...errorAt.values()].map(({ path, message }) => ({ path: `${pathPrefix}${path}`, message })),
  );
}

/** The error for fields that do not have the declared form. */
export function invalidFields(part: string, errors: readonly FieldError[]): ProblemError {
  const listed = errors.slice(0, MAX_ERRORS_IN_DETAIL).map(sentence).join("; ");
  const others = errors.length - MAX_ERRORS_IN_DETAIL;
  const detail = `${part} is not valid: ${listed}${others > 0 ? `; and ${others} more` : ""}.`;
  return problemError(invalidRequest, detail, { errors: errors.slice(0, MAX_ERRORS) });
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: [...path, key].join("."), message: "is unknown" }));
  }
  return [{ path: path.join("."), message: issue.message }];
}

function sentence({ path, message }: FieldError): string {
  return `${path === "" ? "it" : path} ${message}`;
}
