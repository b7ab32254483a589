import { describe, expect, it } from "vitest";
import { readStripeKeys } from "./stripe-keys.ts";
import { ClearError } from "./terminal/clear-error.ts";

const STRIPE_SECRET_KEY = "sk_test_51Hx4eC39HqLyjWDarjtT1zdp7dc";

function reasonAgainst(env: NodeJS.ProcessEnv): string {
  try {
    readStripeKeys(env);
  } catch (error) {
    if (error instanceof ClearError) return error.message;
    throw error;
  }
  return "none";
}

describe("a key that npm start does not take is refused in one sentence, which does not show it:", () => {
  it.each([
    ["no key", {}, /^STRIPE_SECRET_KEY is not set, .* test key .*\.$/],
    ["an empty key", { STRIPE_SECRET_KEY: "" }, /^STRIPE_SECRET_KEY is not set, /],
    ["a live key", { STRIPE_SECRET_KEY: "sk_live_4eC39HqLyj" }, /^STRIPE_SECRET_KEY is a live key, .*real money/],
    ["a restricted live key", { STRIPE_SECRET_KEY: "rk_live_4eC39HqLyj" }, /^STRIPE_SECRET_KEY is a live key/],
    ["a publishable key", { STRIPE_SECRET_KEY: "pk_test_4eC39HqLyj" }, /^STRIPE_SECRET_KEY is no secret key/],
    ["a key with a line break", { STRIPE_SECRET_KEY: "sk_test_4eC39HqLyj\n" }, /^STRIPE_SECRET_KEY is no secret key/],
    ["half a key", { STRIPE_SECRET_KEY: "sk_test_" }, /^STRIPE_SECRET_KEY is no secret key/],
    [
      "a test key, and a webhook secret of something else",
      { STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET: "4eC39HqLyj" },
      /^STRIPE_WEBHOOK_SECRET is no signing secret/,
    ],
  ])("%s", (_, env, sentence) => {
    const reason = reasonAgainst(env);
    expect(reason).toMatch(sentence);
    expect(reason).not.toMatch(/4eC39|\n/);
  });
});

it.each([STRIPE_SECRET_KEY, "rk_test_51Hx4eC39HqLyjWDarjtT1zdp7dc"])("test key %s: taken", (apiKey) => {
  const env = { STRIPE_SECRET_KEY: apiKey, STRIPE_WEBHOOK_SECRET: "whsec_5257a869e7ecebeda" };
  expect(readStripeKeys(env)).toEqual({ apiKey, webhookSecrets: ["whsec_5257a869e7ecebeda"] });
});

it("without a webhook secret: no event is accepted", () => {
  expect(readStripeKeys({ STRIPE_SECRET_KEY })).toEqual({ apiKey: STRIPE_SECRET_KEY, webhookSecrets: [] });
});
