import { expect, test } from "vitest";
import { aPayment, aStripe, capturedPayment, NOW, refusalOf } from "./testing.ts";

// https://docs.stripe.com/search, https://docs.stripe.com/api/pagination

test("search: not found at once, found within a minute", async () => {
  const { stripe, wait } = aStripe();
  const { id } = await stripe.paymentIntents.create(aPayment());
  const search = () => stripe.paymentIntents.search({ query: "metadata['order']:'ord_1'" });
  expect(await search()).toMatchObject({ object: "search_result", data: [], has_more: false });
  wait(60_000);
  expect((await search()).data).toMatchObject([{ id }]);
});

test.each([
  ['metadata["order"]:"ord_1"', 1],
  ["metadata['order']:'ord_2'", 0],
  ["metadata['order']:'ord_1' AND status:'requires_confirmation'", 1],
  ["metadata['order']:'ord_1' AND -status:'requires_confirmation'", 0],
  ["currency:'eur' OR currency:'usd'", 1],
  ["amount>4999 AND amount<=5000", 1],
  ["-metadata['order']:null", 1],
])("search: %s", async (query, count) => {
  const { stripe } = aStripe({ searchDelayMs: 0 });
  await stripe.paymentIntents.create(aPayment());
  expect((await stripe.paymentIntents.search({ query })).data).toHaveLength(count);
});

test.each(["colour:'red'", "nonsense", "currency:'a' AND amount:1 OR amount:2"])(
  "search: %s is refused",
  async (query) => {
    const { stripe } = aStripe({ searchDelayMs: 0 });
    await stripe.paymentIntents.create(aPayment());
    expect(await refusalOf(stripe.paymentIntents.search({ query }))).toMatchObject({ statusCode: 400, param: "query" });
  },
);

test("search, page by page", async () => {
  const { stripe } = aStripe({ searchDelayMs: 0 });
  for (let time = 0; time < 5; time++) await stripe.paymentIntents.create(aPayment());
  const query = "metadata['order']:'ord_1'";
  const all = await stripe.paymentIntents.search({ query, limit: 2 }).autoPagingToArray({ limit: 100 });
  expect(new Set(all.map(({ id }) => id)).size).toBe(5);
});

test("a list of a time span, page by page, newest first", async () => {
  const { stripe, wait } = aStripe();
  const ids: string[] = [];
  for (let hour = 0; hour < 6; hour++) {
    ids.push((await stripe.paymentIntents.create(aPayment())).id);
    wait(3_600_000);
  }
  const start = NOW / 1_000;
  const created = { gte: start + 3_600, lt: start + 5 * 3_600 };
  const found = await stripe.paymentIntents.list({ created, limit: 3 }).autoPagingToArray({ limit: 100 });
  expect(found.map(({ id }) => id)).toEqual(ids.slice(1, 5).reverse());
  const before = await stripe.paymentIntents.list({ ending_before: ids[1] ?? "", limit: 2 });
  expect(before).toMatchObject({ has_more: true, data: [{ id: ids[3] }, { id: ids[2] }] });
});

test("refunds and disputes of a time span, over all payments", async () => {
  const { stripe, fake, wait } = aStripe();
  const first = await capturedPayment(stripe);
  const second = await capturedPayment(stripe, { metadata: { order: "ord_2" } });
  await stripe.refunds.create({ payment_intent: first.id, amount: 1_000 });
  wait(3_600_000);
  fake.refundInDashboard(second.id, 2_000);
  fake.openDispute(second.id);
  const created = { gte: NOW / 1_000 + 3_600 };
  expect((await stripe.refunds.list({ created })).data).toMatchObject([{ amount: 2_000, payment_intent: second.id }]);
  expect((await stripe.disputes.list({ created })).data).toMatchObject([{ payment_intent: second.id }]);
  expect((await stripe.refunds.list()).data).toHaveLength(2);
});

test("the books of every order", async () => {
  const { stripe, fake } = aStripe();
  await capturedPayment(stripe);
  const second = await capturedPayment(stripe, { metadata: { order: "ord_2" }, amount: 700 });
  await stripe.refunds.create({ payment_intent: second.id, amount: 100 });
  const none = { held: 0, refunded: 0, refundedElsewhere: 0, disputed: 0, lost: 0 };
  expect(fake.allBooks()).toEqual([
    { ...none, order: "ord_1", captured: 5_000 },
    { ...none, order: "ord_2", captured: 700, refunded: 100 },
  ]);
});
