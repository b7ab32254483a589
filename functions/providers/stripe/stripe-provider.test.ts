import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { aContext } from "../../../tests/builders/request-context.ts";
import { aStripeAccount, type StripeAccount } from "../../../tests/builders/stripe-account.ts";
import { fakeFetch } from "../../../tests/stripe-fake/fake-fetch.ts";
import { FAKE_API_KEY } from "../../../tests/stripe-fake/stripe-fake.ts";
import { clock } from "../../platform/runtime/clock.ts";
import { runInContext } from "../../platform/runtime/request-context.ts";
import { TestedAttempt } from "../contract/contract-case.ts";
import { providerContract } from "../contract/provider-contract.ts";
import { TestNetwork } from "../contract/test-network.ts";
import { ProviderMisconfiguredError, ProviderUnavailableError } from "../payment-provider.ts";
import { stripeProvider } from "./stripe-provider.ts";
import { stripeTransport } from "./stripe-transport.ts";

/** The contract's attempts are made now. */
const START = new Date().toISOString();
const HOUR = 3_600;

const ONCE = "pm_card_credit_disableEnterpriseCardFeatures";
const PARTS = "pm_card_visa";
const ACTION = "pm_card_authenticationRequired";
const SILENT = "pm_card_mastercard";

let account: StripeAccount;

beforeEach(() => {
  account = aStripeAccount(START);
});
afterEach(() => void vi.restoreAllMocks());

function promise(name: string, run: () => Promise<void>, timeout?: number): void {
  test(name, () => runInContext(aContext({ clock: () => account.now() }), run), timeout);
}

function anAttempt(method: string, changes: Partial<TestedAttempt["request"]> = {}): TestedAttempt {
  const attempt = new TestedAttempt(stripeProvider, `ord_${randomUUID()}`, method, "1");
  Object.assign(attempt.request, changes);
  return attempt;
}

async function authorized(method: string): Promise<TestedAttempt> {
  const attempt = anAttempt(method);
  expect(await attempt.authorize()).toMatchObject({ outcome: "authorized" });
  return attempt;
}

async function captured(method: string, amount = 1_000): Promise<TestedAttempt> {
  const attempt = await authorized(method);
  expect(await attempt.capture("c1", amount)).toMatchObject({ outcome: "captured" });
  return attempt;
}

async function referenceOf(attempt: TestedAttempt): Promise<string> {
  return (await attempt.retrieve())?.reference ?? "";
}

function booksOf(attempt: TestedAttempt) {
  return account.fake.books(attempt.request.orderId);
}

function intentsOf(attempt: TestedAttempt) {
  return account.fake.intentsOf(attempt.request.orderId);
}

function sent(path: string, method = "POST") {
  return account.fake.requests.filter((request) => request.method === method && request.path.endsWith(path));
}

/** A payment method that a customer of the account saved; each new account gives it the same ids. */
function savedMethod() {
  const customer = account.fake.createCustomer();
  return { customer, method: account.fake.saveMethod(customer, ONCE) };
}

/** Everything is answered by Stripe's edge, which saves nothing, while `run` runs. */
async function whileStripeFails(run: () => Promise<void>): Promise<void> {
  const { fetch } = stripeTransport;
  stripeTransport.fetch = async () =>
    Response.json({ error: { type: "api_error", message: "Try later." } }, { status: 503 });
  await run().finally(() => {
    stripeTransport.fetch = fetch;
  });
}

