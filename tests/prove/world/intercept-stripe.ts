import "stripe";
import "../../../functions/providers/stripe/stripe-provider.ts"; // loaded before the first call: loading takes real time
import { secretsClient } from "../../../functions/providers/provider-secret.ts";
import { stripeTransport } from "../../../functions/providers/stripe/stripe-transport.ts";
import { currentHandler } from "./interception.ts";
import { neededAccess } from "./needed-access.ts";
import { PROVIDER_SECRET } from "./settings.ts";
import type { StripeRequest } from "./stripe-bank.ts";

/** Every HTTP request of Stripe's adapter is a call, at which faults can be injected. */
stripeTransport.fetch = async (url, init = {}) => {
  const request = requestOf(String(url), init);
  init.signal?.throwIfAborted();
  const handler = currentHandler();
  const bank = handler.stripe;
  if (!bank) throw new Error(`${request.method} ${request.path} was sent in a world without Stripe.`);
  handler.recordAccess(neededAccess("GetSecretValue", { SecretId: process.env.PAYMENT_SECRET_ARN }));
  const answered = handler.handleCall({
    call: { service: "provider", operation: describe(request), writes: [], index: undefined, method: request.method },
    execute: () => bank.respond(request),
    executePartially: (kind) => bank.respondWithError(kind, request),
    lostConnection: () => new TypeError("fetch failed"),
    ownFault: () => bank.ownFaultOf(request),
  });
  const { status, headers, body } = await untilAborted(answered, init.signal);
  return new Response(body, { status, headers });
};

secretsClient.middlewareStack.add(
  () => async () => ({ output: { $metadata: {}, SecretString: PROVIDER_SECRET }, response: undefined }),
  { step: "initialize", priority: "high", name: "proof" },
);

function requestOf(url: string, { method, headers, body }: RequestInit): StripeRequest {
  const { pathname, search } = new URL(url);
  return {
    method: method === "POST" ? "POST" : "GET",
    path: `${pathname}${search}`,
    headers: Object.fromEntries(new Headers(headers)),
    body: typeof body === "string" ? body : "",
  };
}

/** The request without what differs from run to run. */
function describe({ method, path }: StripeRequest): string {
  const [pathname = ""] = path.split("?");
  return `${method} ${pathname.replace(/\/(pi|ch|re|dp)_\w+/, "/{$1}")}`;
}

/** The answer; once the caller has given up, its error. The request that was sent may take effect all the same. */
function untilAborted<Answer>(answered: Promise<Answer>, signal: AbortSignal | null | undefined): Promise<Answer> {
  if (!signal) return answered;
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    answered.then(resolve, reject);
  });
}
