import { describe, expect, test } from "vitest";
import { FAKE_API_KEY, type StripeFake } from "./stripe-fake.ts";
import { aPayment, aStripe, heldPayment, refusalOf, sdkFor } from "./testing.ts";

// https://docs.stripe.com/api/errors, https://docs.stripe.com/error-codes

/** A request as no SDK sends it. */
async function send(fake: StripeFake, method: string, path: string, body = "", more: Record<string, string> = {}) {
  const headers = { authorization: `Bearer ${FAKE_API_KEY}`, ...more };
  const { status, body: text } = await fake.respond({ method, path, headers, body });
  return { status, error: JSON.parse(text).error };
}

test("a wrong key, or none: 401", async () => {
  const { fake } = aStripe();
  expect(await refusalOf(sdkFor(fake, "sk_test_wrong").paymentIntents.create(aPayment()))).toMatchObject({
    statusCode: 401,
    type: "StripeAuthenticationError",
    message: expect.not.stringContaining("sk_test_wrong"),
  });
  expect(await send(fake, "GET", "/v1/payment_intents/pi_1", "", { authorization: "" })).toMatchObject({ status: 401 });
  fake.keys.revoke(FAKE_API_KEY);
  expect(await send(fake, "GET", "/v1/payment_intents/pi_1")).toMatchObject({ status: 401 });
});

test("a restricted key without the permission: 403, which names it", async () => {
  const { fake } = aStripe();
  fake.keys.grant("rk_test_narrow", ["payment_intent_write"]);
  const narrow = sdkFor(fake, "rk_test_narrow");
  const { id } = await narrow.paymentIntents.create(aPayment());
  expect(await refusalOf(narrow.refunds.create({ payment_intent: id }))).toMatchObject({
    statusCode: 403,
    type: "StripePermissionError",
    message: expect.stringContaining("rak_refund_write"),
  });
});

describe("invalid parameters: 400, and nothing happens", () => {
  test.each([
    ["unknown", "amount=100&currency=eur&colour=red", "colour", "parameter_unknown"],
    [
      "unknown, nested",
      "amount=100&currency=eur&payment_method_options[card][x]=1",
      "payment_method_options[card][x]",
      "parameter_unknown",
    ],
    ["missing", "amount=100", "currency", "parameter_missing"],
    ["no integer", "amount=1.5&currency=eur", "amount", "parameter_invalid_integer"],
    ["not positive", "amount=0&currency=eur", "amount", "parameter_invalid_integer"],
    ["not in the list", "amount=100&currency=eur&capture_method=never", "capture_method", undefined],
    ["no boolean", "amount=100&currency=eur&confirm=maybe", "confirm", undefined],
    ["an unknown currency", "amount=100&currency=zzz", "currency", undefined],
    ["less than Stripe charges", "amount=49&currency=eur", "amount", "amount_too_small"],
    ["more than Stripe charges", "amount=100000000&currency=eur", "amount", "amount_too_large"],
  ])("%s", async (_, body, param, code) => {
    const { fake } = aStripe();
    const { status, error } = await send(fake, "POST", "/v1/payment_intents", body);
    expect(status).toBe(400);
    expect(error).toMatchObject({ type: "invalid_request_error", param });
    expect(error.code).toBe(code);
    expect(fake.account.intents.size).toBe(0);
  });

  test("a parameter that is called like a part of every object is unknown, too", async () => {
    const { fake } = aStripe();
    const body = "amount=100&currency=eur&__proto__[a]=1";
    expect(await send(fake, "POST", "/v1/payment_intents", body)).toMatchObject({ status: 400 });
  });
});

test("what does not exist: 404, resource_missing", async () => {
  const { stripe } = aStripe();
  expect(await refusalOf(stripe.paymentIntents.retrieve("pi_unknown"))).toMatchObject({
    statusCode: 404,
    code: "resource_missing",
    param: "intent",
    message: "No such payment_intent: 'pi_unknown'",
  });
  expect(await refusalOf(stripe.refunds.retrieve("re_unknown"))).toMatchObject({ statusCode: 404, param: "id" });
});

test("an address that does not exist: 404", async () => {
  const { fake } = aStripe();
  expect(await send(fake, "GET", "/v1/nothing")).toMatchObject({
    status: 404,
    error: { message: expect.stringContaining("Unrecognized request URL (GET: /v1/nothing)") },
  });
});

test("another version of the API: refused, because the fake knows one", async () => {
  const { fake } = aStripe();
  const headers = { "stripe-version": "2020-08-27" };
  expect(await send(fake, "GET", "/v1/refunds", "", headers)).toMatchObject({ status: 400 });
});

test("a property that cannot be expanded: refused", async () => {
  const { stripe } = aStripe();
  const { id } = await heldPayment(stripe);
  expect(await refusalOf(stripe.paymentIntents.retrieve(id, { expand: ["colour"] }))).toMatchObject({
    statusCode: 400,
  });
});

test("expanded: objects within objects, also in a list", async () => {
  const { stripe, fake } = aStripe();
  const customer = fake.createCustomer();
  await heldPayment(stripe, { customer });
  const { data } = await stripe.paymentIntents.list({ expand: ["data.latest_charge.payment_intent", "data.customer"] });
  expect(data).toMatchObject([
    { customer: { object: "customer" }, latest_charge: { payment_intent: { object: "payment_intent" } } },
  ]);
});
