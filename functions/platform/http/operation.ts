import type { Caller } from "../values/caller.ts";
import type { Problem } from "../values/problems.ts";
import { type AnswerCodec, json } from "./answer-codecs.ts";
import { type BodyCodec, jsonBody } from "./body-codecs.ts";
import type {
  Allow,
  Answer,
  AnswerBodies,
  AnswerBody,
  AnswerParticulars,
  Declaration,
  HeaderShape,
  KeyRule,
  Method,
  Request,
  RequestBody,
  Route,
  Schema,
  Shape,
} from "./declaration.ts";

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
  readonly headers: Shape;
  readonly body: BodyCodec<unknown> | undefined;
  readonly needsIdempotencyKey: boolean;
  readonly takesIfMatch: boolean;
  readonly sendsEtag: boolean;
  readonly sendsIdempotentReplayed: boolean;
  readonly answers: Readonly<Record<number, AnswerCodec<never> | null>>;
  readonly answerHeaders: Shape;
  readonly problems: readonly Problem[];
  readonly handle: (request: UntypedRequest) => Promise<UntypedAnswer>;
}

/** What the router hands over; it has been parsed with the operation's own schemas by then. */
export type UntypedRequest = Request<
  Parameters,
  Parameters,
  Parameters,
  unknown,
  Caller | undefined,
  string | undefined
>;
export type Parameters = Readonly<Record<string, unknown>>;
export type UntypedAnswer = Answer<number, unknown, string>;

/** Every operation of a slice, by its operationId: the module namespace of its `operations.ts`. */
export type Operations = Readonly<Record<string, Operation>>;

const nothing = {} as const;

/** Declares an operation, completely and once. The name of its export is its operationId. */
export function operation<
  const R extends Route,
  const A extends Allow,
  const K extends KeyRule = "none",
  P extends Shape = typeof nothing,
  Q extends Shape = typeof nothing,
  H extends HeaderShape = typeof nothing,
  B extends RequestBody = Schema,
  const W extends AnswerBodies = AnswerBodies,
  WH extends HeaderShape = typeof nothing,
>(declared: Declaration<R, A, K, P, Q, H, B, W, WH>): Operation {
  const [method, resource] = split(declared.route);
  return {
    summary: declared.summary,
    description: declared.description,
    method,
    resource,
    allow: withOperator(declared.allow),
    path: declared.path ?? nothing,
    query: declared.query ?? nothing,
    headers: declared.headers ?? nothing,
    body: declared.body && (isSchema(declared.body) ? jsonBody(declared.body) : declared.body),
    needsIdempotencyKey: declared.idempotencyKey === "required",
    takesIfMatch: declared.ifMatch === "optional",
    sendsEtag: declared.sendsEtag ?? false,
    sendsIdempotentReplayed: declared.sendsIdempotentReplayed ?? false,
    answers: Object.fromEntries(
      Object.entries<AnswerBody>(declared.answers).map(([status, body]) => [
        status,
        body && isSchema(body) ? json(body) : body,
      ]),
    ),
    answerHeaders: declared.answerHeaders ?? nothing,
    problems: declared.problems ?? [],
    // The router parsed the request with the schemas above, which types cannot follow through its map of routes.
    handle: (request) => declared.handle(request as never),
  };
}

/** An operator may do everything that staff may. */
function withOperator(allow: Allow): Allow {
  if (allow === "public" || allow.staff === undefined) return allow;
  const { service, ...people } = allow;
  return { ...people, operator: allow.staff, ...(service && { service }) };
}

function isSchema(declared: Schema | object): declared is Schema {
  return "_zod" in declared;
}

const METHODS = { GET: "GET", POST: "POST", PUT: "PUT", PATCH: "PATCH", DELETE: "DELETE" } as const;

function split(route: Route): [Method, string] {
  const space = route.indexOf(" ");
  const [, method] = Object.entries(METHODS).find(([name]) => name === route.slice(0, space)) ?? [];
  if (!method) throw new Error(`The route "${route}" must begin with ${Object.keys(METHODS).join(", ")}.`);
  return [method, route.slice(space + 1)];
}

/** An answer with a declared status; `const` keeps the status from widening to `number`. */
export function answer<const Status extends number, Body, HeaderName extends string = never>(
  status: Status,
  body: Body,
  particulars: AnswerParticulars<HeaderName> = {},
): Answer<Status, Body, NoInfer<HeaderName>> {
  return { ...particulars, status, body };
}
