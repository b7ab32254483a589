/** Sends one request, as `fetch` does, until the signal aborts it. */
export type SendRequest = (request: Request, init: { readonly signal: AbortSignal }) => Promise<Response>;

export interface RetrySettings {
  /** Time limit of each attempt, in milliseconds. @default 30_000 */
  readonly timeoutMs?: number;
  /** Attempts of a request that may be repeated; every other request is sent once. @default 3 */
  readonly maxAttempts?: number;
  /** Whether sending a request twice has the effect of sending it once. @default isIdempotent */
  readonly isRepeatable?: (request: Request) => boolean;
}

const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 5_000;
/** The client does not wait for a Retry-After beyond this: the caller gets the answer instead. */
const LONGEST_RETRY_AFTER_MS = 30_000;

/** By its method (RFC 9110, 9.2.2), or by its Idempotency-Key. */
export function isIdempotent({ method, headers }: Request): boolean {
  return ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"].includes(method) || headers.has("Idempotency-Key");
}

/** Limits the time of each attempt; repeats a request after 429, 5xx, a lost connection or the time limit. */
export function retryingFetch(
  send: SendRequest,
  { timeoutMs = 30_000, maxAttempts = 3, isRepeatable = isIdempotent }: RetrySettings = {},
): (request: Request) => Promise<Response> {
  return async (request) => {
    const sendOnce = () => {
      const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)]);
      // Not as the signal of a Request: Node's fetch keeps no reference to it, and the garbage collector takes it away.
      return send(request.clone(), { signal });
    };
    const attempts = isRepeatable(request) ? maxAttempts : 1;
    for (let attempt = 1; attempt < attempts; attempt++) {
      const response = await sendOnce().catch(ignoreNetworkError);
      if (response && !isWorthRetrying(response)) return response;
      await response?.body?.cancel();
      await sleep(retryDelay(attempt, response), request.signal);
    }
    return sendOnce();
  };
}

/** `fetch` rejects with a TypeError where the connection failed. */
function ignoreNetworkError(error: unknown): undefined {
  const isTimeout = error instanceof DOMException && error.name === "TimeoutError";
  if (!isTimeout && !(error instanceof TypeError)) throw error;
}

function isWorthRetrying(response: Response): boolean {
  return (response.status === 429 || response.status >= 500) && retryAfter(response) <= LONGEST_RETRY_AFTER_MS;
}

/** Doubles with each attempt, half of it random; never shorter than the answer's Retry-After. */
function retryDelay(attempt: number, response: Response | undefined): number {
  const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempt - 1));
  const jittered = (delay * (1 + Math.random())) / 2;
  return Math.max(jittered, response ? retryAfter(response) : 0);
}

/** In milliseconds; the header holds seconds or a date. */
function retryAfter(response: Response): number {
  const header = response.headers.get("Retry-After");
  if (header === null) return 0;
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isNaN(milliseconds) ? 0 : milliseconds;
}

/** @throws the signal's reason once it is aborted */
function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal.addEventListener("abort", stop, { once: true });
  });
}
