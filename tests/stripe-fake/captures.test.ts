import { describe, expect, test } from "vitest";
import { aPayment, aStripe, capturedPayment, DAY, heldPayment, refusalOf } from "./testing.ts";

const MULTICAPTURE = { payment_method_options: { card: { request_multicapture: "if_available" } } } as const;

describe("several captures: https://docs.stripe.com/payments/multicapture", () => {
  test("granted: the rest stays held until the final capture, which lets go of it", async () => {
    const { stripe, fake } = aStripe();
    const { id } = await heldPayment(stripe, MULTICAPTURE);
    const capture = (amount_to_capture: number, final_capture: boolean) =>
      stripe.paymentIntents.capture(id, { amount_to_capture, final_capture, expand: ["latest_charge"] });
    expect(await capture(2_000, false)).toMatchObject({
      status: "requires_capture",
      amount_capturable: 3_000,
      amount_received: 2_000,
      latest_charge: {
        captured: false,
        amount_captured: 2_000,
        payment_method_details: { card: { multicapture: { status: "available" } } },
      },
    });
    expect(fake.books("ord_1")).toMatchObject({ held: 3_000, captured: 2_000 });
    expect(await capture(1_000, true)).toMatchObject({
      status: "succeeded",
      amount_capturable: 0,
      amount_received: 3_000,
      latest_charge: { captured: true, amount_captured: 3_000, amount_refunded: 2_000, refunded: false },
    });
    expect(fake.books("ord_1")).toMatchObject({ held: 0, captured: 3_000 });
  });

  test("everything in parts that are not final: it stays requires_capture with nothing to capture", async () => {
    const { stripe } = aStripe();
    const { id } = await heldPayment(stripe, MULTICAPTURE);
    expect(await stripe.paymentIntents.capture(id, { amount_to_capture: 5_000, final_capture: false })).toMatchObject({
      status: "requires_capture",
      amount_capturable: 0,
      amount_received: 5_000,
    });
  });

  test("the rest is let go of with an amount of 0; without a capture before, 0 is refused", async () => {
    const { stripe } = aStripe();
    const { id } = await heldPayment(stripe, MULTICAPTURE);
    const release = () => stripe.paymentIntents.capture(id, { amount_to_capture: 0, final_capture: true });
    expect(await refusalOf(release())).toMatchObject({ code: "parameter_invalid_integer", param: "amount" });
    await stripe.paymentIntents.capture(id, { amount_to_capture: 2_000, final_capture: false });
    expect(await release()).toMatchObject({ status: "succeeded", amount_received: 2_000, amount_capturable: 0 });
  });

  test("what was captured so far is refunded while the rest is held", async () => {
    const { stripe } = aStripe();
    const { id } = await heldPayment(stripe, MULTICAPTURE);
    await stripe.paymentIntents.capture(id, { amount_to_capture: 2_000, final_capture: false });
    expect(await refusalOf(stripe.refunds.create({ payment_intent: id, amount: 2_001 }))).toMatchObject({
      param: "amount",
    });
    await stripe.refunds.create({ payment_intent: id, amount: 2_000 });
    const charge = async () => (await stripe.paymentIntents.retrieve(id, { expand: ["latest_charge"] })).latest_charge;
    expect(await charge()).toMatchObject({ refunded: false, amount_refunded: 2_000 });
    await stripe.paymentIntents.capture(id, { amount_to_capture: 0 });
    expect(await charge()).toMatchObject({ refunded: true });
  });

  test.each([
    ["not asked for", {}, true],
    ["not granted", MULTICAPTURE, false],
    [
      "a card that does not support it",
      { ...MULTICAPTURE, payment_method: "pm_card_credit_disableEnterpriseCardFeatures" },
      true,
    ],
  ] as const)("%s: unavailable, and a capture that is not final is refused", async (_, changes, isGranted) => {
    const { stripe, fake } = aStripe();
    fake.grantMulticapture(isGranted);
    const { id } = await heldPayment(stripe, changes);
    expect(await stripe.paymentIntents.retrieve(id, { expand: ["latest_charge"] })).toMatchObject({
      latest_charge: { payment_method_details: { card: { multicapture: { status: "unavailable" } } } },
    });
    const capture = stripe.paymentIntents.capture(id, { amount_to_capture: 2_000, final_capture: false });
    expect(await refusalOf(capture)).toMatchObject({ statusCode: 400, param: "final_capture" });
    expect(fake.books("ord_1")).toMatchObject({ held: 5_000, captured: 0 });
  });

  test("an account that is not eligible may not even ask", async () => {
    const { stripe, fake } = aStripe();
    fake.grantMulticapture("notEligible");
    const { id } = await stripe.paymentIntents.create(aPayment());
    expect(await refusalOf(stripe.paymentIntents.confirm(id, MULTICAPTURE))).toMatchObject({
      code: "payment_intent_invalid_parameter",
      message: expect.stringContaining("not eligible for the requested card features"),
    });
    expect(await stripe.paymentIntents.confirm(id)).toMatchObject({ status: "requires_capture" });
  });

  test("at most 50 captures", async () => {
    const { stripe } = aStripe();
    const { id } = await heldPayment(stripe, MULTICAPTURE);
    const capture = () => stripe.paymentIntents.capture(id, { amount_to_capture: 1, final_capture: false });
    for (let time = 1; time < 50; time++) await capture();
    expect(await refusalOf(capture())).toMatchObject({ statusCode: 400 });
    expect(await stripe.paymentIntents.capture(id)).toMatchObject({ status: "succeeded", amount_received: 5_000 });
  });
});

