import { type FakeRequest, NoAnswerError } from "./request.ts";
import type { StripeApi } from "./stripe-api.ts";

/** A `fetch` that reaches the fake, whatever the address. It obeys the signal, and fails as `fetch` does where no answer comes. */
export function fakeFetch(fake: StripeApi): typeof fetch {
  return async (input, init = {}) => {
    const signal = init.signal ?? undefined;
    signal?.throwIfAborted();
    try {
      const { status, headers, body } = await fake.respond(requestOf(input, init));
      signal?.throwIfAborted();
      return new Response(body, { status, headers });
    } catch (error) {
      if (!(error instanceof NoAnswerError)) throw error;
      if (error.isSilent) await aborted(signal);
      throw new TypeError("fetch failed", { cause: error });
    }
  };
}

/** As the SDK asks: an address and a text. */
function requestOf(input: Parameters<typeof fetch>[0], init: RequestInit): FakeRequest {
  if (input instanceof Request) throw new Error("The fake's fetch takes an address, not a Request.");
  const { pathname, search } = new URL(input);
  return {
    method: init.method ?? "GET",
    path: pathname + search,
    headers: Object.fromEntries(new Headers(init.headers)),
    body: typeof init.body === "string" ? init.body : "",
  };
}

/** @throws the signal's reason, once it is aborted. */
function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason), { once: true }));
}
