import { beforeEach, describe, expect, test, vi } from "vitest";
import { aProvider, aProviderPayment, noAnswer } from "../../../tests/builders/fake-provider.ts";
import { aPendingOrder, at, PLACED_AT, pendingOf, theAttemptOf, timing } from "../../../tests/builders/orders.ts";
import { anAttempt, aVoid, withPayment } from "../../../tests/builders/payments.ts";
import { runAt } from "../../../tests/builders/request-context.ts";
import { clock } from "../../platform/runtime/clock.ts";
import { now } from "../../platform/runtime/request-context.ts";
import type { PaymentProvider, ProviderPayment } from "../../providers/payment-provider.ts";
import { lineStatus } from "../rules/line.ts";
import type { Order } from "../rules/order.ts";
import { attemptKey } from "../rules/order-transitions.ts";
import { paymentStatus } from "../rules/payment-status.ts";
import { attemptRequest } from "./attempt-request.ts";
import { authorizePayment } from "./authorize-payment.ts";

// Nobody waits between two tries.
beforeEach(() => void vi.spyOn(clock, "random").mockReturnValue(0));

const order = aPendingOrder();
const pending = pendingOf(order);
const key = attemptKey(order, theAttemptOf(order));

function authorizeAt(moment: string, methods: Partial<PaymentProvider>, of: Order = order) {
  return runAt(moment, () => authorizePayment(of, pendingOf(of), aProvider(methods), () => ({ now: now(), timing })));
}

function finding(changes: Partial<ProviderPayment>): Partial<PaymentProvider> {
  return { authorize: noAnswer, retrieve: async () => aProviderPayment({ reference: "auth-7", ...changes }) };
}

test("authorized payment: order is CONFIRMED, SHIP is claimed", async () => {
  const ask = vi.fn<PaymentProvider["authorize"]>(async () => ({ outcome: "authorized", reference: "auth-1" }));
  const outcome = await authorizeAt(at(1), { authorize: ask });
  expect(outcome).toMatchObject({
    order: {
      version: 2,
      updatedAt: at(1),
      status: "CONFIRMED",
      payment: { attempts: [{ status: "AUTHORIZED", reference: "auth-1" }] },
      pending: { effect: "SHIP", dueAt: order.pending?.dueAt },
    },
  });
  expect(outcome.waits).toBeUndefined();
  expect(ask.mock.calls[0]?.[0]).toEqual({
    key,
    orderId: order.id,
    amount: { amount: 3_870, currency: "EUR" },
    method: "pm_sandbox_ok",
    createdAt: PLACED_AT,
    tries: 0,
  });
});

test("what the provider says of the authorization is stored", async () => {
  const authorize = async () =>
    ({ outcome: "authorized", reference: "auth-1", expiresAt: at(600_000), multicapture: true }) as const;
  const outcome = await authorizeAt(at(1), { authorize });
  expect(outcome.order.payment.attempts).toMatchObject([{ expiresAt: at(600_000), multicapture: true }]);
});

test("declined payment: order is FAILED with the reason, its lines CANCELLED, and the attempt is to be closed", async () => {
  const outcome = await authorizeAt(at(1), { authorize: async () => ({ outcome: "declined", reason: "no cover" }) });
  expect(outcome).toMatchObject({
    order: {
      status: "FAILED",
      failure: { reason: "PAYMENT_DECLINED", detail: "The payment of 38.70 EUR was declined: no cover." },
      payment: {
        attempts: [{ status: "DECLINED", declineReason: "no cover" }],
        instructions: [aVoid(1, { state: "IN_FLIGHT" })],
      },
      pending: { effect: "VOID", instruction: 1 },
    },
  });
  expect(outcome.waits).toBeUndefined();
  expect(outcome.order.lines.map(lineStatus)).toEqual(["CANCELLED", "CANCELLED"]);
});

test("no answer: the effect is postponed, the errors are stored", async () => {
  const outcome = await authorizeAt(at(1), { authorize: noAnswer, retrieve: async () => undefined });
  expect(outcome).toMatchObject({
    waits: true,
    order: { version: 2, status: "PENDING", pending: { ...pending, tries: 1, dueAt: at(31) } },
  });
  expect(outcome.order.payment.providerErrors).toEqual(
    Array.from({ length: 3 }, () => ({ at: at(1), effect: "AUTHORIZE", reason: "the bank answered 503" })),
  );
});

test("the customer has to do something: the attempt waits, and its secret is not stored", async () => {
  const authorize = async () =>
    ({
      outcome: "actionRequired",
      reference: "auth-1",
      nextAction: { type: "redirect", clientSecret: "secret-of-the-action" },
    }) as const;
  const outcome = await authorizeAt(at(1), { authorize });
  expect(outcome).toMatchObject({
    nextAction: { type: "redirect", clientSecret: "secret-of-the-action" },
    order: { status: "PENDING", payment: { attempts: [{ status: "ACTION_REQUIRED", reference: "auth-1", tries: 1 }] } },
  });
  expect(outcome.order).not.toHaveProperty("pending");
  expect(JSON.stringify(outcome.order)).not.toContain("secret-of-the-action");
});

