import { Account, type AccountOptions } from "./account.ts";
import { ApiKeys } from "./api-keys.ts";
import { ENDPOINTS, type PreparedCall } from "./endpoints.ts";
import { type Fault, Faults } from "./faults.ts";
import { IdempotencyKeys, type SavedAnswer } from "./idempotency.ts";
import { type FakeRequest, type FakeResponse, NoAnswerError } from "./request.ts";
import { invalidRequest, StripeAnswerError } from "./stripe-error.ts";

export const API_VERSION = "2026-08-26.dahlia";
export const FAKE_API_KEY = "sk_test_fake";

export interface StripeApiOptions extends AccountOptions {
  /** The account's secret key; `FAKE_API_KEY` where it is not said. */
  readonly apiKey?: string;
}

/** Told of every request that any fake gets, for who looks at all of them. */
export const requestListeners = new Set<(request: FakeRequest) => void>();

/** A call that may run: authenticated, with valid parameters, and not a repetition. */
interface AcceptedCall {
  readonly call: PreparedCall;
  readonly id: string;
  readonly key: string | undefined;
  readonly requestId: string;
}

/** Answers requests as Stripe's API does. */
export class StripeApi {
  readonly account: Account;
  readonly keys: ApiKeys;
  readonly faults = new Faults();
  /** Every request that was sent, in order. */
  readonly requests: FakeRequest[] = [];
  readonly #idempotency = new IdempotencyKeys();

  constructor({ apiKey = FAKE_API_KEY, ...options }: StripeApiOptions) {
    this.account = new Account(options);
    this.keys = new ApiKeys(apiKey);
  }

  /** @throws NoAnswerError where a fault keeps the answer. */
  async respond(request: FakeRequest): Promise<FakeResponse> {
    this.account.catchUp();
    this.requests.push(request);
    for (const tell of requestListeners) tell(request);
    const fault = this.faults.take(request);
    if (fault?.kind === "late") return this.#answerLate(request, fault);
    if (fault?.kind !== "lost") return this.#answer(request, fault);
    if (fault.effect === "after") this.#answer(request);
    throw new NoAnswerError(fault.silent === true);
  }

  #answer(request: FakeRequest, fault?: Fault): FakeResponse {
    const accepted = this.#accept(request, fault);
    return "call" in accepted ? this.#run(accepted, fault) : accepted;
  }

  /** Nobody gets the answer, and the request takes effect later: it is on its way until then, or in progress at Stripe. */
  #answerLate(request: FakeRequest, fault: Fault & { readonly kind: "late" }): never {
    const at = this.account.now() + fault.afterMs;
    if (fault.inProgress) {
      const accepted = this.#accept(request);
      if ("call" in accepted) this.account.schedule(at, () => void this.#run(accepted));
    } else {
      this.account.schedule(at, () => void this.#answer(request));
    }
    throw new NoAnswerError(fault.silent === true);
  }

  /** The call that may run, or what is answered without running one, of which nothing is saved. */
  #accept(request: FakeRequest, fault?: Fault): AcceptedCall | FakeResponse {
    const requestId = this.account.newId("req");
    try {
      if (fault?.kind === "rateLimited") throw tooManyRequests("rate_limit", RATE_LIMITED);
      if (fault?.kind === "locked") throw tooManyRequests("lock_timeout", LOCKED);
      const [path = "", query = ""] = request.path.split("?");
      const { endpoint, id } = endpointOf(request.method, path);
      this.keys.require(request.headers.authorization, endpoint.permission);
      requireVersion(request.headers["stripe-version"]);
      const call = endpoint.prepare(endpoint.method === "GET" ? query : request.body);
      const key = endpoint.method === "POST" ? request.headers["idempotency-key"] : undefined;
      const saved = key === undefined ? undefined : this.#idempotency.begin(key, request, this.account.now());
      if (saved) return response(saved, requestId, key, { "idempotent-replayed": "true" });
      return { call, id, key, requestId };
    } catch (error) {
      return response(errorAnswer(error, requestId), requestId);
    }
  }

  #run({ call, id, key, requestId }: AcceptedCall, fault?: Fault): FakeResponse {
    const answer = this.#answerOf(call, id, requestId, fault);
    if (key !== undefined) this.#idempotency.save(key, answer);
    return response(answer, requestId, key);
  }

  #answerOf(call: PreparedCall, id: string, requestId: string, fault?: Fault): SavedAnswer {
    const failure = fault?.kind === "serverError" ? fault : undefined;
    if (failure?.effect === "before") return errorAnswer(serverError(failure.status), requestId);
    let answer: SavedAnswer;
    try {
      answer = { status: 200, body: JSON.stringify(call.execute(this.account, id)), requestId };
    } catch (error) {
      answer = errorAnswer(error, requestId);
    }
    return failure ? errorAnswer(serverError(failure.status), requestId) : answer;
  }
}

function endpointOf(method: string, path: string) {
  for (const endpoint of ENDPOINTS) {
    const found = endpoint.method === method ? endpoint.path.exec(path) : null;
    if (found) return { endpoint, id: decodeURIComponent(found[1] ?? "") };
  }
  const message = `Unrecognized request URL (${method}: ${path}). If you are trying to list objects, remove the trailing slash. If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your code.`;
  throw new StripeAnswerError(404, { type: "invalid_request_error", message });
}

/** The fake knows one version's objects: https://docs.stripe.com/api/versioning */
function requireVersion(version = API_VERSION): void {
  if (version === API_VERSION) return;
  throw invalidRequest(`Invalid Stripe API version: ${version}. The fake answers as ${API_VERSION}.`);
}

const RATE_LIMITED =
  "Request rate limit exceeded. Learn more about rate limits here https://docs.stripe.com/rate-limits.";
/** https://docs.stripe.com/rate-limits#object-lock-timeouts */
const LOCKED =
  "This object cannot be accessed right now because another API request or Stripe process is currently accessing it. " +
  "If you see this error intermittently, retry the request.";

/** https://docs.stripe.com/rate-limits */
function tooManyRequests(code: string, message: string): StripeAnswerError {
  return new StripeAnswerError(429, { type: "invalid_request_error", code, message });
}

/** https://docs.stripe.com/error-low-level#server-errors */
function serverError(status = 500): StripeAnswerError {
  return new StripeAnswerError(status, { type: "api_error", message: "An unknown error occurred." });
}

function errorAnswer(error: unknown, requestId: string): SavedAnswer {
  if (!(error instanceof StripeAnswerError)) throw error;
  const body = JSON.stringify({
    error: { ...error.error, request_log_url: `https://dashboard.stripe.com/test/logs/${requestId}` },
  });
  return { status: error.status, body, requestId };
}

function response(
  { status, body, requestId: original }: SavedAnswer,
  requestId: string,
  key?: string,
  more: Readonly<Record<string, string>> = {},
): FakeResponse {
  const headers = {
    "content-type": "application/json",
    "request-id": requestId,
    "stripe-version": API_VERSION,
    ...(key !== undefined && { "idempotency-key": key, "original-request": original }),
    ...more,
  };
  return { status, headers, body };
}
