import type { PaymentAttempt } from "../../functions/providers/payment-provider.ts";
import { sandboxProvider } from "../../functions/providers/sandbox/sandbox-provider.ts";
import type { Meter } from "./meter.ts";

/** As long as Stripe's ids are. */
const STRIPE_REFERENCE = "pi_3MtwBwLkdIwHu7ix28a3tqPa";

/** Counts calls to the payment provider, whose references are as long as Stripe's: they are stored in the order. */
export function countProviderCalls(meter: Meter, runningFunction: () => string): void {
  const referenceAt = new Map<string, string>();
  const atSandbox = <Request extends PaymentAttempt & { reference: string }>(request: Request): Request => ({
    ...request,
    reference: referenceAt.get(request.key) ?? request.reference,
  });
  const { authorize, capture, close, refund, retrieve } = sandboxProvider;
  const counted =
    <Given extends readonly unknown[], Result>(method: string, ask: (...given: Given) => Promise<Result>) =>
    (...given: Given) => {
      meter.countProviderCall(runningFunction(), method);
      return ask(...given);
    };
  Object.assign(sandboxProvider, {
    authorize: counted("authorize", async (request: Parameters<typeof authorize>[0], signal: AbortSignal) => {
      const answer = await authorize(request, signal);
      if (answer.reference === undefined) return answer;
      referenceAt.set(request.key, answer.reference);
      return { ...answer, reference: STRIPE_REFERENCE };
    }),
    capture: counted("capture", (request: Parameters<typeof capture>[0], signal: AbortSignal) =>
      capture(atSandbox(request), signal),
    ),
    close: counted("close", close),
    refund: counted("refund", (request: Parameters<typeof refund>[0], signal: AbortSignal) =>
      refund(atSandbox(request), signal),
    ),
    retrieve: counted("retrieve", retrieve),
  });
}