test("every try in one go uses the same key and number", async () => {
  const ask = vi.fn(noAnswer);
  await authorizeAt(at(1), { authorize: ask, retrieve: async () => undefined });
  expect(ask.mock.calls).toHaveLength(3);
  expect(new Set(ask.mock.calls.map(([request]: unknown[]) => JSON.stringify(request))).size).toBe(1);
});

test("after it was postponed: the same key, the next number, as it was stored before the call", async () => {
  const { order: postponed } = await authorizeAt(at(1), { authorize: noAnswer, retrieve: async () => undefined });
  const ask = vi.fn<PaymentProvider["authorize"]>(async () => ({ outcome: "authorized", reference: "auth-1" }));
  await authorizeAt(at(31), { authorize: ask }, postponed);
  expect(ask.mock.calls[0]?.[0]).toMatchObject({ key, tries: 1 });
});

test("a later attempt is asked for by its own key, and only it changes", async () => {
  const closed = anAttempt({ status: "CLOSED", declineReason: "no cover" });
  const second = anAttempt({ id: 2, status: "REQUESTED", method: "pm_other", amount: 870 });
  const again: Order = {
    ...withPayment(order, { attempts: [closed, second] }),
    pending: { effect: "AUTHORIZE", attempt: 2, dueAt: at(30), tries: 0 },
  };
  const ask = vi.fn<PaymentProvider["authorize"]>(async () => ({ outcome: "authorized", reference: "auth-2" }));
  const outcome = await authorizeAt(at(1), { authorize: ask }, again);
  expect(ask.mock.calls[0]?.[0]).toMatchObject({
    key: `${order.id}/2`,
    method: "pm_other",
    amount: { amount: 870, currency: "EUR" },
  });
  expect(outcome.order.payment.attempts).toEqual([closed, { ...second, status: "AUTHORIZED", reference: "auth-2" }]);
});

describe("a lost answer", () => {
  test.each(["AUTHORIZED", "CAPTURED"] as const)(
    "is found at the provider as %s: it was authorized",
    async (status) => {
      const { order: next } = await authorizeAt(at(1), finding({ status, expiresAt: at(600_000), multicapture: true }));
      expect(next).toMatchObject({
        status: "CONFIRMED",
        payment: {
          attempts: [{ reference: "auth-7", expiresAt: at(600_000), multicapture: true }],
          providerErrors: [{ effect: "AUTHORIZE" }],
        },
      });
    },
  );

  test.each(["VOIDED", "EXPIRED"] as const)(
    "is found at the provider as %s: nothing pays, it is declined",
    async (status) => {
      const { order: next } = await authorizeAt(at(1), finding({ status }));
      expect(next).toMatchObject({
        status: "FAILED",
        payment: { attempts: [{ status: "DECLINED", declineReason: `the authorization is ${status}` }] },
      });
    },
  );

  test.each([
    ["no cover", { declineReason: "no cover" }],
    ["declined", {}],
  ])("is found at the provider: declined, %s", async (declineReason, said) => {
    const { order: next } = await authorizeAt(at(1), finding({ status: "DECLINED", ...said }));
    expect(next).toMatchObject({ status: "FAILED", payment: { attempts: [{ status: "DECLINED", declineReason }] } });
  });

  test.each(["UNCONFIRMED", "ACTION_REQUIRED"] as const)(
    "is found at the provider as %s: no answer",
    async (status) => {
      expect(await authorizeAt(at(1), finding({ status }))).toMatchObject({
        waits: true,
        order: { status: "PENDING" },
      });
    },
  );

  test("what is looked for is the attempt itself", async () => {
    const retrieve = vi.fn<PaymentProvider["retrieve"]>(async () => undefined);
    await authorizeAt(at(1), { authorize: noAnswer, retrieve });
    expect(retrieve.mock.calls[0]?.[0]).toMatchObject(attemptRequest(order, theAttemptOf(order)));
  });
});

describe("at askUntil", () => {
  test("order is given up without a call: its lines are CANCELLED, VOID is claimed", async () => {
    const outcome = await authorizeAt(at(900), {});
    expect(outcome).toMatchObject({
      order: {
        status: "FAILED",
        failure: { reason: "PAYMENT_UNAVAILABLE" },
        payment: { instructions: [aVoid(1, { state: "IN_FLIGHT" })] },
        pending: { effect: "VOID", instruction: 1, since: at(900) },
      },
    });
    expect(outcome.waits).toBeUndefined();
    expect(paymentStatus(outcome.order)).toBe("UNKNOWN");
    expect(outcome.order.lines.map(lineStatus)).toEqual(["CANCELLED", "CANCELLED"]);
  });

  test("a moment before: the authorization is requested", async () => {
    const ask = vi.fn<PaymentProvider["authorize"]>(async () => ({ outcome: "authorized", reference: "auth-1" }));
    await authorizeAt(at(899.999), { authorize: ask });
    expect(ask).toHaveBeenCalledTimes(1);
  });
});
