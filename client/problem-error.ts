import type { components } from "./api.generated.d.ts";

type Problem = components["schemas"]["Problem"];

/** What a call of the client returns: `data` after a success, else `error`. */
export interface Answer<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

const MAX_TEXT = 200;

/** An answer with an error status, with what its problem document (RFC 9457) says. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly status: number;
  /** For programs: "insufficient_stock". Undefined where something else than the API answered, such as a proxy. */
  readonly code: string | undefined;
  /** For people. */
  readonly detail: string;
  /** The invalid parts of the request, by their paths. */
  readonly errors: NonNullable<Problem["errors"]>;
  /** Names this request in the server's logs. */
  readonly requestId: string | undefined;

  constructor(response: Response, body: unknown) {
    const problem = partsOf(body);
    const detail = problem.detail ?? problem.title ?? textOf(body);
    super([response.status, problem.code].filter(Boolean).join(" ") + (detail === "" ? "" : `: ${detail}`));
    this.status = response.status;
    this.code = problem.code;
    this.detail = detail;
    this.errors = problem.errors ?? [];
    this.requestId = problem.requestId ?? response.headers.get("x-request-id") ?? undefined;
  }
}

/** The error in an answer; undefined after a success. */
export function problemOf({ response, error }: Answer<unknown>): ProblemError | undefined {
  return response.ok ? undefined : new ProblemError(response, error);
}

/** The data in an answer. @throws ProblemError where it has none */
export function dataOf<Data>({ data, error, response }: Answer<Data>): Data {
  if (data === undefined) throw new ProblemError(response, error);
  return data;
}

/** The parts of a problem that a body has; a proxy's body may have none. */
function partsOf(body: unknown): Partial<Problem> {
  return isObject(body) ? body : {};
}

function isObject(body: unknown): body is Partial<Problem> {
  return typeof body === "object" && body !== null;
}

function textOf(body: unknown): string {
  return typeof body === "string" ? body.slice(0, MAX_TEXT) : "";
}