describe("the contract of payment providers", () => {
  const network = new TestNetwork();
  account = aStripeAccount(START);
  const saved = savedMethod();
  const contract = providerContract({
    provider: stripeProvider,
    network,
    methods: {
      authorized: ONCE,
      declined: "pm_card_chargeDeclined",
      multicapture: PARTS,
      needsAction: ACTION,
      refundRefused: "pm_card_createDispute",
      refundFails: "pm_card_refundFail",
      disputed: "pm_card_createDispute",
    },
    saved,
    newOrderId: () => `ord_${randomUUID()}`,
    now: () => account.now(),
    waitForBank: async () => account.wait(60),
    completeAction: async ({ clientSecret }, result) => {
      const [intent = ""] = clientSecret.split("_secret_");
      if (result === "completed") account.fake.completeAction(intent);
      else account.fake.failAction(intent);
    },
    letExpire: async () => account.wait(8 * 24 * HOUR),
    refundElsewhere: async ({ reference }, amount) => void account.fake.refundInDashboard(reference, amount),
    whileBankFails: whileStripeFails,
    whileKeyRefused: async (run) => {
      account.fake.keys.revoke(FAKE_API_KEY);
      await run().finally(() => account.fake.keys.grant(FAKE_API_KEY));
    },
    books: async (orderId) => {
      const { held, captured, refunded, refundedElsewhere } = account.fake.books(orderId);
      return { held, captured, refunded: refunded + refundedElsewhere };
    },
    cannotShow: {},
  });
  for (const { name, run } of contract) {
    const inTurn = () => {
      expect(savedMethod()).toEqual(saved);
      stripeTransport.fetch = network.fetch(fakeFetch(account.fake));
      return run();
    };
    promise(name, inTurn, 120_000); // some try a thousand orders of messages
  }
});

describe("an authorization", () => {
  promise("is one PaymentIntent that only we confirm, made for a card and captured by hand", async () => {
    const attempt = await authorized(PARTS);
    await attempt.authorize(1);
    const [create] = sent("/v1/payment_intents");
    expect(create?.headers["idempotency-key"]).toBe(attempt.request.key);
    expect(Object.fromEntries(new URLSearchParams(create?.body))).toEqual({
      amount: "1000",
      currency: "eur",
      capture_method: "manual",
      confirmation_method: "manual",
      "payment_method_types[0]": "card",
      payment_method: PARTS,
      "metadata[order]": attempt.request.orderId,
      "metadata[attempt]": attempt.request.key,
    });
    expect(sent("/confirm")).toHaveLength(1);
    expect(intentsOf(attempt)).toHaveLength(1);
  });

  promise("takes three requests: made, confirmed, read", async () => {
    await authorized(PARTS);
    expect(account.fake.requests.map(({ method }) => method)).toEqual(["POST", "POST", "GET"]);
  });

  promise("says until when it is held, and whether it may be captured in parts", async () => {
    const seconds = Math.floor(Date.parse(START) / 1_000) + 7 * 24 * HOUR;
    const week = new Date(seconds * 1_000).toISOString();
    expect(await anAttempt(PARTS).authorize()).toMatchObject({ multicapture: true, expiresAt: week });
    expect(await anAttempt(ONCE).authorize()).toMatchObject({ multicapture: false, expiresAt: week });
    account.fake.grantMulticapture(false);
    expect(await anAttempt(PARTS).authorize()).toMatchObject({ multicapture: false });
  });

  promise("account that may not ask for multicapture: asked again without, and held once", async () => {
    const answer = fakeFetch(account.fake);
    stripeTransport.fetch = async (url, init) => {
      if (!String(init?.body).includes("request_multicapture")) return answer(url, init);
      const message = "This account is not eligible for the requested card features. See https://stripe.com/docs";
      const error = { type: "invalid_request_error", code: "payment_intent_invalid_parameter", message };
      return Response.json({ error }, { status: 400 });
    };
    const [first, second] = [await authorized(PARTS), await authorized(PARTS)];
    expect([booksOf(first).held, booksOf(second).held]).toEqual([1_000, 1_000]);
    expect(sent("/confirm").map(({ headers }) => headers["idempotency-key"])).toEqual([
      `${first.request.key}/0/one-capture`,
      `${second.request.key}/0/one-capture`,
    ]);
  });

  promise("customer's saved method, customer away: taken off session with their customer", async () => {
    const customer = account.fake.createCustomer();
    const method = account.fake.saveMethod(customer, "pm_card_authenticationRequiredOnSetup");
    const attempt = anAttempt(method, { customer, offSession: true });
    expect(await attempt.authorize()).toMatchObject({ outcome: "authorized" });
    expect(sent("/confirm")[0]?.body).toContain("off_session=true");
  });

  promise("customer away and the bank wants them: declined, with a sentence", async () => {
    const attempt = anAttempt(ACTION, { offSession: true });
    expect(await attempt.authorize()).toMatchObject({
      outcome: "declined",
      reason: expect.stringContaining("The bank asks the customer to confirm the payment"),
    });
    expect(booksOf(attempt).held).toBe(0);
  });

  promise("declined: Stripe's words and its code, but not that a card is stolen", async () => {
    const reasonOf = async (method: string) => {
      const answer = await anAttempt(method).authorize();
      return answer.outcome === "declined" && answer.reason;
    };
    expect(await reasonOf("pm_card_chargeDeclinedInsufficientFunds")).toBe(
      "Your card has insufficient funds (insufficient_funds).",
    );
    expect(await reasonOf("pm_card_chargeDeclinedExpiredCard")).toBe("Your card has expired (expired_card).");
    expect(await reasonOf("pm_card_chargeDeclinedStolenCard")).toBe("Your card was declined (generic_decline).");
  });

  promise("action: the secret is told, and completes that payment only", async () => {
    const attempt = anAttempt(ACTION);
    const answer = await attempt.authorize();
    const [intent] = intentsOf(attempt);
    expect(answer).toMatchObject({
      outcome: "actionRequired",
      nextAction: { type: "use_stripe_sdk", clientSecret: intent?.clientSecret },
    });
  });

  promise("methods that Stripe cannot use: declined with a sentence, nothing is held", async () => {
    const customer = account.fake.createCustomer();
    const reasons = [];
    for (const method of [
      "pm_unknown",
      account.fake.createMethod(PARTS, "link"),
      account.fake.saveMethod(customer, PARTS),
    ]) {
      const attempt = anAttempt(method);
      const answer = await attempt.authorize();
      reasons.push(answer.outcome === "declined" && answer.reason);
      expect(await attempt.retrieve()).toBeUndefined();
      expect(await attempt.close()).toEqual({ isKnown: false, wasHeld: false });
    }
    expect(reasons).toEqual([
      "Stripe does not know the payment method: make a new one with the shop's publishable key.",
      "Stripe takes only cards here, also wallets and Link where they are cards: choose another payment method.",
      "The payment method was saved by a customer at Stripe, and can be used only together with that customer.",
    ]);
  });

  promise("amounts that Stripe cannot take: declined with a sentence, nothing is sent", async () => {
    const attempt = anAttempt(PARTS, { amount: { amount: 1_235, currency: "KWD" } });
    expect(await attempt.authorize()).toEqual({
      outcome: "declined",
      reason: "Stripe takes KWD in steps of 0.010 KWD, and not 1.235 KWD.",
    });
    expect(account.fake.requests).toEqual([]);
    expect(await anAttempt(PARTS, { amount: { amount: 1, currency: "EUR" } }).authorize()).toMatchObject({
      outcome: "declined",
      reason: "Amount must be at least 50 eur.",
    });
  });
});

