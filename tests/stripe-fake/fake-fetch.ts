import { NoAnswerError } from "./request.ts";
import type { StripeApi } from "./stripe-api.ts";

/** A `fetch` that reaches the fake, whatever the address. It obeys the signal, and fails as `fetch` does where no answer comes. */
export function fakeFetch(fake: StripeApi): typeof fetch {
  return async (input, init = {}) => {
    const request = new Request(input, init);
    const { signal } = request;
    signal.throwIfAborted();
    const { pathname, search } = new URL(request.url);
    try {
      const { status, headers, body } = await fake.respond({
        method: request.method,
        path: pathname + search,
        headers: Object.fromEntries(request.headers),
        body: await request.text(),
      });
      signal.throwIfAborted();
      return new Response(body, { status, headers });
    } catch (error) {
      if (!(error instanceof NoAnswerError)) throw error;
      if (error.isSilent) await aborted(signal);
      throw new TypeError("fetch failed", { cause: error });
    }
  };
}

/** @throws the signal's reason, once it is aborted. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
}
