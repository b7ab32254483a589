import { expect, test } from "vitest";
import { aStripeAccount } from "../../../tests/builders/stripe-account.ts";
import { ProviderMisconfiguredError } from "../payment-provider.ts";
import { stripeSecret } from "./stripe-secret.ts";

const START = "2026-11-21T06:00:00.000Z";

test("key and webhook secrets, two while one is replaced; none where the shop has no webhook yet", async () => {
  const account = aStripeAccount(START);
  const secret = { apiKey: "rk_live_abc", webhookSecrets: ["whsec_old", "whsec_new"] };
  account.putSecret(JSON.stringify(secret));
  expect(await stripeSecret()).toEqual(secret);
  const other = aStripeAccount(START);
  other.putSecret('{"apiKey": "sk_test_abc"}');
  expect(await stripeSecret()).toEqual({ apiKey: "sk_test_abc", webhookSecrets: [] });
});

test.each([
  "sk_live_plain",
  '{"apiKey": "pk_live_publishable"}',
  '{"apiKey": "sk_live_abc", "webhookSecrets": "whsec_abc"}',
  '{"apiKey": "sk_live_abc", "webhookSecrets": ["abc"]}',
])("%s: misconfigured, and the sentence does not repeat it", async (text) => {
  aStripeAccount(START).putSecret(text);
  const error = await stripeSecret().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ProviderMisconfiguredError);
  expect(String(error)).not.toMatch(/live|abc/);
});