describe("answers that were lost or saved", () => {
  for (const path of ["/v1/payment_intents", "/confirm"]) {
    for (const effect of ["before", "after"] as const) {
      promise(`${path}, lost ${effect} its effect: unavailable, then authorized once`, async () => {
        const attempt = anAttempt(PARTS);
        account.fake.fault({ kind: "lost", effect }, { path });
        await expect(attempt.authorize()).rejects.toThrow(ProviderUnavailableError);
        expect(await attempt.authorize()).toMatchObject({ outcome: "authorized" });
        expect(booksOf(attempt).held).toBe(1_000);
        expect(intentsOf(attempt)).toHaveLength(1);
      });
    }

    promise(`${path}, busy for a moment (429): unavailable, then authorized`, async () => {
      const attempt = anAttempt(PARTS);
      account.fake.fault({ kind: "rateLimited" }, { path });
      await expect(attempt.authorize()).rejects.toThrow("no more requests at the moment");
      expect(await attempt.authorize()).toMatchObject({ outcome: "authorized" });
    });
  }

  promise("confirmation answers a saved 500 that took effect: the state says so", async () => {
    const attempt = anAttempt(PARTS);
    account.fake.fault({ kind: "serverError", effect: "after" }, { path: "/confirm" });
    await expect(attempt.authorize()).rejects.toThrow("Stripe answered 500");
    expect(await attempt.authorize()).toMatchObject({ outcome: "authorized" });
    expect(booksOf(attempt).held).toBe(1_000);
  });

  promise("confirmation answers a saved 500 without effect: the next number asks anew", async () => {
    const attempt = anAttempt(PARTS);
    account.fake.fault({ kind: "serverError", effect: "before" }, { path: "/confirm" });
    await expect(attempt.authorize()).rejects.toThrow(ProviderUnavailableError);
    await expect(attempt.authorize()).rejects.toThrow(ProviderUnavailableError);
    expect(await attempt.authorize(1)).toMatchObject({ outcome: "authorized" });
  });

  for (const effect of ["before", "after"] as const) {
    promise(`making it answers a saved 500 ${effect} its effect: nothing is held, and closing it ends it`, async () => {
      const attempt = anAttempt(PARTS);
      account.fake.fault({ kind: "serverError", effect }, { path: "/v1/payment_intents" });
      for (const tries of [0, 1]) await expect(attempt.authorize(tries)).rejects.toThrow(ProviderUnavailableError);
      account.wait(120);
      expect(await attempt.close()).toEqual({ isKnown: effect === "after", wasHeld: false });
      await attempt.authorize(2).catch(() => {});
      expect(booksOf(attempt).held).toBe(0);
      expect(intentsOf(attempt).map(({ status }) => status)).toEqual(effect === "after" ? ["canceled"] : []);
    });
  }

  promise("close that is late, and another one: the intent is canceled, and a late request finds it so", async () => {
    const attempt = anAttempt(PARTS);
    account.fake.fault({ kind: "late", afterMs: 5_000, inProgress: false }, { path: "/v1/payment_intents" });
    await expect(attempt.authorize()).rejects.toThrow(ProviderUnavailableError);
    expect(await attempt.close()).toEqual({ isKnown: false, wasHeld: false });
    account.wait(10);
    expect(intentsOf(attempt).map(({ status }) => status)).toEqual(["canceled"]);
    expect(await attempt.authorize(1)).toMatchObject({ outcome: "declined", reason: "The authorization is VOIDED." });
  });

  promise("same request still in progress at Stripe: unavailable", async () => {
    const attempt = anAttempt(PARTS);
    account.fake.fault({ kind: "late", afterMs: 5_000, inProgress: true }, { path: "/v1/payment_intents" });
    await expect(attempt.authorize()).rejects.toThrow(ProviderUnavailableError);
    await expect(attempt.authorize()).rejects.toThrow(ProviderUnavailableError);
    account.wait(10);
    expect(await attempt.authorize()).toMatchObject({ outcome: "authorized" });
    expect(intentsOf(attempt)).toHaveLength(1);
  });

  promise("a day later Stripe has forgotten the key: the intent is searched, and not made twice", async () => {
    const attempt = anAttempt(PARTS);
    account.fake.fault({ kind: "lost", effect: "after" }, { path: "/v1/payment_intents" });
    await expect(attempt.authorize()).rejects.toThrow(ProviderUnavailableError);
    account.wait(25 * HOUR);
    expect(await attempt.retrieve()).toMatchObject({ status: "UNCONFIRMED" });
    expect(await attempt.close()).toEqual({ isKnown: true, wasHeld: false });
    expect(intentsOf(attempt).map(({ status }) => status)).toEqual(["canceled"]);
  });

  promise("a day later, never seen: not found, and closing leaves a mark", async () => {
    const attempt = anAttempt(PARTS);
    account.wait(25 * HOUR);
    expect(await attempt.close()).toEqual({ isKnown: false, wasHeld: false });
    expect(await attempt.authorize()).toMatchObject({ outcome: "declined" });
  });

  promise("made by another version, with another body: found, and confirmed", async () => {
    const attempt = anAttempt(PARTS);
    account.fake.fault({ kind: "lost", effect: "after" }, { path: "/confirm" });
    await expect(attempt.authorize()).rejects.toThrow(ProviderUnavailableError);
    account.wait(120);
    Object.assign(attempt.request, { method: SILENT });
    expect(await attempt.authorize()).toMatchObject({ outcome: "authorized" });
    expect(intentsOf(attempt)).toHaveLength(1);
  });

  for (const effect of ["before", "after"] as const) {
    promise(`capture without multicapture answers 500 ${effect} its effect: the next one is not kept off`, async () => {
      const attempt = await authorized(ONCE);
      account.fake.fault({ kind: "serverError", effect }, { path: "/capture" });
      await expect(attempt.capture("c1", 400)).rejects.toThrow(ProviderUnavailableError);
      expect(await attempt.capture("c1", 400)).toEqual({ outcome: "captured", closed: true });
      expect(booksOf(attempt)).toMatchObject({ held: 0, captured: 400 });
    });
  }

  promise("part of a capture answers a saved 500 that took effect: captured once", async () => {
    const attempt = await authorized(PARTS);
    account.fake.fault({ kind: "serverError", effect: "after" }, { path: "/capture" });
    const capture = () => attempt.capture("c1", 400, { final: false });
    await expect(capture()).rejects.toThrow(ProviderUnavailableError);
    expect(await capture()).toEqual({ outcome: "captured", closed: false });
    account.wait(25 * HOUR);
    expect(await capture()).toEqual({ outcome: "captured", closed: false });
    expect(booksOf(attempt)).toMatchObject({ held: 600, captured: 400 });
  });

  promise("refund answers a saved 500 without effect: unavailable until Stripe forgets the key", async () => {
    const attempt = await captured(ONCE);
    account.fake.fault({ kind: "serverError", effect: "before" }, { path: "/v1/refunds" });
    for (const _ of [1, 2]) await expect(attempt.refund("r1", 300)).rejects.toThrow(ProviderUnavailableError);
    account.wait(25 * HOUR);
    expect(await attempt.refund("r1", 300)).toEqual({ outcome: "accepted" });
    expect(booksOf(attempt).refunded).toBe(300);
  });
});

