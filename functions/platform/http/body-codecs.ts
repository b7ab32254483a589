import { createHash } from "node:crypto";
import type * as z from "zod/mini";
import { fingerprint } from "../values/fingerprint.ts";
import { type Problem, problemError } from "../values/problems.ts";
import type { ContentSchema } from "./answer-codecs.ts";
import { parseFields } from "./parse-fields.ts";
import { bodyTooLarge, malformedJson, unsupportedMediaType } from "./standard-problems.ts";

/** The most bytes of a JSON body: 30 lines and an address take a tenth of it. */
export const MAX_JSON_BYTES = 64 * 1024;

/** The most bytes of any body: Lambda takes 6 MB with the event around it, and base64 adds a third. */
export const MAX_BODY_BYTES = 4_400_000;

export interface DecodedBody<Value> {
  readonly body: Value;
  /** The same for bodies with the same content. */
  readonly fingerprint: string;
}

/** How the body of a request is read, and what the document says about it. */
export interface BodyCodec<Value> {
  /** By media type. */
  readonly content: Readonly<Record<string, ContentSchema>>;
  /** The problems of decoding, beside `invalid_request`. */
  readonly problems: readonly Problem[];
  readonly decode: (bytes: Uint8Array, contentType: string | undefined) => DecodedBody<Value>;
}

/** JSON in UTF-8 of at most 64 KB. A schema in a declaration stands for this codec. */
export function jsonBody<S extends z.core.$ZodType>(schema: S): BodyCodec<z.core.output<S>> {
  return {
    content: { "application/json": schema },
    problems: [malformedJson, bodyTooLarge, unsupportedMediaType],
    decode: (bytes, contentType) => {
      requireJsonInUtf8(contentType);
      requireSize(bytes, MAX_JSON_BYTES);
      const { json, print } = readJson(decodeUtf8(bytes));
      return { body: parseFields(schema, json, "The body"), fingerprint: print };
    },
  };
}

export interface RawBodyOptions {
  /** At most 4,400,000. */
  readonly maxBytes: number;
  /** @default any */
  readonly mediaTypes?: readonly [string, ...string[]];
}

/** The bytes exactly as they were sent, for example to check a signature over them. */
export function rawBody({ maxBytes, mediaTypes }: RawBodyOptions): BodyCodec<Uint8Array> {
  if (maxBytes > MAX_BODY_BYTES) throw new Error(`A body can have at most ${MAX_BODY_BYTES} bytes, not ${maxBytes}.`);
  const bytesInDocument = { type: "string", format: "binary" } as const;
  return {
    content: Object.fromEntries((mediaTypes ?? ["*/*"]).map((mediaType) => [mediaType, bytesInDocument])),
    problems: [bodyTooLarge, ...(mediaTypes ? [unsupportedMediaType] : [])],
    decode: (bytes, contentType) => {
      if (mediaTypes) requireMediaType(contentType, mediaTypes);
      requireSize(bytes, maxBytes);
      return { body: bytes, fingerprint: createHash("sha256").update(bytes).digest("base64url") };
    },
  };
}

function requireSize({ length }: Uint8Array, maxBytes: number): void {
  if (length <= maxBytes) return;
  throw problemError(bodyTooLarge, `The body has ${length} bytes; the limit is ${maxBytes}.`);
}

function requireMediaType(contentType: string | undefined, mediaTypes: readonly string[]): void {
  const mediaType = contentType?.split(";")[0]?.trim().toLowerCase();
  if (mediaType !== undefined && mediaTypes.includes(mediaType)) return;
  throw problemError(unsupportedMediaType, `${sentAs(contentType)} Send it as ${mediaTypes.join(" or ")}.`);
}

/** JSON between systems is UTF-8 (RFC 8259, 8.1). @throws 415 for another media type or charset. */
function requireJsonInUtf8(contentType: string | undefined): void {
  if (!/^application\/(?:[\w.+-]+\+)?json *(?:;|$)/i.test(contentType ?? "")) {
    throw problemError(unsupportedMediaType, `${sentAs(contentType)} Send JSON with 'Content-Type: application/json'.`);
  }
  const [, charset] = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(contentType ?? "") ?? [];
  if (charset !== undefined && !/^utf-?8$/i.test(charset)) {
    throw problemError(
      unsupportedMediaType,
      `${sentAs(contentType)} Send JSON in UTF-8, with 'Content-Type: application/json'.`,
    );
  }
}

function sentAs(contentType: string | undefined): string {
  return contentType ? `The body was sent as "${contentType}".` : "The body was sent without a Content-Type.";
}

/** A byte order mark stays, and JSON.parse refuses it. @throws 400 `malformed_json`. */
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
