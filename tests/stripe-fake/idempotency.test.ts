import { expect, test } from "vitest";
import { FAKE_API_KEY, type StripeFake } from "./stripe-fake.ts";
import { aPayment, aStripe, DAY, heldPayment, refusalOf } from "./testing.ts";

// https://docs.stripe.com/api/idempotent_requests, https://docs.stripe.com/error-low-level#idempotency

const under = (idempotencyKey: string) => ({ idempotencyKey });

/** A request as it is on the wire, with the headers of its answer. */
async function post(fake: StripeFake, path: string, body: string, key: string) {
  const headers = { authorization: `Bearer ${FAKE_API_KEY}`, "idempotency-key": key };
  const answer = await fake.respond({ method: "POST", path, headers, body });
  return { ...answer, body: JSON.parse(answer.body) };
}

test("the same request under the same key: the first answer again, marked as replayed, and nothing happens twice", async () => {
  const { fake } = aStripe();
  const first = await post(fake, "/v1/payment_intents", "amount=5000&currency=eur", "k1");
  const again = await post(fake, "/v1/payment_intents", "currency=eur&amount=5000", "k1");
  expect(first.headers).not.toHaveProperty("idempotent-replayed");
  expect(again).toEqual({
    ...first,
    headers: {
      ...first.headers,
      "idempotent-replayed": "true",
      "request-id": expect.not.stringMatching(first.body.id),
    },
  });
  expect(again.headers["original-request"]).toBe(first.headers["request-id"]);
  expect(again.headers["request-id"]).not.toBe(first.headers["request-id"]);
  expect(fake.account.intents.size).toBe(1);
});

test("other parameters, or another operation, under the same key: idempotency_error", async () => {
  const { stripe } = aStripe();
  const { id } = await stripe.paymentIntents.create(aPayment(), under("k1"));
  for (const call of [
    stripe.paymentIntents.create(aPayment({ amount: 5_001 }), under("k1")),
    stripe.paymentIntents.confirm(id, {}, under("k1")),
  ]) {
    expect(await refusalOf(call)).toMatchObject({ statusCode: 400, rawType: "idempotency_error" });
  }
  expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({ status: "requires_confirmation" });
});

test("a key is forgotten after 24 hours: the request is a new one", async () => {
  const { stripe, wait } = aStripe();
  const { id } = await stripe.paymentIntents.create(aPayment(), under("k1"));
  wait(DAY - 1);
  expect((await stripe.paymentIntents.create(aPayment(), under("k1"))).id).toBe(id);
  wait(1);
  expect((await stripe.paymentIntents.create(aPayment(), under("k1"))).id).not.toBe(id);
});

test.each(["before", "after"] as const)("a 500 %s the effect is saved, and replayed", async (effect) => {
  const { stripe, fake } = aStripe();
  const { id } = await stripe.paymentIntents.create(aPayment());
  fake.fault({ kind: "serverError", effect }, { path: "/confirm" });
  for (let time = 0; time < 2; time++) {
    const call = stripe.paymentIntents.confirm(id, {}, under("k1"));
    expect(await refusalOf(call)).toMatchObject({ statusCode: 500, type: "StripeAPIError" });
  }
  const status = effect === "before" ? "requires_confirmation" : "requires_capture";
  expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({ status });
});

test("requires_action is replayed after the customer has acted: only a new key tells the new state", async () => {
  const { stripe, fake } = aStripe();
  const { id } = await stripe.paymentIntents.create(aPayment({ payment_method: "pm_card_threeDSecure2Required" }));
  await stripe.paymentIntents.confirm(id, {}, under("k1"));
  fake.completeAction(id);
  expect(await stripe.paymentIntents.confirm(id, {}, under("k1"))).toMatchObject({ status: "requires_action" });
  expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({ status: "requires_confirmation" });
  expect(await stripe.paymentIntents.confirm(id, {}, under("k2"))).toMatchObject({ status: "requires_capture" });
});

test("a decline is saved, and replayed", async () => {
  const { stripe, fake } = aStripe();
  const { id } = await stripe.paymentIntents.create(aPayment({ payment_method: "pm_card_chargeDeclined" }));
  for (let time = 0; time < 2; time++) {
    expect(await refusalOf(stripe.paymentIntents.confirm(id, {}, under("k1")))).toMatchObject({ statusCode: 402 });
  }
  expect(fake.account.charges.size).toBe(1);
});

test("a second request while the first is in progress: 409, and its answer once it has ended", async () => {
  const { stripe, fake, wait } = aStripe();
  const { id } = await stripe.paymentIntents.create(aPayment());
  fake.fault({ kind: "late", afterMs: 5_000, inProgress: true });
  const confirm = () => stripe.paymentIntents.confirm(id, {}, under("k1"));
  expect(await refusalOf(confirm())).toMatchObject({ type: "StripeConnectionError" });
  expect(await refusalOf(confirm())).toMatchObject({ statusCode: 409, code: "idempotency_key_in_use" });
  wait(5_000);
  expect(await confirm()).toMatchObject({ status: "requires_capture" });
});

test("a request that is refused before it runs is not saved: invalid parameters, a wrong key, too many requests", async () => {
  const { stripe, fake } = aStripe();
  await refusalOf(stripe.paymentIntents.create(aPayment({ amount: 0 }), under("k1")));
  await refusalOf(stripe.paymentIntents.create(aPayment(), { ...under("k1"), apiKey: "sk_test_wrong" }));
  fake.fault({ kind: "rateLimited" });
  expect(await refusalOf(stripe.paymentIntents.create(aPayment(), under("k1")))).toMatchObject({ statusCode: 429 });
  expect(await stripe.paymentIntents.create(aPayment(), under("k1"))).toMatchObject({
    status: "requires_confirmation",
  });
});

test("a refusal by the state is saved", async () => {
  const { stripe } = aStripe();
  const { id } = await stripe.paymentIntents.create(aPayment());
  const capture = () => stripe.paymentIntents.capture(id, {}, under("k1"));
  await refusalOf(capture());
  await stripe.paymentIntents.confirm(id);
  expect(await refusalOf(capture())).toMatchObject({ code: "payment_intent_unexpected_state" });
});

test("a GET has no key: it always tells what is", async () => {
  const { stripe } = aStripe();
  const { id } = await heldPayment(stripe);
  await stripe.paymentIntents.retrieve(id, {}, under("k1"));
  await stripe.paymentIntents.capture(id);
  expect(await stripe.paymentIntents.retrieve(id, {}, under("k1"))).toMatchObject({ status: "succeeded" });
});