describe("what is held", () => {
  promise("runs out: EXPIRED, a capture is refused", async () => {
    const attempt = await authorized(PARTS);
    account.wait(8 * 24 * HOUR);
    expect(await attempt.state()).toMatchObject({ status: "EXPIRED" });
    expect(await attempt.capture("c1", 1_000)).toEqual({
      outcome: "refused",
      reason: "The authorization has expired.",
    });
    expect(await attempt.close()).toEqual({ isKnown: true, wasHeld: true });
  });

  promise("runs out, and Stripe has not let go of it yet: a capture is refused", async () => {
    account = aStripeAccount(START, { expiryDelayMs: HOUR * 1_000 });
    const attempt = await authorized(PARTS);
    account.wait(7 * 24 * HOUR + 60);
    expect(await attempt.capture("c1", 1_000)).toMatchObject({ outcome: "refused" });
  });

  promise("partly captured, and runs out: what was captured stays", async () => {
    const attempt = await authorized(PARTS);
    await attempt.capture("c1", 400, { final: false });
    account.wait(8 * 24 * HOUR);
    expect(await attempt.state()).toEqual({ status: "CAPTURED", captured: 400, refunded: 0 });
    expect(await attempt.capture("c2", 600, { capturedBefore: 400 })).toMatchObject({ outcome: "refused" });
  });

  for (const cancelAfterPartialCapture of ["canceled", "succeeded", "refused"] as const) {
    promise(
      `partly captured and closed, where canceling it is ${cancelAfterPartialCapture}: the rest is let go of`,
      async () => {
        account = aStripeAccount(START, { cancelAfterPartialCapture });
        const attempt = await authorized(PARTS);
        await attempt.capture("c1", 400, { final: false });
        expect(await attempt.close()).toEqual({ isKnown: true, wasHeld: true });
        expect(await attempt.state()).toEqual({ status: "CAPTURED", captured: 400, refunded: 0 });
        expect(booksOf(attempt)).toMatchObject({ held: 0, captured: 400 });
      },
    );
  }

  promise("partly captured and canceled in the dashboard: what was captured stays", async () => {
    const attempt = await authorized(PARTS);
    await attempt.capture("c1", 400, { final: false });
    account.fake.cancelInDashboard(await referenceOf(attempt));
    expect(await attempt.state()).toEqual({ status: "CAPTURED", captured: 400, refunded: 0 });
  });

  promise("captured in part without multicapture: what is let go of is no refund", async () => {
    const attempt = await captured(ONCE, 400);
    expect(await attempt.state()).toEqual({ status: "CAPTURED", captured: 400, refunded: 0 });
  });
});

