import { stripVTControlCharacters } from "node:util";
import { expect, it } from "vitest";
import type { ChosenProvider } from "./chosen-provider.ts";
import { temporaryIssuer } from "./issuer.ts";
import { welcome } from "./welcome.ts";

const URL = "http://localhost:4000/v1";
const keys = { apiKey: "sk_test_4eC39", webhookSecrets: ["whsec_5257"] };

async function shown(provider: ChosenProvider): Promise<string> {
  return stripVTControlCharacters(await welcome(URL, await temporaryIssuer(), provider));
}

it.each<[string, ChosenProvider]>([
  ["pm_sandbox_ok", { name: "sandbox" }],
  ["manual", { name: "manual" }],
  ["pm_card_visa", { name: "stripe", keys }],
])("the order to paste is paid with %s", async (method, provider) => {
  expect(await shown(provider)).toContain(`"paymentMethod":"${method}"`);
});

it("stripe: the command that has its events sent here, without what is secret", async () => {
  const screen = await shown({ name: "stripe", keys });
  expect(screen).toContain("\nstripe listen --forward-to http://localhost:4000/v1/webhooks/stripe\n");
  expect(screen).not.toMatch(/sk_test|whsec_|None is accepted/);
});

it("stripe without a webhook secret: says how events are accepted", async () => {
  expect(await shown({ name: "stripe", keys: { ...keys, webhookSecrets: [] } })).toContain("STRIPE_WEBHOOK_SECRET");
});

it("another provider: nothing about Stripe", async () => {
  expect(await shown({ name: "sandbox" })).not.toMatch(/stripe/i);
});
