import type { HeldPayment } from "../../functions/providers/payment-provider.ts";
import { sandboxProvider } from "../../functions/providers/sandbox/sandbox-provider.ts";
import type { Meter } from "./meter.ts";

/** As long as Stripe's ids are. */
const STRIPE_REFERENCE = "pi_3MtwBwLkdIwHu7ix28a3tqPa";

/** Counts calls to the payment provider, whose references are as long as Stripe's: they are stored in the order. */
export function countProviderCalls(meter: Meter, runningFunction: () => string): void {
  const referenceAt = new Map<string, string>();
  const atSandbox = <Request extends HeldPayment>(request: Request): Request => ({
    ...request,
    reference: referenceAt.get(request.orderId) ?? request.reference,
  });
  const { authorize, capture, void: voidPayment, find } = sandboxProvider;
  const counted =
    <Given extends readonly unknown[], Result>(method: string, ask: (...given: Given) => Promise<Result>) =>
    (...given: Given) => {
      meter.countProviderCall(runningFunction(), method);
      return ask(...given);
    };
  Object.assign(sandboxProvider, {
    authorize: counted("authorize", async (request: Parameters<typeof authorize>[0], signal: AbortSignal) => {
      const answer = await authorize(request, signal);
      if (answer.outcome !== "authorized") return answer;
      referenceAt.set(request.orderId, answer.reference);
      return { ...answer, reference: STRIPE_REFERENCE };
    }),
    capture: counted("capture", (request: Parameters<typeof capture>[0], signal: AbortSignal) =>
      capture(atSandbox(request), signal),
    ),
    void: counted("void", (request: HeldPayment, signal: AbortSignal) => voidPayment(atSandbox(request), signal)),
    find: counted("find", find),
  });
}