describe("after the capture", () => {
  promise("refund in the dashboard: it carries no key, and leaves less to refund", async () => {
    const attempt = await captured(ONCE);
    account.fake.refundInDashboard(await referenceOf(attempt), 700);
    expect((await attempt.retrieve())?.refunds).toMatchObject([{ amount: 700, status: "DONE" }]);
    expect(await attempt.refund("r1", 301)).toMatchObject({ outcome: "refused" });
    expect(await attempt.refund("r2", 300)).toEqual({ outcome: "accepted" });
    expect(await attempt.refund("r3", 1)).toEqual({
      outcome: "refused",
      reason: "Everything that was captured has been given back.",
    });
  });

  promise("more refunds than one page: all of them", async () => {
    const attempt = await captured(ONCE);
    for (let number = 0; number < 101; number++) await attempt.refund(`r${number}`, 1);
    expect((await attempt.retrieve())?.refunds).toHaveLength(101);
  });

  promise("pending refund: PENDING until the bank has done it", async () => {
    const attempt = await captured("pm_card_pendingRefund");
    await attempt.refund("r1", 300);
    expect((await attempt.retrieve())?.refunds).toMatchObject([{ status: "PENDING" }]);
    account.wait(60);
    expect((await attempt.retrieve())?.refunds).toMatchObject([{ status: "DONE" }]);
  });

  promise("dispute: told while it is open, and its refunds are refused", async () => {
    const attempt = await captured(ONCE);
    const dispute = account.fake.openDispute(await referenceOf(attempt));
    const told = { reference: dispute, amount: 1_000 };
    expect(await attempt.retrieve()).toMatchObject({ status: "CAPTURED", disputes: [{ ...told, status: "OPEN" }] });
    expect(await attempt.refund("r1", 1)).toEqual({
      outcome: "refused",
      reason: "The customer's bank disputes the payment, so it cannot be refunded.",
    });
    account.fake.closeDispute(dispute, "won");
    expect(await attempt.retrieve()).toMatchObject({ disputes: [{ ...told, status: "WON" }] });
  });

  promise("lost dispute: the money is gone, and is refunded no more", async () => {
    const attempt = await captured(ONCE);
    account.fake.closeDispute(account.fake.openDispute(await referenceOf(attempt)), "lost");
    expect(await attempt.retrieve()).toMatchObject({ captured: 1_000, disputes: [{ amount: 1_000, status: "LOST" }] });
    expect(await attempt.refund("r1", 1)).toMatchObject({ outcome: "refused" });
  });

  promise("inquiry: no dispute yet, and a refund is made", async () => {
    const attempt = await captured("pm_card_createDisputeInquiry");
    expect(await attempt.retrieve()).not.toHaveProperty("disputes");
    expect(await attempt.refund("r1", 1_000)).toEqual({ outcome: "accepted" });
  });
});

