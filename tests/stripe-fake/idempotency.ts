import { fingerprint } from "./form.ts";
import type { FakeRequest } from "./request.ts";
import { invalidRequest, StripeAnswerError } from "./stripe-error.ts";

/** "We generate a new request if a key is reused after the original is pruned": https://docs.stripe.com/api/idempotent_requests */
const FORGOTTEN_AFTER_MS = 24 * 3_600_000;
const MAX_LENGTH = 255;

export interface SavedAnswer {
  readonly status: number;
  readonly body: string;
  readonly requestId: string;
}

interface Use {
  readonly path: string;
  readonly parameters: string;
  readonly at: number;
  /** Absent while the first request is in progress. */
  answer?: SavedAnswer;
}

/** What was answered under each key: every status and body, once the operation has begun to run. */
export class IdempotencyKeys {
  readonly #uses = new Map<string, Use>();

  /**
   * The answer that is saved under the key, or undefined where this is its first request, which then has it.
   * @throws StripeAnswerError: other parameters, another operation, or the first request is still in progress.
   */
  begin(key: string, { path, body }: FakeRequest, now: number): SavedAnswer | undefined {
    if (key.length > MAX_LENGTH) throw invalidRequest(`Idempotency keys can be at most ${MAX_LENGTH} characters long.`);
    const used = this.#uses.get(key);
    const parameters = fingerprint(body);
    if (!used || now - used.at >= FORGOTTEN_AFTER_MS) {
      this.#uses.set(key, { path, parameters, at: now });
      return undefined;
    }
    if (used.path !== path)
      throw idempotencyError(400, key, `for the same endpoint they were first used for ('${used.path}')`);
    if (used.parameters !== parameters)
      throw idempotencyError(400, key, "with the same parameters they were first used with");
    if (used.answer) return used.answer;
    const message = `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`;
    throw new StripeAnswerError(409, { type: "invalid_request_error", code: "idempotency_key_in_use", message });
  }

  save(key: string, answer: SavedAnswer): void {
    const use = this.#uses.get(key);
    if (use) use.answer = answer;
  }
}

/** https://docs.stripe.com/error-low-level#sending-idempotency-keys */
function idempotencyError(status: number, key: string, how: string): StripeAnswerError {
  const message =
    `Keys for idempotent requests can only be used ${how}. ` +
    `Try using a key other than '${key}' if you meant to execute a different request.`;
  return new StripeAnswerError(status, { type: "idempotency_error", message });
}
