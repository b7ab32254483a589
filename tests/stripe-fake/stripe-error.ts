/** What Stripe answers instead of an object: https://docs.stripe.com/api/errors */
export interface ErrorBody {
  readonly type: "api_error" | "card_error" | "idempotency_error" | "invalid_request_error";
  readonly message: string;
  readonly code?: string;
  readonly decline_code?: string;
  readonly param?: string;
  readonly charge?: string;
  readonly payment_intent?: unknown;
  readonly payment_method?: unknown;
}

/** An answer that is an error. */
export class StripeAnswerError extends Error {
  override readonly name = "StripeAnswerError";
  readonly status: number;
  readonly error: ErrorBody & { readonly doc_url?: string };

  constructor(status: number, error: ErrorBody) {
    super(error.message);
    this.status = status;
    this.error = error.code === undefined ? error : { ...error, doc_url: docUrl(error.code) };
  }
}

export function docUrl(code: string): string {
  return `https://docs.stripe.com/error-codes#${code.replaceAll("_", "-")}`;
}

export function invalidRequest(message: string, more: Omit<ErrorBody, "type" | "message"> = {}): StripeAnswerError {
  return new StripeAnswerError(400, { type: "invalid_request_error", message, ...more });
}

/** An object named in a parameter is a 400, one named in the address a 404. */
export function noSuch(object: string, id: string, param: string, status: 400 | 404 = 400): StripeAnswerError {
  const message = `No such ${object}: '${id}'`;
  return new StripeAnswerError(status, { type: "invalid_request_error", code: "resource_missing", message, param });
}
