/** Every request to Stripe goes through its `fetch`, so that a test can answer instead. */
export const stripeTransport = {
  fetch: (url: string | URL | Request, init?: RequestInit): Promise<Response> => globalThis.fetch(url, init),
};

/**
 * A `fetch` for Stripe's SDK that ends when the signal does: the SDK itself ignores signals. Whatever a connection
 * throws is wrapped, because the SDK sends a request again after a closed connection, also with its retries off.
 */
export function fetchUntil(signal: AbortSignal): typeof stripeTransport.fetch {
  return async (url, init = {}) => {
    const signals = [signal, ...(init.signal ? [init.signal] : [])];
    try {
      return await stripeTransport.fetch(url, { ...init, signal: AbortSignal.any(signals) });
    } catch (error) {
      throw new Error("no answer from Stripe", { cause: error });
    }
  };
}
