import Stripe from "stripe";
import { expect, test } from "vitest";
import { ProviderMisconfiguredError, ProviderUnavailableError } from "../payment-provider.ts";
import { providerError } from "./stripe-errors.ts";

const { errors } = Stripe;

function aFailure(statusCode: number, more: Partial<Stripe.StripeRawError> = {}): Error {
  const raw = { type: "invalid_request_error", message: "Stripe's words.", statusCode, ...more } as const;
  return errors.StripeError.generate(raw);
}

test.each([
  ["no connection", new errors.StripeConnectionError({ message: "x", type: "api_error" }), "the connection to Stripe"],
  ["429", aFailure(429), "no more requests at the moment"],
  ["409", aFailure(409, { type: "idempotency_error", code: "idempotency_key_in_use" }), "409, idempotency_key_in_use"],
  ["400, another body", aFailure(400, { type: "idempotency_error" }), "from another request"],
  ["402", aFailure(402, { type: "card_error", code: "card_declined" }), "Stripe answered 402, card_declined"],
  ["500", aFailure(500, { type: "api_error" }), "Stripe answered 500"],
  ["503", aFailure(503, { type: "api_error" }), "Stripe answered 503"],
  ["an answer that is no JSON", new errors.StripeAPIError({ message: "Invalid JSON", type: "api_error" }), "an error"],
  ["a state that has changed", aFailure(400, { code: "payment_intent_unexpected_state" }), "unexpected_state"],
])("%s: unavailable", (_, failure, sentence) => {
  const error = providerError(failure);
  expect(error).toBeInstanceOf(ProviderUnavailableError);
  expect(error).not.toBeInstanceOf(ProviderMisconfiguredError);
  expect(String(error)).toContain(sentence);
});

test.each([
  ["401", aFailure(401), "put a valid secret or restricted key"],
  ["403", aFailure(403, { message: "Having 'rak_refund_write' would do." }), "rak_refund_write is missing"],
  ["404", aFailure(404, { code: "resource_missing", message: "No such payment_intent: 'pi_1'" }), "of another account"],
  [
    "400, unknown parameter",
    aFailure(400, { code: "parameter_unknown" }),
    "this version of Waybill, parameter_unknown",
  ],
  ["400, unknown API version", aFailure(400, { message: "Invalid Stripe API version" }), "Invalid Stripe API version"],
  ["too small a balance", aFailure(400, { code: "balance_insufficient" }), "add funds"],
])("%s: misconfigured, with what to do", (_, failure, sentence) => {
  const error = providerError(failure);
  expect(error).toBeInstanceOf(ProviderMisconfiguredError);
  expect(String(error)).toContain(sentence);
});

test("Stripe's words are told without keys and client secrets", () => {
  const message = "Invalid: sk_live_abc123, rk_test_****4242, whsec_abc and pi_1Abc_secret_xyz of pi_1Abc.";
  for (const failure of [aFailure(400, { message }), aFailure(500, { type: "api_error", message })]) {
    const text = String(providerError(failure));
    expect(text).toContain("Invalid: sk_…, rk_…, whsec_… and pi_1Abc_secret_… of pi_1Abc.");
    expect(text).not.toMatch(/abc123|4242|xyz/);
  }
});

test("an error that is none of Stripe's stays as it is", () => {
  for (const error of [new TypeError("ours"), new ProviderUnavailableError("unavailable"), "text"]) {
    expect(providerError(error)).toBe(error);
  }
});
