import * as z from "zod/mini";
import { fingerprint } from "../values/fingerprint.ts";
import { type FieldError, notFound, type ProblemError, problemError } from "../values/problems.ts";
import { parseInWords } from "./issue-messages.ts";
import type { Operation, Parameters, Schema } from "./operation.ts";
import {
  bodyTooLarge,
  idempotencyKeyMissing,
  invalidRequest,
  malformedJson,
  unsupportedMediaType,
} from "./standard-problems.ts";

/** Far beyond 30 lines and an address, and far below what Lambda takes. */
export const MAX_BODY_BYTES = 64 * 1024;

/** A body of junk could have thousands of faults; so many are told. */
const MAX_ERRORS = 50;
const MAX_ERRORS_IN_DETAIL = 5;

/** The parameters of a path as they were sent. */
export type GivenPath = Readonly<Record<string, string | undefined>>;

/** Reads the parameters in the path. One that cannot be anybody's id names nothing: 404. */
export function parsePath(operation: Operation, given: GivenPath): Parameters {
  const parsed = parseInWords(z.object(operation.path), decodePath(given));
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

/** Reads the query. @throws 400 `invalid_request` naming each wrong, unknown or repeated parameter. */
export function parseQuery(operation: Operation, given: Readonly<Record<string, string[] | undefined>>): Parameters {
  const optional = Object.fromEntries(
    Object.entries(operation.query).map(([name, schema]) => [name, z.optional(schema)]),
  );
  // Engines disagree about which of several values counts, so none does.
  const repeated = Object.entries(given).filter(([, values]) => (values?.length ?? 0) > 1);
  if (repeated.length > 0) {
    const errors = repeated.map(([path]) => ({ path, message: "is given more than once" }));
    throw invalid("The query", errors);
  }
  const single = Object.fromEntries(Object.entries(given).map(([name, values]) => [name, values?.[0]]));
  return parse(z.strictObject(optional), single, "The query");
}

export interface ParsedBody {
  readonly body: unknown;
  readonly fingerprint: string;
}

/** Reads the body. @throws 415, 413, 400 `malformed_json`, 400 `invalid_request` naming each wrong or unknown field. */
export function parseBody(schema: Schema, contentType: string | undefined, bytes: Uint8Array): ParsedBody {
  requireJsonInUtf8(contentType);
  if (bytes.length > MAX_BODY_BYTES) {
    throw problemError(bodyTooLarge, `The body has ${bytes.length} bytes; at most ${MAX_BODY_BYTES} are taken.`);
  }
  const { json, print } = readJson(decodeUtf8(bytes));
  return { body: parse(schema, json, "The body"), fingerprint: print };
}

/** JSON between systems is UTF-8 (RFC 8259, 8.1). @throws 415 for another media type or charset. */
function requireJsonInUtf8(contentType = ""): void {
  const sent = contentType ? `The body was sent as "${contentType}".` : "The body was sent without a Content-Type.";
  if (!/^application\/(?:[\w.+-]+\+)?json *(?:;|$)/i.test(contentType)) {
    throw problemError(unsupportedMediaType, `${sent} Send JSON with 'Content-Type: application/json'.`);
  }
  const [, charset] = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(contentType) ?? [];
  if (charset !== undefined && !/^utf-?8$/i.test(charset)) {
    throw problemError(unsupportedMediaType, `${sent} Send JSON in UTF-8, with 'Content-Type: application/json'.`);
  }
}

/** A byte order mark stays, and is then no JSON. @throws 400 `malformed_json`. */
function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw problemError(malformedJson, "The body is not valid UTF-8. Send JSON in UTF-8.");
  }
}

function readJson(text: string): { json: unknown; print: string } {
  if (text === "") throw problemError(malformedJson, "The body is empty; send a JSON object.");
  const json = parseJson(text);
  try {
    return { json, print: fingerprint(json) };
  } catch {
    throw problemError(
      malformedJson,
      "The body has a number beyond the range of a double, text that is not valid Unicode, or too many levels.",
    );
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw problemError(malformedJson, `The body cannot be read as JSON: ${why}.`);
  }
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
    errors: [{ path: "header.Idempotency-Key", message: "must be 1 to 255 printable ASCII characters" }],
  });
}

/** The version in an If-Match header (RFC 9110, 13.1.1); `*` and no header ask for none. */
export function parseIfMatch(value: string | undefined): number | undefined {
  if (value === undefined || value.trim() === "*") return undefined;
  const [, version] = /^"(\d{1,15})"$/.exec(value.trim()) ?? [];
  if (version !== undefined) return Number(version);
  throw problemError(invalidRequest, `If-Match must be an ETag that this API gave, like "3", and is ${value}.`, {
    errors: [{ path: "header.If-Match", message: 'must be an ETag like "3"' }],
  });
}

function parse<S extends Schema>(schema: S, given: unknown, what: string): z.core.output<S> {
  const parsed = parseInWords(schema, given);
  if (parsed.success) return parsed.data;
  // One fault a path: a number that is far too big is one for several of its rules, and the last names the limit.
  const faultAt = new Map(parsed.error.issues.flatMap(faults).map((fault) => [fault.path, fault]));
  throw invalid(what, [...faultAt.values()]);
}

function invalid(what: string, errors: readonly FieldError[]): ProblemError {
  const spelled = errors.slice(0, MAX_ERRORS_IN_DETAIL).map(spell).join("; ");
  const others = errors.length - MAX_ERRORS_IN_DETAIL;
  const detail = `${what} is not what this operation takes: ${spelled}${others > 0 ? `; and ${others} more` : ""}.`;
  return problemError(invalidRequest, detail, { errors: errors.slice(0, MAX_ERRORS) });
}

function faults(issue: z.core.$ZodIssue): FieldError[] {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: [...path, key].join("."), message: "is unknown" }));
  }
  return [{ path: path.join("."), message: issue.message }];
}

function spell({ path, message }: FieldError): string {
  return `${path === "" ? "it" : path} ${message}`;
}
