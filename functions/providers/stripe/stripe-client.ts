import type Stripe from "stripe";
import { settingOr } from "../../platform/runtime/settings.ts";
import { ProviderMisconfiguredError } from "../payment-provider.ts";
import { stripeSecret } from "./stripe-secret.ts";
import { fetchUntil } from "./stripe-transport.ts";

/**
 * Stripe's client for the calls that end with the signal. Its SDK is loaded here, when money first moves. Its own retries
 * are off unless they are asked for, because each call of ours that moves money is followed by a look at what it did.
 */
export async function stripeClient(signal: AbortSignal, { maxNetworkRetries = 0 } = {}): Promise<Stripe> {
  const [{ Stripe: StripeSdk }, { apiKey }] = await Promise.all([import("./stripe-sdk.ts"), stripeSecret()]);
  return new StripeSdk(apiKey, {
    ...stripeAddress(),
    maxNetworkRetries,
    telemetry: false,
    httpClient: StripeSdk.createFetchHttpClient(fetchUntil(signal)),
  });
}

/** Where Stripe's API answers; elsewhere only in tests and on a laptop. */
function stripeAddress() {
  const address = settingOr("STRIPE_URL", "https://api.stripe.com");
  const { protocol, hostname, port } = new URL(address);
  if (protocol !== "https:" && protocol !== "http:") {
    throw new ProviderMisconfiguredError(`STRIPE_URL has to begin with https: or http:, and is ${address}.`);
  }
  return protocol === "https:"
    ? ({ protocol: "https", host: hostname, port: port || 443 } as const)
    : ({ protocol: "http", host: hostname, port: port || 80 } as const);
}
