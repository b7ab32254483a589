import { describe, expect, test } from "vitest";
import { aPayment, aStripe, HOUR, refusalOf } from "./testing.ts";

// https://docs.stripe.com/testing

describe("declined cards: 402, the payment waits for another method and tells why", () => {
  test.each([
    ["pm_card_chargeDeclined", "card_declined", "generic_decline"],
    ["pm_card_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"],
    ["pm_card_chargeDeclinedLostCard", "card_declined", "lost_card"],
    ["pm_card_chargeDeclinedStolenCard", "card_declined", "stolen_card"],
    ["pm_card_chargeDeclinedExpiredCard", "expired_card", "expired_card"],
    ["pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", "incorrect_cvc"],
    ["pm_card_chargeDeclinedProcessingError", "processing_error", "processing_error"],
    ["pm_card_visa_chargeDeclinedVelocityLimitExceeded", "card_declined", "card_velocity_exceeded"],
    ["pm_card_chargeDeclinedFraudulent", "card_declined", "fraudulent"],
    ["pm_card_chargeCustomerFail", "card_declined", "generic_decline"],
  ])("%s", async (payment_method, code, decline_code) => {
    const { stripe, fake } = aStripe();
    const { id } = await stripe.paymentIntents.create(aPayment({ payment_method }));
    const refusal = await refusalOf(stripe.paymentIntents.confirm(id));
    const declined = {
      id,
      status: "requires_payment_method",
      payment_method: null,
      latest_charge: expect.stringMatching(/^ch_/),
      last_payment_error: { type: "card_error", code, decline_code, payment_method: { object: "payment_method" } },
    };
    expect(refusal).toMatchObject({
      statusCode: 402,
      type: "StripeCardError",
      code,
      decline_code,
      payment_intent: declined,
    });
    expect(await stripe.paymentIntents.retrieve(id)).toMatchObject(declined);
    expect(fake.books("ord_1").held).toBe(0);
  });

  test("another method pays all the same", async () => {
    const { stripe } = aStripe();
    const { id } = await stripe.paymentIntents.create(aPayment({ payment_method: "pm_card_chargeDeclined" }));
    await refusalOf(stripe.paymentIntents.confirm(id));
    expect(await refusalOf(stripe.paymentIntents.confirm(id))).toMatchObject({
      code: "payment_intent_unexpected_state",
    });
    expect(await stripe.paymentIntents.confirm(id, { payment_method: "pm_card_visa" })).toMatchObject({
      status: "requires_capture",
      last_payment_error: null,
    });
  });
});

test.each([
  "pm_card_visa",
  "pm_card_mastercard",
  "pm_card_amex",
  "pm_card_riskLevelElevated",
  "pm_card_threeDSecureOptional",
])("%s: authorized", async (payment_method) => {
  const { stripe } = aStripe();
  const { id } = await stripe.paymentIntents.create(aPayment({ payment_method }));
  expect(await stripe.paymentIntents.confirm(id)).toMatchObject({ status: "requires_capture" });
});

describe("3-D Secure", () => {
  const CARDS = [
    "pm_card_threeDSecure2Required",
    "pm_card_threeDSecureRequired",
    "pm_card_authenticationRequired",
    "pm_card_authenticationRequiredOnSetup",
    "pm_card_authenticationRequiredSetupForOffSession",
  ];

  test.each(CARDS)("%s: an action, then the server confirms again", async (payment_method) => {
    const { stripe, fake } = aStripe();
    const { id } = await stripe.paymentIntents.create(aPayment({ payment_method }));
    expect(await stripe.paymentIntents.confirm(id, { use_stripe_sdk: true })).toMatchObject({
      status: "requires_action",
      next_action: { type: "use_stripe_sdk" },
      latest_charge: null,
    });
    expect(fake.books("ord_1").held).toBe(0);
    fake.completeAction(id);
    expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({
      status: "requires_confirmation",
      next_action: null,
    });
    expect(fake.books("ord_1").held).toBe(0);
    expect(await stripe.paymentIntents.confirm(id)).toMatchObject({ status: "requires_capture" });
  });

  test("with an address to come back to: redirect_to_url", async () => {
    const { stripe } = aStripe();
    const { id } = await stripe.paymentIntents.create(aPayment({ payment_method: "pm_card_threeDSecure2Required" }));
    const { next_action } = await stripe.paymentIntents.confirm(id, { return_url: "https://shop.example/back" });
    expect(next_action).toMatchObject({ redirect_to_url: { return_url: "https://shop.example/back" } });
  });

  test("the customer fails: requires_payment_method, payment_intent_authentication_failure", async () => {
    const { stripe, fake } = aStripe();
    const { id } = await stripe.paymentIntents.create(aPayment({ payment_method: "pm_card_threeDSecure2Required" }));
    const { client_secret } = await stripe.paymentIntents.confirm(id);
    fake.failAction(`${client_secret}`);
    expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({
      status: "requires_payment_method",
      payment_method: null,
      last_payment_error: { code: "payment_intent_authentication_failure" },
    });
  });

  // https://docs.stripe.com/payments/accept-a-payment-synchronously
  test("not confirmed again within one hour of the action: requires_payment_method", async () => {
    const { stripe, fake, wait } = aStripe();
    const { id } = await stripe.paymentIntents.create(aPayment({ payment_method: "pm_card_threeDSecure2Required" }));
    await stripe.paymentIntents.confirm(id);
    fake.completeAction(id);
    wait(HOUR - 1);
    expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({ status: "requires_confirmation" });
    wait(1);
    expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({
      status: "requires_payment_method",
      last_payment_error: { code: "payment_intent_payment_attempt_expired" },
    });
  });

  test("declined after the action", async () => {
    const { stripe, fake } = aStripe();
    const payment_method = "pm_card_threeDSecureRequiredChargeDeclined";
    const { id } = await stripe.paymentIntents.create(aPayment({ payment_method }));
    expect(await stripe.paymentIntents.confirm(id)).toMatchObject({ status: "requires_action" });
    fake.completeAction(id);
    expect(await refusalOf(stripe.paymentIntents.confirm(id))).toMatchObject({
      statusCode: 402,
      code: "card_declined",
    });
  });

  test("where no action may be required: declined, without a charge", async () => {
    const { stripe } = aStripe();
    const { id } = await stripe.paymentIntents.create(aPayment({ payment_method: "pm_card_threeDSecure2Required" }));
    expect(await refusalOf(stripe.paymentIntents.confirm(id, { error_on_requires_action: true }))).toMatchObject({
      statusCode: 402,
      code: "authentication_required",
      decline_code: "authentication_not_handled",
      payment_intent: { latest_charge: null },
    });
  });

  test("a payment that waits for no action has none to complete", async () => {
    const { stripe, fake } = aStripe();
    const { id } = await stripe.paymentIntents.create(aPayment());
    expect(() => fake.completeAction(id)).toThrow("waits for no action");
  });
});
