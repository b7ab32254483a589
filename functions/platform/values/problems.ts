/** A kind of error that a client recognises by its `code`; declared once, beside the rule that throws it. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  /** One sentence that is the same for every occurrence (RFC 9457, 3.1.3). */
  readonly title: string;
  /** The same request may succeed later: Retry-After says when. */
  readonly temporary?: boolean;
}

/** One thing that is wrong, and where: `path` is dotted from the request's root, as in `items.0.quantity`. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

export interface Particulars {
  readonly errors?: readonly FieldError[];
  /** Seconds to wait before a retry; becomes the Retry-After header. */
  readonly retryAfter?: number;
}

/** The one error class that reaches a client: a problem, what happened this time, and what to do about it. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly problem: Problem;
  readonly errors: readonly FieldError[] | undefined;
  readonly retryAfter: number | undefined;

  constructor(problem: Problem, detail: string, particulars: Particulars = {}) {
    super(detail);
    this.problem = problem;
    this.errors = particulars.errors;
    this.retryAfter = particulars.retryAfter;
  }

  get code(): string {
    return this.problem.code;
  }
}

/** Declares a problem. `title` says what kind of thing is wrong; the detail of an occurrence names the value. */
export function problem(status: number, code: string, title: string, temporary = false): Problem {
  return { status, code, title, ...(temporary && { temporary }) };
}

/** The error to throw for one occurrence of a problem: `detail` names the value and what to do. */
export function problemError(kind: Problem, detail: string, particulars?: Particulars): ProblemError {
  return new ProblemError(kind, detail, particulars);
}

/** Whether an error is an occurrence of this very problem. */
export function isProblem(error: unknown, kind: Problem): error is ProblemError {
  return error instanceof ProblemError && error.code === kind.code;
}

export const notFound = problem(404, "not_found", "Resource not found.");
export const versionMismatch = problem(
  412,
  "version_mismatch",
  "The resource has changed since the version in If-Match.",
);
export const idempotencyKeyReused = problem(
  422,
  "idempotency_key_reused",
  "This Idempotency-Key was used with another body.",
);

/** A temporary failure: the request is valid and can be retried safely. */
export const unavailable = problem(503, "unavailable", "The service cannot answer at the moment.", true);
