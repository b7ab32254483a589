import * as z from "zod/mini";
import { refreshAfterHint } from "../../orders/refresh-order.ts";
import { OrderId } from "../../orders/rules/order.ts";
import { log } from "../../platform/runtime/logging.ts";
import { currentContext, runInContext, timeLeft } from "../../platform/runtime/request-context.ts";
import { isProblem, notFound, problemError, unavailable } from "../../platform/values/problems.ts";
import {
  ProviderMisconfiguredError,
  ProviderUnavailableError,
  providerTimeout,
} from "../../providers/payment-provider.ts";

/** Stripe sends an event again for days, after waits that grow. */
const RETRY_AFTER_SECONDS = 60;

/**
 * Has Stripe asked about the payments of the order that an event is about. An event of something else changes nothing.
 * @throws 400 where Stripe did not sign it, or not now; 503 where Stripe or the table cannot be asked
 */
export async function receiveStripeWebhook(body: Uint8Array, signature: string): Promise<void> {
  const id = z.safeParse(OrderId, await orderOf(body, signature));
  if (!id.success) return;
  log.result("webhook", { orderId: id.data });
  try {
    await runInContext({ ...currentContext(), actor: "system:webhooks" }, () => refreshAfterHint(id.data));
  } catch (error) {
    if (!isProblem(error, notFound)) throw error; // of another deployment that has the same account
  }
}

async function orderOf(body: Uint8Array, signature: string): Promise<string | undefined> {
  const { orderOfWebhook } = await import("../../providers/stripe/stripe-webhook.ts");
  const signal = AbortSignal.timeout(Math.max(0, Math.min(providerTimeout(), timeLeft())));
  try {
    return await orderOfWebhook(body, signature, signal);
  } catch (error) {
    if (!(error instanceof ProviderUnavailableError)) throw error;
    if (error instanceof ProviderMisconfiguredError) {
      log.error("the payment provider refuses this deployment", { reason: error.message });
    } else log.warn("no answer from the payment provider", { reason: error.message });
    throw problemError(unavailable, "Stripe cannot be asked at the moment. Send the event again.", {
      retryAfter: RETRY_AFTER_SECONDS,
    });
  }
}
