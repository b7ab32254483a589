import { describe, expect, test } from "vitest";
import { aPayment, aStripe, NOW, refusalOf } from "./testing.ts";

// https://docs.stripe.com/payments/save-during-payment, https://docs.stripe.com/api/payment_methods/attach

test("a saved method pays with its customer, again and again", async () => {
  const { stripe, fake } = aStripe();
  const customer = fake.createCustomer();
  const payment_method = fake.saveMethod(customer, "pm_card_visa");
  for (let time = 0; time < 2; time++) {
    const { id } = await stripe.paymentIntents.create(aPayment({ customer, payment_method }));
    expect(await stripe.paymentIntents.confirm(id)).toMatchObject({
      status: "requires_capture",
      customer,
      payment_method,
    });
  }
});

test("a saved method without its customer, or with another one: refused", async () => {
  const { stripe, fake } = aStripe();
  const payment_method = fake.saveMethod(fake.createCustomer(), "pm_card_visa");
  expect(await refusalOf(stripe.paymentIntents.create(aPayment({ payment_method })))).toMatchObject({
    statusCode: 400,
    code: "parameter_missing",
    param: "source",
  });
  const other = fake.createCustomer();
  expect(await refusalOf(stripe.paymentIntents.create(aPayment({ payment_method, customer: other })))).toMatchObject({
    statusCode: 400,
    code: undefined,
    param: "payment_method",
  });
});

test("an unknown customer or method: resource_missing", async () => {
  const { stripe } = aStripe();
  for (const changes of [{ customer: "cus_unknown" }, { payment_method: "pm_unknown" }]) {
    expect(await refusalOf(stripe.paymentIntents.create(aPayment(changes)))).toMatchObject({
      statusCode: 400,
      code: "resource_missing",
      param: Object.keys(changes)[0],
    });
  }
});

test("a method that is nobody's pays once", async () => {
  const { stripe, fake } = aStripe();
  const payment_method = fake.createMethod("pm_card_visa");
  const { id } = await stripe.paymentIntents.create(aPayment({ payment_method }));
  await stripe.paymentIntents.confirm(id);
  expect(await refusalOf(stripe.paymentIntents.create(aPayment({ payment_method })))).toMatchObject({
    message: expect.stringContaining("may not be used again"),
  });
});

test("saved during a payment: the customer's afterwards", async () => {
  const { stripe, fake } = aStripe();
  const { id: customer } = await stripe.customers.create({ email: "alice@example.com" });
  const payment_method = fake.createMethod("pm_card_visa");
  const { id } = await stripe.paymentIntents.create(
    aPayment({ customer, payment_method, setup_future_usage: "off_session" }),
  );
  await stripe.paymentIntents.confirm(id);
  expect(await stripe.paymentMethods.retrieve(payment_method)).toMatchObject({ customer });
});

test("a method of another type than the payment's: refused", async () => {
  const { stripe, fake } = aStripe();
  const payment_method = fake.createMethod("pm_card_visa", "link");
  expect(await refusalOf(stripe.paymentIntents.create(aPayment({ payment_method })))).toMatchObject({
    statusCode: 400,
    code: "payment_intent_incompatible_payment_method",
  });
  const intent = await stripe.paymentIntents.create(
    aPayment({ payment_method, payment_method_types: ["card", "link"] }),
  );
  expect(intent.status).toBe("requires_confirmation");
});

describe("off session: the customer is away", () => {
  async function confirmOffSession(card: string) {
    const { stripe, fake } = aStripe();
    const customer = fake.createCustomer();
    const payment_method = fake.saveMethod(customer, card);
    const { id } = await stripe.paymentIntents.create(aPayment({ customer, payment_method }));
    return stripe.paymentIntents.confirm(id, { off_session: true, expand: ["latest_charge"] });
  }

  test("a card that always needs the customer: declined, authentication_required, no charge", async () => {
    expect(await refusalOf(confirmOffSession("pm_card_authenticationRequired"))).toMatchObject({
      statusCode: 402,
      code: "authentication_required",
      decline_code: "authentication_required",
      payment_intent: { status: "requires_payment_method", latest_charge: null },
    });
  });

  test.each(["pm_card_authenticationRequiredOnSetup", "pm_card_authenticationRequiredSetupForOffSession"])(
    "%s: set up once, it pays",
    async (card) => {
      expect(await confirmOffSession(card)).toMatchObject({ status: "requires_capture" });
    },
  );

  test("set up, and without money: declined", async () => {
    const card = "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds";
    expect(await refusalOf(confirmOffSession(card))).toMatchObject({ decline_code: "insufficient_funds" });
  });

  // https://docs.stripe.com/payments/place-a-hold-on-a-payment-method
  test("Visa holds 4 days and 18 hours, the others 7 days", async () => {
    const held = async (card: string) => {
      const { latest_charge: charge } = await confirmOffSession(card);
      if (charge === null || typeof charge === "string") throw new Error("The charge is not expanded.");
      return charge.payment_method_details?.card?.capture_before;
    };
    expect(await held("pm_card_visa")).toBe(NOW / 1_000 + 4 * 86_400 + 18 * 3_600);
    expect(await held("pm_card_mastercard")).toBe(NOW / 1_000 + 7 * 86_400);
  });

  test("only while confirming", async () => {
    const { stripe } = aStripe();
    expect(await refusalOf(stripe.paymentIntents.create(aPayment({ off_session: true })))).toMatchObject({
      statusCode: 400,
      param: "off_session",
    });
  });
});
