import * as z from "zod/mini";
import type { Problem } from "../values/problems.ts";
import type { AnswerCodec } from "./answer-codecs.ts";
import type { Shape } from "./declaration.ts";
import type { Operation } from "./operation.ts";
import { unauthenticated } from "./standard-problems.ts";

const idempotencyKey = z.string().check(
  z.regex(/^[\x20-\x7e]{1,255}$/),
  z.meta({
    description: "One key for each resource to create, the same for every retry; it does not expire",
    examples: ["3f0c4f6a-order-1"],
  }),
);
const ifMatch = z.string().check(
  z.regex(/^(?:\*|"[1-9]\d{0,14}")$/),
  z.meta({
    description: "The ETag that the change is based on; refused with 412 once it is stale. * is any version",
    examples: ['"3"'],
  }),
);

/** The request headers that follow from a declaration without being named in it. */
export function requestHeaders({ needsIdempotencyKey, takesIfMatch }: Operation): Shape {
  return {
    ...(needsIdempotencyKey && { "Idempotency-Key": idempotencyKey }),
    ...(takesIfMatch && { "If-Match": z.optional(ifMatch) }),
  };
}

const requestId = header(
  "RequestId",
  "The id to report when you ask about the request",
  "5e21a25b-2872-4c5a-9493-2ead449b6b7d",
);
const cacheControl = header("CacheControl", "Whether the answer may be cached", "no-store");
const entityTag = header("ETag", "The version of the resource, for If-Match", '"3"');
const replayed = optionalHeader(
  "IdempotentReplayed",
  "true: the answer to an earlier request with the same key",
  "true",
);
const retryAfter = optionalHeader("RetryAfter", "Seconds after which to send the request again", "1");
const authenticate = header("WWWAuthenticate", "The kind of token that is required", 'Bearer realm="waybill"');

/** The headers of an answer beside those that the operation declares. */
export function answerHeaders(operation: Operation, codec: AnswerCodec<never> | null): Shape {
  return {
    "x-request-id": requestId,
    "Cache-Control": cacheControl,
    ...((operation.sendsEtag || showsVersion(codec)) && { ETag: entityTag }),
    ...((operation.needsIdempotencyKey || operation.sendsIdempotentReplayed) && { "Idempotent-Replayed": replayed }),
  };
}

/** The headers of an answer with one of these problems, which have one status. */
export function problemHeaders(status: number, problems: readonly Problem[]): Shape {
  return {
    "x-request-id": requestId,
    "Cache-Control": cacheControl,
    ...(status === unauthenticated.status && { "WWW-Authenticate": authenticate }),
    ...(problems.some(({ temporary }) => temporary) && { "Retry-After": retryAfter }),
  };
}

/** Whether the body has a `version`, which its ETag repeats. */
function showsVersion(codec: AnswerCodec<never> | null): boolean {
  const schema = codec?.content["application/json"];
  return schema instanceof z.ZodMiniObject && "version" in schema.shape;
}

function header(id: string, description: string, example: string) {
  return z.string().check(z.meta({ description, examples: [example], header: { id } }));
}

/** A header that not every answer of its kind has. */
function optionalHeader(id: string, description: string, example: string) {
  return z.optional(z.string()).check(z.meta({ description, examples: [example], header: { id } }));
}
