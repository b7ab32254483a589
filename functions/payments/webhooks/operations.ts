import * as z from "zod/mini";
import { rawBody } from "../../platform/http/body-codecs.ts";
import { answer, operation } from "../../platform/http/operation.ts";
import { webhookRefused } from "../../providers/payment-provider.ts";
import { receiveStripeWebhook as receive } from "./receive-stripe-webhook.ts";

/** Stripe's events about payments have a few kilobytes. */
const MAX_BYTES = 256 * 1024;

const Signature = z.string().check(
  z.minLength(1, "is missing"),
  z.meta({
    description: "When Stripe sent the event, and signatures over that time and the body",
    examples: ["t=1795500000,v1=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd"],
  }),
);

const Receipt = z
  .strictObject({ received: z.literal(true) })
  .check(z.meta({ id: "WebhookReceipt", examples: [{ received: true }] }));

/** Only for stages whose provider is Stripe. */
export const receiveStripeWebhook = operation({
  summary: "Receive an event of Stripe",
  description:
    "For Stripe only, which signs what it sends. An event is a hint: Stripe is asked about the payment that it names, and what " +
    "differs from the order is recorded. Repeated, late or reordered events do no harm; one about something else is " +
    "answered with 200, too.",
  route: "POST /webhooks/stripe",
  allow: "public",
  headers: { "Stripe-Signature": Signature },
  body: rawBody({ maxBytes: MAX_BYTES }),
  answers: { 200: Receipt },
  problems: [webhookRefused],
  handle: async ({ body, headers }) => {
    await receive(body, headers["Stripe-Signature"]);
    return answer(200, { received: true });
  },
});
