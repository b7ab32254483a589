import type * as z from "zod/mini";
import type { Caller, Role } from "../values/caller.ts";
import type { Problem } from "../values/problems.ts";

export type Schema = z.core.$ZodType;
export type Shape = Readonly<Record<string, Schema>>;
type Output<S extends Shape> = { readonly [K in keyof S]: z.core.output<S[K]> };
type Optional<S extends Shape> = { readonly [K in keyof S]?: z.core.output<S[K]> };

/** The names in a route's braces: `orderId` of `GET /orders/{orderId}`. */
type PathNames<Route extends string> = Route extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathNames<Rest>
  : never;

export type Method = "GET" | "POST" | "PATCH" | "DELETE";
export type Route = `${Method} /${string}`;

/** Who may call: nobody has to say who they are, or these roles, each for what is its own or for any. */
export type Allow = "public" | { readonly [role in Role]?: "own" | "any" };

/** An answer's body: a schema of JSON; `null` for none; the media types of text that is not JSON. */
export type AnswerBody = Schema | null | { readonly mediaTypes: readonly string[] };
export type Answers = Readonly<Record<number, AnswerBody>>;

export interface AnswerParticulars {
  /** The version that the body shows; becomes a strong ETag. */
  readonly version?: number | undefined;
  /** Whether an earlier request with the same key made it. */
  readonly replayed?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer<Status extends number, Body> extends AnswerParticulars {
  readonly status: Status;
  readonly body: Body;
}

type BodyValue<B extends AnswerBody> = B extends Schema ? z.core.input<B> : B extends null ? null : string;

/** What a handler may give back: a declared status with the body that is declared for it. */
type AnswerOf<A extends Answers> = { [S in keyof A & number]: Answer<S, BodyValue<A[S]>> }[keyof A & number];

/** What a handler is called with: parsed, authenticated, allowed. */
export interface Request<Path, Query, Body, Who, Key> {
  readonly path: Path;
  readonly query: Query;
  readonly body: Body;
  /** Tells this body from another one, whatever its spelling. */
  readonly fingerprint: string;
  readonly caller: Who;
  readonly idempotencyKey: Key;
  /** The version that the client last saw, where it sent If-Match. */
  readonly ifMatch: number | undefined;
}

interface Declaration<
  R extends Route,
  A extends Allow,
  K extends KeyRule,
  P extends Shape,
  Q extends Shape,
  B extends Schema,
  W extends Answers,
> {
  readonly summary: string;
  readonly description?: string;
  readonly route: R;
  readonly allow: A;
  /** A schema for each name in the route's braces. */
  readonly path?: P & Record<PathNames<R>, Schema>;
  /** Query parameters; each is optional. */
  readonly query?: Q;
  readonly body?: B;
  /** "required" where the operation creates what has no natural id (see docs/decisions on idempotency). */
  readonly idempotencyKey?: K;
  /** "optional" where the operation changes a version. */
  readonly ifMatch?: "optional";
  readonly answers: W;
  /** What it may refuse beyond what every operation of its kind may (see standard-problems.ts). */
  readonly problems?: readonly Problem[];
  readonly handle: (
    request: Request<
      Output<P>,
      Optional<Q>,
      z.core.output<B>,
      A extends "public" ? undefined : Caller,
      K extends "required" ? string : undefined
    >,
  ) => Promise<AnswerOf<W>>;
}

export type KeyRule = "required" | "none";

/** A declared operation, as the router, the document and the tests see it. */
export interface Operation {
  readonly summary: string;
  readonly description: string | undefined;
  readonly method: Method;
  /** `/orders/{orderId}`, as API Gateway names the resource. */
  readonly resource: string;
  readonly allow: Allow;
  readonly path: Shape;
  readonly query: Shape;
  readonly body: Schema | undefined;
  readonly needsIdempotencyKey: boolean;
  readonly takesIfMatch: boolean;
  readonly answers: Answers;
  readonly problems: readonly Problem[];
  readonly handle: (request: UntypedRequest) => Promise<Answer<number, unknown>>;
}

/** What the router hands over; it has been parsed with the operation's own schemas by then. */
export type UntypedRequest = Request<Parameters, Parameters, unknown, Caller | undefined, string | undefined>;
export type Parameters = Readonly<Record<string, unknown>>;

/** Every operation of a slice, by its operationId: the module namespace of its `operations.ts`. */
export type Operations = Readonly<Record<string, Operation>>;

const nothing = {} as const;

/** Declares an operation: all there is to say about it, once. The name of its export is its operationId. */
export function operation<
  const R extends Route,
  const A extends Allow,
  const K extends KeyRule = "none",
  P extends Shape = typeof nothing,
  Q extends Shape = typeof nothing,
  B extends Schema = Schema,
  const W extends Answers = Answers,
>(declared: Declaration<R, A, K, P, Q, B, W>): Operation {
  const [method, resource] = split(declared.route);
  return {
    summary: declared.summary,
    description: declared.description,
    method,
    resource,
    allow: declared.allow,
    path: declared.path ?? nothing,
    query: declared.query ?? nothing,
    body: declared.body,
    needsIdempotencyKey: declared.idempotencyKey === "required",
    takesIfMatch: declared.ifMatch === "optional",
    answers: declared.answers,
    problems: declared.problems ?? [],
    // The router parsed the request with the schemas above, which types cannot follow through its map of routes.
    handle: (request) => declared.handle(request as never),
  };
}

const METHODS = { GET: "GET", POST: "POST", PATCH: "PATCH", DELETE: "DELETE" } as const;

function split(route: Route): [Method, string] {
  const space = route.indexOf(" ");
  const [, method] = Object.entries(METHODS).find(([name]) => name === route.slice(0, space)) ?? [];
  if (!method) throw new Error(`The route "${route}" must begin with ${Object.keys(METHODS).join(", ")}.`);
  return [method, route.slice(space + 1)];
}

/** An answer with a declared status; `const` keeps the status from widening to `number`. */
export function answer<const Status extends number, Body>(
  status: Status,
  body: Body,
  particulars: AnswerParticulars = {},
): Answer<Status, Body> {
  return { ...particulars, status, body };
}
