import type Stripe from "stripe";
import * as z from "zod/mini";
import { problemError } from "../../platform/values/problems.ts";
import { ProviderMisconfiguredError, webhookRefused } from "../payment-provider.ts";
import { refuseProviderSecret } from "../provider-secret.ts";
import { stripeClient } from "./stripe-client.ts";
import { providerError } from "./stripe-errors.ts";
import { stripeFailure } from "./stripe-failure.ts";
import { stripeSecret } from "./stripe-secret.ts";
import { signedEvent } from "./stripe-signature.ts";

/** What is read of an event: where to look. Everything else is asked. */
const Hint = z.looseObject({
  livemode: z.boolean(),
  data: z.looseObject({
    object: z.looseObject({ object: z.string(), id: z.string().check(z.regex(/^\w{1,255}$/)) }),
  }),
});
type Named = z.output<typeof Hint>["data"]["object"];

/**
 * The id of the order that an event of Stripe's is about, as the payment that Stripe has now says: nothing in the event is
 * believed. undefined: it is about something else.
 * @throws 400 `webhook_refused`; ProviderUnavailableError where Stripe cannot be asked
 */
export async function orderOfWebhook(
  body: Uint8Array,
  signature: string | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  const stripe = await stripeClient(signal);
  const event = await acceptedEvent(stripe, Buffer.from(body), signature ?? "");
  const hint = z.safeParse(Hint, event);
  if (!hint.success || hint.data.livemode !== (await usesLiveMode())) return undefined;
  const payment = await paymentOf(stripe, hint.data.data.object);
  return payment?.metadata.order;
}

/** @throws 400 `webhook_refused` */
async function acceptedEvent(stripe: Stripe, body: Buffer, signature: string): Promise<unknown> {
  const { webhookSecrets } = await stripeSecret();
  const checked = signedEvent(stripe, { body, signature, secrets: webhookSecrets });
  if (checked.isSigned) return checked.event;
  // The secret may be newer than what this environment has read of it; it is read again at most once a minute.
  refuseProviderSecret();
  const { webhookSecrets: newest } = await stripeSecret();
  const again = signedEvent(stripe, { body, signature, secrets: newest });
  if (again.isSigned) return again.event;
  throw problemError(webhookRefused, again.why);
}

/** The events of test mode and of live mode are apart: https://docs.stripe.com/keys#test-live-modes */
async function usesLiveMode(): Promise<boolean> {
  return /^[a-z]+_live_/.test((await stripeSecret()).apiKey);
}

/** The payment that the named thing is, or belongs to, as Stripe has it now. undefined: there is none. */
async function paymentOf(stripe: Stripe, named: Named): Promise<Stripe.PaymentIntent | undefined> {
  try {
    const found = await lookUp(stripe, named);
    return typeof found === "string" ? await stripe.paymentIntents.retrieve(found) : (found ?? undefined);
  } catch (error) {
    // Of another account, or deleted.
    if (stripeFailure(error)?.code === "resource_missing") return undefined;
    const sorted = providerError(error);
    if (sorted instanceof ProviderMisconfiguredError) refuseProviderSecret();
    throw sorted;
  }
}

const WITH_PAYMENT = { expand: ["payment_intent"] };

/** The payment, or its id. */
async function lookUp(
  stripe: Stripe,
  { object, id }: Named,
): Promise<Stripe.PaymentIntent | string | null | undefined> {
  switch (object) {
    case "payment_intent":
      return stripe.paymentIntents.retrieve(id);
    case "charge":
      return (await stripe.charges.retrieve(id, WITH_PAYMENT)).payment_intent;
    case "refund":
      return (await stripe.refunds.retrieve(id, WITH_PAYMENT)).payment_intent;
    case "dispute":
      return (await stripe.disputes.retrieve(id, WITH_PAYMENT)).payment_intent;
    default:
      return undefined;
  }
}