describe("what was captured in the dashboard", () => {
  promise("as much as is to be captured, or more: the order has its money", async () => {
    for (const elsewhere of [600, 1_000]) {
      const attempt = await authorized(ONCE);
      account.fake.captureInDashboard(await referenceOf(attempt), elsewhere);
      expect(await attempt.capture("c1", 600)).toEqual({ outcome: "captured", closed: true });
      expect(booksOf(attempt).captured).toBe(elsewhere);
    }
  });

  promise("less, and nothing is held any more: the capture was not made, and never will be", async () => {
    const attempt = await authorized(ONCE);
    account.fake.captureInDashboard(await referenceOf(attempt), 300);
    expect(await attempt.capture("c1", 700)).toMatchObject({ outcome: "refused" });
    expect(booksOf(attempt).captured).toBe(300);
  });

  promise("a part, and the rest is held: it is not taken for ours, now or after a lost answer", async () => {
    const attempt = await authorized(PARTS);
    await attempt.capture("c1", 200, { final: false });
    account.fake.captureInDashboard(await referenceOf(attempt), 300, false);
    const second = () => attempt.capture("c2", 300, { capturedBefore: 200, final: false });
    for (const _ of ["made", "repeated"]) expect(await second()).toEqual({ outcome: "captured", closed: false });
    expect(booksOf(attempt).captured).toBe(800);
    const more = attempt.capture("c3", 500, { capturedBefore: 500 });
    await expect(more).rejects.toThrow(/^Stripe holds 2\.00 EUR of .* and cannot capture 5\.00 EUR/);
    await expect(more).rejects.toThrow(ProviderMisconfiguredError);
  });
});

