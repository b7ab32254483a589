import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { aContext } from "../../../tests/builders/request-context.ts";
import { aStripeAccount, type StripeAccount } from "../../../tests/builders/stripe-account.ts";
import { FAKE_API_KEY } from "../../../tests/stripe-fake/stripe-fake.ts";
import { clock } from "../../platform/runtime/clock.ts";
import { runInContext } from "../../platform/runtime/request-context.ts";
import { secondsAfter } from "../../platform/values/time.ts";
import { TestedAttempt, unaborted } from "../contract/contract-case.ts";
import { type BankPayment, ProviderMisconfiguredError } from "../payment-provider.ts";
import { refuseProviderSecret } from "../provider-secret.ts";
import { stripeProvider } from "./stripe-provider.ts";

const START = "2026-11-21T06:00:00.000Z";
const DAY = 24 * 3_600;
/** A card that can be captured once. */
const ONCE = "pm_card_credit_disableEnterpriseCardFeatures";

let account: StripeAccount;

beforeEach(() => {
  account = aStripeAccount(START);
  vi.spyOn(clock, "now").mockImplementation(() => account.now());
});
afterEach(() => void vi.restoreAllMocks());

function promise(name: string, run: () => Promise<void>): void {
  test(name, () => runInContext(aContext({ clock: () => account.now() }), run));
}

async function authorized(method = ONCE): Promise<TestedAttempt> {
  const attempt = new TestedAttempt(stripeProvider, `ord_${randomUUID()}`, method, "1");
  await attempt.authorize();
  return attempt;
}

async function captured(): Promise<TestedAttempt> {
  const attempt = await authorized();
  await attempt.capture("c1", 1_000);
  return attempt;
}

/** What is listed from a day to before another, counted from the start. */
async function listed(from: number, to: number, signal = unaborted()): Promise<BankPayment[]> {
  const payments: BankPayment[] = [];
  const list = stripeProvider.list?.(secondsAfter(START, from * DAY), secondsAfter(START, to * DAY), signal);
  for await (const payment of list ?? []) payments.push(payment);
  return payments;
}

async function referenceOf(attempt: TestedAttempt): Promise<string> {
  return (await attempt.retrieve())?.reference ?? "";
}

promise(
  "what was made in the period is listed as retrieve tells it, with the attempt's key and its amount",
  async () => {
    const [held, taken, declined] = [await authorized(), await captured(), await authorized("pm_card_chargeDeclined")];
    await taken.refund("r1", 300);
    const found = await listed(0, 1);
    for (const attempt of [held, taken, declined]) {
      expect(found).toContainEqual({
        ...(await attempt.retrieve()),
        key: attempt.request.key,
        amount: { amount: 1_000, currency: "EUR" },
        changedAt: expect.any(String),
      });
    }
    expect(found).toHaveLength(3);
    expect(await listed(-1, 0)).toEqual([]);
    expect(await listed(1, 2)).toEqual([]);
  },
);

promise("what was refunded or disputed in the period is listed, however old it is, with when that was", async () => {
  const [refunded, disputed] = [await captured(), await captured()];
  account.wait(3 * DAY);
  await refunded.refund("r1", 300);
  account.fake.refundInDashboard(await referenceOf(refunded), 50);
  const dispute = account.fake.openDispute(await referenceOf(disputed));
  const found = await listed(3, 4);
  expect(found).toHaveLength(2);
  expect(found).toMatchObject(
    [refunded, disputed].map(({ request: { key } }) => ({
      key,
      captured: 1_000,
      changedAt: secondsAfter(START, 3 * DAY),
    })),
  );
  expect(found[0]?.refunds).toMatchObject([{ amount: 50 }, { key: refunded.keyOf("r1"), amount: 300 }]);
  expect(found[1]).toMatchObject({ disputes: [{ reference: dispute, amount: 1_000, status: "OPEN" }] });
});

promise("more than one page: all of them, each once", async () => {
  for (let number = 0; number < 101; number++) await authorized();
  const references = (await listed(0, 1)).map(({ reference }) => reference);
  expect(new Set(references).size).toBe(101);
  expect(references).toHaveLength(101);
});

promise("a payment that somebody else made on the account has no key", async () => {
  await account.fake.respond({
    method: "POST",
    path: "/v1/payment_intents",
    headers: { authorization: `Bearer ${FAKE_API_KEY}` },
    body: "amount=700&currency=eur&payment_method_types[]=card",
  });
  const [payment] = await listed(0, 1);
  expect(payment).toMatchObject({ amount: { amount: 700, currency: "EUR" }, captured: 0 });
  expect(payment).not.toHaveProperty("key");
});

promise("a request that fails is sent again; a key that Stripe refuses is told as ours to mend", async () => {
  await authorized();
  account.fake.fault({ kind: "serverError", effect: "before" });
  expect(await listed(0, 1)).toHaveLength(1);
  account.putKey("sk_test_withdrawn");
  refuseProviderSecret();
  account.wait(61);
  await expect(listed(0, 1)).rejects.toThrow(ProviderMisconfiguredError);
});
