import Stripe from "stripe";
import { expect, test } from "vitest";
import { API_VERSION } from "./stripe-fake.ts";
import { aPayment, aStripe, heldPayment, NOW, refusalOf } from "./testing.ts";

// https://docs.stripe.com/payments/paymentintents/lifecycle

test("the SDK and the fake speak one version of the API", () => {
  expect(Stripe.API_VERSION).toBe(API_VERSION);
});

test("created with a payment method: requires_confirmation, and nothing is held", async () => {
  const { stripe, fake } = aStripe();
  const intent = await stripe.paymentIntents.create(aPayment());
  expect(intent).toMatchObject({
    id: expect.stringMatching(/^pi_/),
    object: "payment_intent",
    status: "requires_confirmation",
    amount: 5_000,
    amount_capturable: 0,
    amount_received: 0,
    currency: "eur",
    created: NOW / 1_000,
    latest_charge: null,
    payment_method: expect.stringMatching(/^pm_fake/),
    client_secret: expect.stringContaining(`${intent.id}_secret_`),
    metadata: { order: "ord_1" },
  });
  expect(intent.lastResponse.apiVersion).toBe("2026-08-26.dahlia");
  expect(intent.lastResponse.requestId).toMatch(/^req_/);
  expect(fake.books("ord_1").held).toBe(0);
});

test("confirmed: requires_capture, the money is held until capture_before", async () => {
  const { stripe, fake } = aStripe();
  const { id } = await stripe.paymentIntents.create(aPayment());
  const intent = await stripe.paymentIntents.confirm(id, { expand: ["latest_charge"] });
  expect(intent).toMatchObject({
    status: "requires_capture",
    amount_capturable: 5_000,
    latest_charge: {
      object: "charge",
      captured: false,
      paid: true,
      status: "succeeded",
      payment_method_details: {
        card: { capture_before: NOW / 1_000 + 7 * 86_400, multicapture: { status: "unavailable" } },
      },
    },
  });
  expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({ status: "requires_capture" });
  expect(fake.books("ord_1")).toMatchObject({ held: 5_000, captured: 0 });
});

test("captured: succeeded, the money is received", async () => {
  const { stripe, fake } = aStripe();
  const { id } = await heldPayment(stripe);
  const intent = await stripe.paymentIntents.capture(id, { expand: ["latest_charge"] });
  expect(intent).toMatchObject({
    status: "succeeded",
    amount_capturable: 0,
    amount_received: 5_000,
    latest_charge: { captured: true, amount_captured: 5_000, amount_refunded: 0, refunded: false },
  });
  expect(fake.books("ord_1")).toMatchObject({ held: 0, captured: 5_000 });
});

test("a part is captured: the rest is let go of", async () => {
  const { stripe, fake } = aStripe();
  const { id } = await heldPayment(stripe);
  const intent = await stripe.paymentIntents.capture(id, { amount_to_capture: 3_000, expand: ["latest_charge"] });
  expect(intent).toMatchObject({ status: "succeeded", amount_capturable: 0, amount_received: 3_000 });
  expect(fake.books("ord_1")).toMatchObject({ held: 0, captured: 3_000 });
});

test("captured again, or more than is held: refused", async () => {
  const { stripe } = aStripe();
  const { id } = await heldPayment(stripe);
  expect(await refusalOf(stripe.paymentIntents.capture(id, { amount_to_capture: 5_001 }))).toMatchObject({
    statusCode: 400,
    code: "amount_too_large",
    param: "amount_to_capture",
  });
  await stripe.paymentIntents.capture(id, { amount_to_capture: 3_000 });
  expect(await refusalOf(stripe.paymentIntents.capture(id))).toMatchObject({
    statusCode: 400,
    code: "payment_intent_unexpected_state",
    payment_intent: { id, status: "succeeded" },
  });
});