describe("a hold that runs out: https://docs.stripe.com/payments/place-a-hold-on-a-payment-method", () => {
  test("nothing was captured: canceled by Stripe, and no capture any more", async () => {
    const { stripe, fake, wait } = aStripe();
    const { id } = await heldPayment(stripe);
    wait(7 * DAY - 1);
    expect(fake.books("ord_1").held).toBe(5_000);
    wait(1);
    expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({
      status: "canceled",
      cancellation_reason: "automatic",
      amount_capturable: 0,
    });
    expect(await refusalOf(stripe.paymentIntents.capture(id))).toMatchObject({
      code: "payment_intent_unexpected_state",
    });
    expect(fake.books("ord_1")).toMatchObject({ held: 0, captured: 0, refunded: 0 });
    expect(fake.events().map(({ type }) => type)).toEqual(
      expect.arrayContaining(["charge.expired", "payment_intent.canceled"]),
    );
  });

  test("a part was captured: succeeded, the rest is let go of", async () => {
    const { stripe, fake } = aStripe();
    const { id } = await heldPayment(stripe, MULTICAPTURE);
    await stripe.paymentIntents.capture(id, { amount_to_capture: 2_000, final_capture: false });
    fake.expireHold(id);
    expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({ status: "succeeded", amount_received: 2_000 });
    expect(fake.books("ord_1")).toMatchObject({ held: 0, captured: 2_000 });
  });

  // https://docs.stripe.com/error-codes#charge-expired-for-capture
  test("run out, and not let go of yet: charge_expired_for_capture", async () => {
    const { stripe, wait } = aStripe({ expiryDelayMs: 60_000 });
    const { id } = await heldPayment(stripe);
    wait(7 * DAY);
    expect(await refusalOf(stripe.paymentIntents.capture(id))).toMatchObject({ code: "charge_expired_for_capture" });
    expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({ status: "requires_capture" });
  });
});

describe("canceled: https://docs.stripe.com/api/payment_intents/cancel", () => {
  test("in every state in which it may be", async () => {
    const { stripe, fake } = aStripe();
    const unpaid = await stripe.paymentIntents.create({ amount: 5_000, currency: "eur" });
    const unconfirmed = await stripe.paymentIntents.create(aPayment());
    const waiting = await stripe.paymentIntents.create(aPayment({ payment_method: "pm_card_threeDSecure2Required" }));
    await stripe.paymentIntents.confirm(waiting.id);
    const held = await heldPayment(stripe);
    for (const { id } of [unpaid, unconfirmed, waiting, held]) {
      expect(await stripe.paymentIntents.cancel(id, { cancellation_reason: "abandoned" })).toMatchObject({
        status: "canceled",
        cancellation_reason: "abandoned",
        canceled_at: expect.any(Number),
        next_action: null,
      });
    }
    expect(fake.books("ord_1")).toMatchObject({ held: 0, captured: 0, refunded: 0 });
    expect(await refusalOf(stripe.paymentIntents.confirm(waiting.id))).toMatchObject({
      code: "payment_intent_unexpected_state",
    });
  });

  test("twice, or after the capture: refused", async () => {
    const { stripe } = aStripe();
    const held = await heldPayment(stripe);
    await stripe.paymentIntents.cancel(held.id);
    const captured = await capturedPayment(stripe);
    for (const { id } of [held, captured]) {
      expect(await refusalOf(stripe.paymentIntents.cancel(id))).toMatchObject({
        statusCode: 400,
        code: "payment_intent_unexpected_state",
        payment_intent: { id },
      });
    }
  });

  test("the money that was held shows as a refund that moved nothing", async () => {
    const { stripe } = aStripe();
    const { id } = await heldPayment(stripe);
    const { latest_charge } = await stripe.paymentIntents.cancel(id, { expand: ["latest_charge.refunds"] });
    expect(latest_charge).toMatchObject({
      captured: false,
      amount_captured: 0,
      amount_refunded: 5_000,
      refunds: { data: [{ amount: 5_000, balance_transaction: null, metadata: {}, status: "succeeded" }] },
    });
  });

  test.each([
    ["canceled", "canceled"],
    ["succeeded", "succeeded"],
  ] as const)("after a partial capture, where Stripe makes it %s", async (cancelAfterPartialCapture, status) => {
    const { stripe, fake } = aStripe({ cancelAfterPartialCapture });
    const { id } = await heldPayment(stripe, MULTICAPTURE);
    await stripe.paymentIntents.capture(id, { amount_to_capture: 2_000, final_capture: false });
    expect(await stripe.paymentIntents.cancel(id)).toMatchObject({
      status,
      amount_received: 2_000,
      amount_capturable: 0,
    });
    expect(fake.books("ord_1")).toMatchObject({ held: 0, captured: 2_000 });
  });

  test("after a partial capture, where Stripe refuses it: the rest stays held", async () => {
    const { stripe, fake } = aStripe({ cancelAfterPartialCapture: "refused" });
    const { id } = await heldPayment(stripe, MULTICAPTURE);
    await stripe.paymentIntents.capture(id, { amount_to_capture: 2_000, final_capture: false });
    expect(await refusalOf(stripe.paymentIntents.cancel(id))).toMatchObject({
      code: "payment_intent_unexpected_state",
    });
    expect(fake.books("ord_1")).toMatchObject({ held: 3_000, captured: 2_000 });
  });
});
