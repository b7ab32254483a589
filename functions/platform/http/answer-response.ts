import type { EncodedBody } from "./answer-codecs.ts";
import type { Operation, UntypedAnswer } from "./operation.ts";
import { contentSecurityPolicy } from "./security-headers.ts";

/** A response as API Gateway takes it from a function. */
export interface HttpResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly isBase64Encoded?: boolean;
}

/** Lambda's answers have at most 6 MB; base64 adds a third, and JSON escapes some characters of text. */
export const MAX_ANSWER_BYTES = 4_400_000;

/**
 * An answer as a response, its body written by the codec that is declared for its status.
 *
 * @throws Error where the answer breaks its declaration or is too large: a mistake of ours, answered with 500
 */
export function answerResponse(operation: Operation, answer: UntypedAnswer, requestId: string): HttpResponse {
  const { status, version, replayed } = answer;
  const encoded = encode(operation, answer);
  return {
    statusCode: status,
    headers: {
      "Cache-Control": "no-store",
      "Content-Security-Policy": contentSecurityPolicy,
      ...(encoded && { "Content-Type": encoded.contentType }),
      ...(version !== undefined && { ETag: `"${version}"` }),
      ...(replayed && { "Idempotent-Replayed": "true" }),
      ...declaredHeaders(operation, answer),
      "x-request-id": requestId,
    },
    ...sendable(encoded?.content ?? ""),
  };
}

function encode({ answers }: Operation, { status, body }: UntypedAnswer): EncodedBody | undefined {
  const codec = answers[status];
  if (codec === undefined) throw new Error(`The operation does not declare an answer with status ${status}.`);
  // The types of `operation` tie the body to the codec, which they cannot follow through the map of statuses.
  return codec?.encode(body as never);
}

function declaredHeaders({ answerHeaders }: Operation, { headers = {} }: UntypedAnswer): Record<string, string> {
  const undeclared = Object.keys(headers).find((name) => !Object.hasOwn(answerHeaders, name));
  if (undeclared !== undefined) throw new Error(`The operation does not declare the header ${undeclared}.`);
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function sendable(content: string | Uint8Array): Pick<HttpResponse, "body" | "isBase64Encoded"> {
  const bytes = typeof content === "string" ? Buffer.byteLength(content) : content.byteLength;
  if (bytes > MAX_ANSWER_BYTES)
    throw new Error(`The answer has ${bytes} bytes; at most ${MAX_ANSWER_BYTES} can be sent.`);
  if (typeof content === "string") return { body: content };
  const view = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  return { body: view.toString("base64"), isBase64Encoded: true };
}
