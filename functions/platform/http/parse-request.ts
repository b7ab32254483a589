import * as z from "zod/mini";
import { notFound, problemError } from "../values/problems.ts";
import { parseInWords } from "./issue-messages.ts";
import type { Operation, Parameters } from "./operation.ts";
import { invalidFields, parseFields } from "./parse-fields.ts";
import { idempotencyKeyMissing, invalidRequest } from "./standard-problems.ts";

/** The parameters of a path as they were sent. */
export type GivenPath = Readonly<Record<string, string | undefined>>;

/** The parameters of a query, or the headers, as they were sent. */
export type GivenValues = Readonly<Record<string, readonly string[] | undefined>>;

/** Parses the parameters of the path. @throws 404 `not_found` for one that no resource can have. */
export function parsePath({ path }: Pick<Operation, "path">, given: GivenPath): Parameters {
  const parsed = parseInWords(z.object(path), decodePath(given));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const name = String(issue?.path[0] ?? "");
  throw problemError(notFound, `"${given[name]}" is not a valid ${inWords(name)}: it ${issue?.message}.`);
}

/** orderId -> order id */
function inWords(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** API Gateway hands over path parameters as they were sent: percent-encoded. */
function decodePath(given: GivenPath): Record<string, string | undefined> {
  try {
    return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value && decodeURIComponent(value)]));
  } catch {
    throw problemError(notFound, "The path is not valid percent-encoding.");
  }
}

/** Parses the query. @throws 400 `invalid_request` naming each wrong, missing, unknown or repeated parameter. */
export function parseQuery({ query }: Pick<Operation, "query">, given: GivenValues): Parameters {
  return parseFields(z.strictObject(query), singleValues("The query", given), "The query");
}

/**
 * Parses the headers that the operation declares.
 *
 * @param given by lower-case name
 * @throws 400 `invalid_request` naming each wrong, missing or repeated header
 */
export function parseHeaders({ headers }: Pick<Operation, "headers">, given: GivenValues): Parameters {
  const declared = Object.keys(headers).map((name) => [name, given[name.toLowerCase()]] as const);
  const values = singleValues("A header", Object.fromEntries(declared), "headers.");
  return parseFields(z.object(headers), values, "A header", "headers.");
}

/** Engines disagree about which of several values counts, so a repeated name is refused. */
function singleValues(part: string, given: GivenValues, pathPrefix = ""): Record<string, string> {
  const repeated = Object.entries(given).filter(([, values]) => (values?.length ?? 0) > 1);
  if (repeated.length > 0) {
    throw invalidFields(
      part,
      repeated.map(([name]) => ({ path: `${pathPrefix}${name}`, message: "is given more than once" })),
    );
  }
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, values]) => (values?.[0] === undefined ? [] : [[name, values[0]]])),
  );
}

/** The Idempotency-Key header, as draft-ietf-httpapi-idempotency-key-header describes it. */
export function parseIdempotencyKey(value: string | undefined): string {
  if (value === undefined || value === "") {
    throw problemError(
      idempotencyKeyMissing,
      "Send an Idempotency-Key header, such as a UUID: one per thing to create, the same for every retry.",
    );
  }
  if (/^[\x20-\x7e]{1,255}$/.test(value)) return value;
  throw problemError(invalidRequest, "The Idempotency-Key must be 1 to 255 printable ASCII characters.", {
    errors: [{ path: "headers.Idempotency-Key", message: "must be 1 to 255 printable ASCII characters" }],
  });
}

/** The version in an If-Match header (RFC 9110, 13.1.1); `*` and no header ask for none. */
export function parseIfMatch(value: string | undefined): number | undefined {
  if (value === undefined || value.trim() === "*") return undefined;
  const [, version] = /^"([1-9]\d{0,14})"$/.exec(value.trim()) ?? [];
  if (version !== undefined) return Number(version);
  throw problemError(invalidRequest, `If-Match must be an ETag that this API gave, like "3", and is ${value}.`, {
    errors: [{ path: "headers.If-Match", message: 'must be an ETag like "3"' }],
  });
}
