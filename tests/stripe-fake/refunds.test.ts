import { expect, test } from "vitest";
import { aPayment, aStripe, capturedPayment, heldPayment, refusalOf } from "./testing.ts";

// https://docs.stripe.com/refunds, https://docs.stripe.com/api/refunds

test("several partial refunds, with metadata: never more than was captured", async () => {
  const { stripe, fake } = aStripe();
  const { id, latest_charge } = await capturedPayment(stripe);
  const refund = (amount: number) =>
    stripe.refunds.create({ payment_intent: id, amount, metadata: { refund: `${amount}` } });
  expect(await refund(2_000)).toMatchObject({
    object: "refund",
    amount: 2_000,
    charge: latest_charge,
    payment_intent: id,
    metadata: { refund: "2000" },
    status: "succeeded",
  });
  expect(await refusalOf(refund(3_001))).toMatchObject({ statusCode: 400, param: "amount" });
  await refund(3_000);
  expect(await refusalOf(refund(1))).toMatchObject({ statusCode: 400, code: "charge_already_refunded" });
  expect(fake.books("ord_1")).toMatchObject({ captured: 5_000, refunded: 5_000, refundedElsewhere: 0 });
  expect(await stripe.paymentIntents.retrieve(id, { expand: ["latest_charge"] })).toMatchObject({
    status: "succeeded",
    latest_charge: { amount_refunded: 5_000, refunded: true },
  });
});

test("listed newest first, page by page", async () => {
  const { stripe } = aStripe();
  const { id } = await capturedPayment(stripe);
  const other = await capturedPayment(stripe);
  for (const amount of [100, 200, 300]) await stripe.refunds.create({ payment_intent: id, amount });
  await stripe.refunds.create({ payment_intent: other.id });
  const first = await stripe.refunds.list({ payment_intent: id, limit: 2 });
  expect(first).toMatchObject({ has_more: true, data: [{ amount: 300 }, { amount: 200 }] });
  const last = first.data.at(-1);
  const second = await stripe.refunds.list({ payment_intent: id, limit: 2, starting_after: last?.id ?? "" });
  expect(second).toMatchObject({ has_more: false, data: [{ amount: 100 }] });
  const all = await stripe.refunds.list({ payment_intent: id, limit: 1 }).autoPagingToArray({ limit: 100 });
  expect(all.map(({ amount }) => amount)).toEqual([300, 200, 100]);
});

test("a pending refund is not in amount_refunded and cannot be refunded again; it succeeds later", async () => {
  const { stripe, fake, wait } = aStripe();
  const { id, latest_charge } = await capturedPayment(stripe, { payment_method: "pm_card_pendingRefund" });
  const refund = await stripe.refunds.create({ payment_intent: id, amount: 1_000 });
  expect(refund).toMatchObject({ status: "pending", pending_reason: "processing" });
  expect(fake.books("ord_1").refunded).toBe(1_000);
  const refunded = async () => (await stripe.charges.retrieve(`${latest_charge}`)).amount_refunded;
  expect(await refunded()).toBe(0);
  expect(await refusalOf(stripe.refunds.create({ payment_intent: id, amount: 4_001 }))).toMatchObject({
    message: "Refund amount (€40.01) is greater than unrefunded amount on charge (€40.00)",
  });
  wait(60_000);
  expect(await refunded()).toBe(1_000);
  expect(await stripe.refunds.retrieve(refund.id)).toMatchObject({ status: "succeeded" });
  expect(fake.events().at(-1)).toMatchObject({ type: "refund.updated", object: { id: refund.id } });
});

test("a refund fails later: the money is the account's again, and may be refunded again", async () => {
  const { stripe, fake, wait } = aStripe();
  const { id } = await capturedPayment(stripe, { payment_method: "pm_card_refundFail" });
  const refund = await stripe.refunds.create({ payment_intent: id });
  expect(refund.status).toBe("succeeded");
  wait(60_000);
  expect(await stripe.refunds.retrieve(refund.id)).toMatchObject({
    status: "failed",
    failure_reason: "expired_or_canceled_card",
    failure_balance_transaction: expect.stringMatching(/^txn_/),
  });
  expect(fake.books("ord_1").refunded).toBe(0);
  expect(fake.events().map(({ type }) => type)).toContain("refund.failed");
  expect(await stripe.refunds.create({ payment_intent: id })).toMatchObject({ amount: 5_000 });
});

test("refunded on Stripe's own page: without metadata, and less is left", async () => {
  const { stripe, fake } = aStripe();
  const { id } = await capturedPayment(stripe);
  const refund = fake.refundInDashboard(id, 1_500);
  expect(await stripe.refunds.retrieve(refund)).toMatchObject({ amount: 1_500, metadata: {} });
  expect(fake.books("ord_1")).toMatchObject({ refunded: 0, refundedElsewhere: 1_500 });
  expect(await stripe.refunds.create({ payment_intent: id })).toMatchObject({ amount: 3_500 });
});

test("what was not captured cannot be refunded", async () => {
  const { stripe } = aStripe();
  const { id } = await stripe.paymentIntents.create(aPayment());
  expect(await refusalOf(stripe.refunds.create({ payment_intent: id }))).toMatchObject({ statusCode: 400 });
  const held = await heldPayment(stripe);
  expect(await refusalOf(stripe.refunds.create({ payment_intent: held.id }))).toMatchObject({ statusCode: 400 });
});

test("a payment that does not exist: resource_missing", async () => {
  const { stripe } = aStripe();
  expect(await refusalOf(stripe.refunds.create({ payment_intent: "pi_unknown" }))).toMatchObject({
    statusCode: 404,
    code: "resource_missing",
    param: "payment_intent",
  });
});
