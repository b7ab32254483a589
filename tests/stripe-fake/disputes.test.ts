import { expect, test } from "vitest";
import { aStripe, capturedPayment, heldPayment, refusalOf } from "./testing.ts";

// https://docs.stripe.com/disputes/how-disputes-work

test("opened: the money and a fee are taken, refunds are refused, the charge says so", async () => {
  const { stripe, fake } = aStripe();
  const { id } = await capturedPayment(stripe);
  await stripe.refunds.create({ payment_intent: id, amount: 1_000 });
  const dispute = fake.openDispute(id);
  const { data } = await stripe.disputes.list({ payment_intent: id });
  expect(data).toMatchObject([
    {
      id: dispute,
      amount: 4_000,
      status: "needs_response",
      is_charge_refundable: false,
      balance_transactions: [{ amount: -4_000, fee: 1_500, net: -5_500 }],
      payment_method_details: { card: { case_type: "chargeback" } },
    },
  ]);
  expect(await refusalOf(stripe.refunds.create({ payment_intent: id }))).toMatchObject({
    statusCode: 400,
    code: "charge_disputed",
  });
  expect(await stripe.paymentIntents.retrieve(id, { expand: ["latest_charge"] })).toMatchObject({
    status: "succeeded",
    latest_charge: { disputed: true },
  });
  expect(fake.books("ord_1")).toMatchObject({ captured: 5_000, refunded: 1_000, disputed: 4_000, lost: 0 });
});

test("won: the money comes back, and may be refunded", async () => {
  const { stripe, fake } = aStripe();
  const { id } = await capturedPayment(stripe);
  const dispute = fake.openDispute(id);
  fake.closeDispute(dispute, "won");
  expect(await stripe.disputes.retrieve(dispute)).toMatchObject({
    status: "won",
    balance_transactions: [{ amount: -5_000 }, { amount: 5_000 }],
  });
  expect(fake.books("ord_1")).toMatchObject({ disputed: 0, lost: 0 });
  expect(await stripe.refunds.create({ payment_intent: id })).toMatchObject({ amount: 5_000 });
});

test("lost: the money is gone, and cannot be refunded", async () => {
  const { stripe, fake } = aStripe();
  const { id } = await capturedPayment(stripe);
  const dispute = fake.openDispute(id, { reason: "product_not_received" });
  fake.closeDispute(dispute, "lost");
  expect(await stripe.disputes.retrieve(dispute)).toMatchObject({ status: "lost", reason: "product_not_received" });
  expect(fake.books("ord_1")).toMatchObject({ disputed: 0, lost: 5_000 });
  expect(await refusalOf(stripe.refunds.create({ payment_intent: id }))).toMatchObject({ code: "charge_disputed" });
  expect(() => fake.closeDispute(dispute, "won")).toThrow("closed already");
});

test("an inquiry takes no money, and refunds are possible", async () => {
  const { stripe, fake } = aStripe();
  const { id } = await capturedPayment(stripe);
  const inquiry = fake.openDispute(id, { reason: "fraudulent", isInquiry: true });
  expect(await stripe.disputes.retrieve(inquiry)).toMatchObject({
    status: "warning_needs_response",
    is_charge_refundable: true,
    balance_transactions: [],
  });
  await stripe.refunds.create({ payment_intent: id, amount: 1_000 });
  fake.closeDispute(inquiry, "won");
  expect(await stripe.disputes.retrieve(inquiry)).toMatchObject({ status: "warning_closed" });
  expect(fake.books("ord_1")).toMatchObject({ disputed: 0, lost: 0 });
});

test("a refund that is pending when the dispute opens: fails", async () => {
  const { stripe, fake, wait } = aStripe();
  const { id } = await capturedPayment(stripe, { payment_method: "pm_card_pendingRefund" });
  const refund = await stripe.refunds.create({ payment_intent: id, amount: 1_000 });
  fake.openDispute(id);
  wait(60_000);
  expect(await stripe.refunds.retrieve(refund.id)).toMatchObject({
    status: "failed",
    failure_reason: "charge_for_pending_refund_disputed",
  });
});

// https://docs.stripe.com/testing#disputes
test.each([
  ["pm_card_createDispute", "needs_response", "fraudulent"],
  ["pm_card_createDisputeProductNotReceived", "needs_response", "product_not_received"],
  ["pm_card_createDisputeInquiry", "warning_needs_response", "fraudulent"],
])("%s: disputed once it is captured", async (payment_method, status, reason) => {
  const { stripe, fake } = aStripe();
  const { id } = await heldPayment(stripe, { payment_method });
  expect((await stripe.disputes.list({ payment_intent: id })).data).toEqual([]);
  await stripe.paymentIntents.capture(id);
  expect((await stripe.disputes.list({ payment_intent: id })).data).toMatchObject([{ status, reason }]);
  expect(fake.events().map(({ type }) => type)).toContain("charge.dispute.created");
});

test("what was not captured cannot be disputed", async () => {
  const { stripe, fake } = aStripe();
  const { id } = await heldPayment(stripe);
  expect(() => fake.openDispute(id)).toThrow("Nothing of");
});
