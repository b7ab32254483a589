import { beforeEach, describe, expect, test, vi } from "vitest";
import { aProvider, noAnswer } from "../../../tests/builders/fake-provider.ts";
import { aPendingOrder, at, timing } from "../../../tests/builders/orders.ts";
import { runAt } from "../../../tests/builders/request-context.ts";
import { clock } from "../../platform/runtime/clock.ts";
import type { PaymentProvider } from "../../providers/payment-provider.ts";
import { effectKey } from "../rules/order-transitions.ts";
import type { PendingEffect } from "../rules/pending-effect.ts";
import { authorizePayment } from "./authorize-payment.ts";

// Nobody waits between two tries.
beforeEach(() => void vi.spyOn(clock, "random").mockReturnValue(0));

const order = aPendingOrder();
const pending = claimed();
const key = effectKey(order, pending);

function claimed(): PendingEffect {
  if (!order.pending) throw new Error("A pending order has an effect pending.");
  return order.pending;
}

function authorizeAt(moment: string, methods: Partial<PaymentProvider>) {
  return runAt(moment, () => authorizePayment(order, pending, aProvider(methods), timing));
}

test("authorized payment: order is CONFIRMED, SHIP is claimed", async () => {
  const ask = vi.fn<PaymentProvider["authorize"]>(async () => ({ outcome: "authorized", reference: "auth-1" }));
  const outcome = await authorizeAt(at(1), { authorize: ask });
  expect(outcome).toMatchObject({
    order: {
      version: 2,
      status: "CONFIRMED",
      payment: { status: "AUTHORIZED", reference: "auth-1" },
      pending: { effect: "SHIP", dueAt: order.pending?.dueAt },
    },
  });
  expect(outcome.releases ?? outcome.waits).toBeUndefined();
  expect(ask.mock.calls[0]?.[0]).toEqual({ key, orderId: order.id, amount: order.total, method: "pm_sandbox_ok" });
});

test("declined payment: order is FAILED with the reason, stock is released", async () => {
  const outcome = await authorizeAt(at(1), { authorize: async () => ({ outcome: "declined", reason: "no cover" }) });
  expect(outcome).toMatchObject({
    releases: true,
    order: {
      status: "FAILED",
      failure: { reason: "PAYMENT_DECLINED", detail: "The payment of 38.70 EUR was declined: no cover." },
      payment: { status: "DECLINED", declineReason: "no cover" },
    },
  });
  expect(outcome.order.pending).toBeUndefined();
});

test("no answer: the effect is postponed, the errors are stored", async () => {
  const outcome = await authorizeAt(at(1), { authorize: noAnswer, find: async () => [] });
  expect(outcome).toMatchObject({
    waits: true,
    order: { version: 2, status: "PENDING", pending: { ...pending, tries: 1, dueAt: at(31) } },
  });
  expect(outcome.order.payment.providerErrors).toEqual(
    Array.from({ length: 3 }, () => ({ at: at(1), effect: "AUTHORIZE", reason: "the bank answered 503" })),
  );
});

test("every attempt uses the same key", async () => {
  const ask = vi.fn(noAnswer);
  await authorizeAt(at(1), { authorize: ask, find: async () => [] });
  expect(ask.mock.calls).toHaveLength(3);
  expect(new Set(ask.mock.calls.map(([request]: unknown[]) => JSON.stringify(request))).size).toBe(1);
});

describe("a lost answer", () => {
  test("is found at the provider: authorized", async () => {
    const find = async () => [{ reference: "auth-7", key, status: "AUTHORIZED" as const }];
    const { order: next } = await authorizeAt(at(1), { authorize: noAnswer, find });
    expect(next).toMatchObject({
      status: "CONFIRMED",
      payment: { reference: "auth-7", providerErrors: [{ effect: "AUTHORIZE" }] },
    });
  });

  test("is found at the provider: declined", async () => {
    const find = async () => [{ reference: "auth-7", key, status: "DECLINED" as const, declineReason: "no cover" }];
    const { order: next } = await authorizeAt(at(1), { authorize: noAnswer, find });
    expect(next).toMatchObject({ status: "FAILED", payment: { status: "DECLINED", declineReason: "no cover" } });
  });

  test("an authorization under another key is ignored", async () => {
    const find = async () => [{ reference: "auth-7", key: "another", status: "AUTHORIZED" as const }];
    expect(await authorizeAt(at(1), { authorize: noAnswer, find })).toMatchObject({ waits: true });
  });
});

describe("at authorizeBy", () => {
  test("order is given up without a call: stock is released, VOID is claimed", async () => {
    const outcome = await authorizeAt(at(900), {});
    expect(outcome).toMatchObject({
      releases: true,
      order: {
        status: "FAILED",
        failure: { reason: "PAYMENT_UNAVAILABLE" },
        payment: { status: "UNKNOWN" },
        pending: { effect: "VOID", dueAt: at(900 + 10 + 5) },
      },
    });
  });

  test("a moment before: the authorization is requested", async () => {
    const ask = vi.fn<PaymentProvider["authorize"]>(async () => ({ outcome: "authorized", reference: "auth-1" }));
    await authorizeAt(at(899.999), { authorize: ask });
    expect(ask).toHaveBeenCalledTimes(1);
  });
});
