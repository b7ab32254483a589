import type * as z from "zod/mini";
import type { Caller, Role } from "../values/caller.ts";
import type { Problem } from "../values/problems.ts";
import type { AnswerCodec } from "./answer-codecs.ts";
import type { BodyCodec } from "./body-codecs.ts";

export type Schema = z.core.$ZodType;
export type Shape = Readonly<Record<string, Schema>>;
type Output<S extends Shape> = Readonly<z.output<z.ZodMiniObject<S>>>;

/** The names in a route's braces: `orderId` of `GET /orders/{orderId}`. */
type PathNames<Route extends string> = Route extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathNames<Rest>
  : never;

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
export type Route = `${Method} /${string}`;

/**
 * Who may call: anybody without a token, or these roles, each for its own resources or for any. An operator may do what
 * staff may, so a declaration names it only where staff may not.
 */
export type Allow = "public" | { readonly [role in Role]?: "own" | "any" };

/** A request's body: a schema for JSON, or another codec. */
export type RequestBody = Schema | BodyCodec<unknown>;
type RequestBodyValue<B extends RequestBody> =
  B extends BodyCodec<infer Value> ? Value : B extends Schema ? z.core.output<B> : never;

/** An answer's body: a schema for JSON, another codec, or `null` for none. */
export type AnswerBody = Schema | AnswerCodec<never> | null;
type AnswerBodyValue<B extends AnswerBody> =
  B extends AnswerCodec<infer Value> ? Value : B extends Schema ? z.core.input<B> : null;
export type AnswerBodies = Readonly<Record<number, AnswerBody>>;

export type HeaderShape = Readonly<Record<string, z.core.$ZodType<string | undefined>>>;

export interface AnswerParticulars<HeaderName extends string> {
  /** The version that the body shows; becomes a strong ETag. */
  readonly version?: number | undefined;
  /** Whether an earlier request with the same key made it. */
  readonly replayed?: boolean;
  /** Headers that the operation declares in `answerHeaders`. */
  readonly headers?: Readonly<Record<HeaderName, string>>;
}

export interface Answer<Status extends number, Body, HeaderName extends string> extends AnswerParticulars<string> {
  readonly status: Status;
  readonly body: Body;
  /** Never set: its type refuses a header that the operation does not declare. */
  readonly headerNames?: HeaderName;
}

/** What a handler may return: a declared status with the body declared for it, and declared headers. */
type AnswerOf<A extends AnswerBodies, H extends HeaderShape> = {
  [S in keyof A & number]: Answer<S, AnswerBodyValue<A[S]>, keyof H & string>;
}[keyof A & number];

/** What a handler is called with: parsed, authenticated, allowed. */
export interface Request<Path, Query, Headers, Body, Who, Key> {
  readonly path: Path;
  readonly query: Query;
  readonly headers: Headers;
  readonly body: Body;
  /** Tells this body from another one; JSON in another spelling is the same body. */
  readonly fingerprint: string;
  readonly caller: Who;
  readonly idempotencyKey: Key;
  /** The version that the client last saw, where it sent If-Match. */
  readonly ifMatch: number | undefined;
}

export type KeyRule = "required" | "none";

/** What `operation` is called with. */
export interface Declaration<
  R extends Route,
  A extends Allow,
  K extends KeyRule,
  P extends Shape,
  Q extends Shape,
  H extends HeaderShape,
  B extends RequestBody,
  W extends AnswerBodies,
  WH extends HeaderShape,
> {
  readonly summary: string;
  readonly description?: string;
  readonly route: R;
  readonly allow: A;
  /** A schema for each name in the route's braces. */
  readonly path?: P & Record<PathNames<R>, Schema>;
  /** Query parameters; one with an optional schema may be left out. */
  readonly query?: Q;
  /** Request headers beside the standard ones; one with an optional schema may be left out. */
  readonly headers?: H;
  readonly body?: B;
  /** "required" where the operation creates what has no natural id. */
  readonly idempotencyKey?: K;
  /** "optional" where the operation changes a version. */
  readonly ifMatch?: "optional";
  /** Set where answers have an ETag and a body without `version`; a body's `version` needs no declaration. */
  readonly sendsEtag?: true;
  /** Set where a repeated request gets the first one's result without an Idempotency-Key. */
  readonly sendsIdempotentReplayed?: true;
  readonly answers: W;
  /** Headers that answers may carry beside the standard ones. */
  readonly answerHeaders?: WH;
  /** Problems beside those of every operation of its kind (see operation-problems.ts). */
  readonly problems?: readonly Problem[];
  readonly handle: (
    request: Request<
      Output<P>,
      Output<Q>,
      Output<H>,
      RequestBodyValue<B>,
      A extends "public" ? undefined : Caller,
      K extends "required" ? string : undefined
    >,
  ) => Promise<AnswerOf<W, WH>>;
}
