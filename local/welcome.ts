import pc from "picocolors";
import type { ChosenProvider } from "./chosen-provider.ts";
import type { Issuer } from "./issuer.ts";
import type { StripeKeys } from "./stripe-keys.ts";

/** What pays an order at once, with each provider. By hand: it waits until staff record its money. */
const PAYMENT_METHODS = { sandbox: "pm_sandbox_ok", manual: "manual", stripe: "pm_card_visa" } as const;

/** The screen that closes a start: where everything is, and what to paste first. */
export async function welcome(apiUrl: string, issuer: Issuer, provider: ChosenProvider): Promise<string> {
  const customer = await issuer.token("customer", "alice");
  const staff = await issuer.token("staff", "sam");
  const order = JSON.stringify({
    items: [
      { sku: "MUG-STEEL-350", quantity: 2 },
      { sku: "COFFEE-500", quantity: 1 },
    ],
    shippingAddress: {
      name: "Alice Example",
      line1: "Hauptstraße 1",
      city: "Berlin",
      postalCode: "10827",
      country: "DE",
    },
    paymentMethod: PAYMENT_METHODS[provider.name],
  });
  return [
    "",
    `${pc.bold("API")}            ${apiUrl}`,
    `${pc.bold("Documentation")}  ${apiUrl}/docs`,
    "",
    pc.bold("A customer's token (alice, 12 hours)"),
    customer,
    "",
    pc.bold("A staff member's token (sam, 12 hours)"),
    staff,
    "",
    pc.bold("Place an order"),
    `curl -sS ${apiUrl}/orders -H 'authorization: Bearer ${customer}' -H 'content-type: application/json' -H "idempotency-key: order-$(date +%s)" -d '${order}'`,
    "",
    pc.bold("See it, and a moment later its shipment"),
    `curl -sS '${apiUrl}/customers/alice/orders?limit=1' -H 'authorization: Bearer ${customer}'`,
    "",
    ...(provider.name === "stripe" ? eventsOfStripe(apiUrl, provider.keys) : []),
    `${pc.dim("More tokens: npm run token -- --role customer --sub bob. Stop with Ctrl-C.")}`,
    "",
  ].join("\n");
}

/** How Stripe's events reach this machine: by its own command line tool (https://docs.stripe.com/stripe-cli). */
function eventsOfStripe(apiUrl: string, { webhookSecrets }: StripeKeys): string[] {
  return [
    pc.bold("Have Stripe's events sent here"),
    `stripe listen --forward-to ${apiUrl}/webhooks/stripe`,
    ...(webhookSecrets.length > 0
      ? []
      : ["None is accepted yet: start again with STRIPE_WEBHOOK_SECRET set to what it prints (whsec_…)."]),
    "",
  ];
}