describe("requests that contradict Stripe's book fail, and are no answer of a bank", () => {
  promise("a capture by a book that does not know of an earlier one", async () => {
    const attempt = await authorized(PARTS);
    await attempt.capture("c1", 400, { final: false });
    await expect(attempt.capture("c2", 400, { capturedBefore: 500 })).rejects.toThrow("Stripe has captured");
  });

  promise("a capture of nothing, which would let go of the rest", async () => {
    const attempt = await authorized(PARTS);
    await attempt.capture("c1", 400, { final: false });
    await expect(attempt.capture("c2", 0, { capturedBefore: 400 })).rejects.toThrow("it is no amount");
    expect(booksOf(attempt)).toMatchObject({ held: 600, captured: 400 });
  });

  promise("three decimals: captured once, because a part may be an amount that Stripe does not have", async () => {
    const attempt = anAttempt(PARTS, { amount: { amount: 5_000, currency: "KWD" } });
    expect(await attempt.authorize()).toMatchObject({ multicapture: false });
    await expect(attempt.capture("c1", 1_235)).rejects.toThrow(ProviderMisconfiguredError);
    expect(await attempt.capture("c1", 1_230)).toEqual({ outcome: "captured", closed: true });
    expect(await attempt.state()).toEqual({ status: "CAPTURED", captured: 1_230, refunded: 0 });
    expect(await attempt.refund("r1", 5)).toMatchObject({ outcome: "refused" });
  });
});

describe("Stripe refuses us", () => {
  promise("unknown key: misconfigured, without the key; a new one is found after a minute", async () => {
    vi.spyOn(clock, "now").mockImplementation(account.now);
    const attempt = await authorized(PARTS);
    account.fake.keys.revoke("sk_test_fake");
    account.fake.keys.grant("sk_test_new");
    account.putKey("sk_test_new");
    const error = await attempt.capture("c1", 1_000).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ProviderMisconfiguredError);
    expect(String(error)).toContain("Stripe does not know the API key");
    expect(String(error)).not.toContain("fake");
    await expect(attempt.capture("c1", 1_000)).rejects.toThrow(ProviderMisconfiguredError);
    account.wait(60);
    expect(await attempt.capture("c1", 1_000)).toMatchObject({ outcome: "captured" });
  });

  promise("restricted key: misconfigured, and the missing permission is named", async () => {
    account.fake.keys.grant("rk_test_little", ["payment_intent_write"]);
    account.putKey("rk_test_little");
    const attempt = anAttempt(PARTS);
    await expect(attempt.authorize()).rejects.toThrow(
      expect.objectContaining({
        name: "ProviderMisconfiguredError",
        message: expect.stringContaining("rak_payment_intent_read is missing"),
      }),
    );
  });

  promise("intent of another account: misconfigured", async () => {
    const attempt = await authorized(PARTS);
    account = aStripeAccount(START, { name: "other" });
    await expect(attempt.capture("c1", 1_000)).rejects.toThrow("the API key may be of another account");
  });
});

test("customers: those with an id of Stripe's", () => {
  expect(stripeProvider.rejectCustomer?.("cus_NffrFeUfNV2Hib")).toBeUndefined();
  for (const customer of ["alice", "pm_1", "cus_", "cus_1 "]) {
    expect(stripeProvider.rejectCustomer?.(customer)).toMatch(/^Send the id of a customer at Stripe/);
  }
});

test("methods: ids of payment methods, cards and sources are accepted, all else is refused with a sentence", () => {
  for (const method of ["pm_card_visa", "pm_1Nv0FGQ9RKHgCVdK", "card_1Nv0FG", "src_1Nv0FG"]) {
    expect(stripeProvider.rejectMethod(method)).toBeUndefined();
  }
  for (const method of ["", "pm_", "tok_visa", "4242424242424242", "pm_a b", `pm_${"x".repeat(300)}`]) {
    expect(stripeProvider.rejectMethod(method)).toMatch(/^Send the id of a payment method/);
  }
});

test("a call settles within our own time limit and the longest time that Stripe may take", () => {
  expect(stripeProvider.settlesWithin).toBe(84);
});

test("aborted before it is sent: nothing is sent", async () => {
  await expect(stripeProvider.close(anAttempt(PARTS).request, AbortSignal.abort())).rejects.toThrow("was aborted");
  expect(account.fake.requests).toEqual([]);
});
