import { expect, test } from "vitest";
import { aPayment, aStripe, heldPayment, refusalOf } from "./testing.ts";

test.each([
  ["before", "requires_confirmation"],
  ["after", "requires_capture"],
] as const)("the connection is lost %s the effect", async (effect, status) => {
  const { stripe, fake } = aStripe();
  const { id } = await stripe.paymentIntents.create(aPayment());
  fake.fault({ kind: "lost", effect });
  expect(await refusalOf(stripe.paymentIntents.confirm(id))).toMatchObject({ type: "StripeConnectionError" });
  expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({ status });
});

test("a lost answer is saved under its key, a lost request is not", async () => {
  const { stripe, fake } = aStripe();
  const create = () => stripe.paymentIntents.create(aPayment(), { idempotencyKey: "k1" });
  fake.fault({ kind: "lost", effect: "before" });
  await refusalOf(create());
  fake.fault({ kind: "lost", effect: "after" });
  await refusalOf(create());
  const { lastResponse } = await create();
  expect(new Headers(lastResponse.headers).get("idempotent-replayed")).toBe("true");
  expect(fake.account.intents.size).toBe(1);
});

test("a request that is still on its way lands later, after a repetition of it: nothing happens twice", async () => {
  const { stripe, fake, wait } = aStripe();
  const { id } = await heldPayment(stripe);
  const capture = () => stripe.paymentIntents.capture(id, { amount_to_capture: 2_000 }, { idempotencyKey: "k1" });
  fake.fault({ kind: "late", afterMs: 5_000, inProgress: false });
  await refusalOf(capture());
  expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({ status: "requires_capture" });
  await capture();
  wait(5_000);
  expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({ amount_received: 2_000 });
});

test("a late request lands at its own time, whenever somebody looks", async () => {
  const { stripe, fake, wait } = aStripe();
  fake.fault({ kind: "late", afterMs: 5_000, inProgress: false });
  await refusalOf(stripe.paymentIntents.create(aPayment()));
  wait(60_000);
  const { data } = await stripe.paymentIntents.list();
  expect(data).toMatchObject([{ created: Math.floor((fake.account.now() - 55_000) / 1_000) }]);
});

test("no answer at all: the call ends when its caller gives up", async () => {
  const { stripe, fake } = aStripe();
  fake.fault({ kind: "lost", effect: "after", silent: true });
  const call = stripe.paymentIntents.create(aPayment(), { timeout: 20 });
  expect(await refusalOf(call)).toMatchObject({ type: "StripeConnectionError" });
  expect(fake.account.intents.size).toBe(1);
});

test.each([
  ["rateLimited", "rate_limit"],
  ["locked", "lock_timeout"],
] as const)("%s: 429, nothing happens", async (kind, code) => {
  const { stripe, fake } = aStripe();
  fake.fault({ kind });
  expect(await refusalOf(stripe.paymentIntents.create(aPayment()))).toMatchObject({ statusCode: 429, code });
  expect(fake.account.intents.size).toBe(0);
});

test("a fault hits the calls that it is for, as often as it is said", async () => {
  const { stripe, fake } = aStripe();
  fake.fault({ kind: "serverError", effect: "before", status: 503 }, { path: "/confirm", times: 2 });
  const { id } = await stripe.paymentIntents.create(aPayment());
  const confirm = (idempotencyKey: string) => stripe.paymentIntents.confirm(id, {}, { idempotencyKey });
  expect(await refusalOf(confirm("k1"))).toMatchObject({ statusCode: 503 });
  expect(await refusalOf(confirm("k2"))).toMatchObject({ statusCode: 503 });
  expect(await confirm("k3")).toMatchObject({ status: "requires_capture" });
});

test("planned faults are forgotten on demand", async () => {
  const { stripe, fake } = aStripe();
  fake.fault({ kind: "serverError", effect: "before" });
  fake.faults.clear();
  expect(await stripe.paymentIntents.create(aPayment())).toMatchObject({ status: "requires_confirmation" });
});
