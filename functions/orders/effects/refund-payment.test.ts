import { beforeEach, describe, expect, test, vi } from "vitest";
import { aProvider, aProviderPayment, noAnswer } from "../../../tests/builders/fake-provider.ts";
import { at, orderInEachSituation, PLACED_AT, pendingOf, timing } from "../../../tests/builders/orders.ts";
import { aCapture, anAttempt, aRefund, withInstructions, withPayment } from "../../../tests/builders/payments.ts";
import { runAt } from "../../../tests/builders/request-context.ts";
import { clock } from "../../platform/runtime/clock.ts";
import { now } from "../../platform/runtime/request-context.ts";
import type { PaymentProvider, ProviderPayment, ProviderRefund } from "../../providers/payment-provider.ts";
import { claimNext } from "../rules/next-order.ts";
import type { Order } from "../rules/order.ts";
import { instructionKey } from "../rules/order-transitions.ts";
import type { Instruction } from "../rules/payment.ts";
import { paymentStatus } from "../rules/payment-status.ts";
import { refundPayment } from "./refund-payment.ts";

// Nobody waits between two tries.
beforeEach(() => void vi.spyOn(clock, "random").mockReturnValue(0));

const { delivered } = orderInEachSituation();
const requested = { state: "REQUESTED" } as const;

/** A delivered order whose first refund that can be made is in flight. */
function refunding(...instructions: Instruction[]): Order {
  return claimed(withInstructions(delivered, ...instructions));
}

function claimed(of: Order): Order {
  return claimNext(of, undefined, { now: at(10), timing });
}

const order = refunding(aCapture(1, 3_870), aRefund(2, 1, 1_290, requested));
const refundKey = instructionKey(order, 2);

/** The provider is asked first how the payment stands: it holds no refund, where `methods` do not say otherwise. */
function refundWith(methods: Partial<PaymentProvider>, of: Order = order) {
  const provider = aProvider({ ...seen(), ...methods });
  return runAt(at(11), () => refundPayment(of, pendingOf(of), provider, () => ({ now: now(), timing })));
}

/** The captured payment at the provider. */
function seen(payment: Partial<ProviderPayment> = {}): Partial<PaymentProvider> {
  const captured = aProviderPayment({ status: "CAPTURED", captured: 3_870, ...payment });
  return { retrieve: async () => captured };
}

/** A provider whose answers are lost, and that has made these refunds. */
function lost(...refunds: ProviderRefund[]): Partial<PaymentProvider> {
  return { refund: noAnswer, ...seen({ refunds }) };
}

test("accepted refund: DONE, under its own key, for its own amount", async () => {
  const ask = vi.fn<PaymentProvider["refund"]>(async () => ({ outcome: "accepted" }));
  const outcome = await refundWith({ refund: ask });
  expect(outcome.order).toMatchObject({
    version: order.version + 1,
    updatedAt: at(11),
    status: "DELIVERED",
    payment: { instructions: [{ state: "DONE" }, { kind: "REFUND", state: "DONE", amount: 1_290 }] },
  });
  expect(outcome.order.pending).toBeUndefined();
  expect(outcome.waits).toBeUndefined();
  expect(paymentStatus(outcome.order)).toBe("PARTIALLY_REFUNDED");
  expect(ask.mock.calls[0]?.[0]).toEqual({
    orderId: order.id,
    key: `${order.id}/1`,
    amount: { amount: 3_870, currency: "EUR" },
    method: "pm_sandbox_ok",
    createdAt: PLACED_AT,
    reference: "auth-1",
    refundKey,
    refundAmount: 1_290,
  });
});

test("refused refund: REFUSED with the reason, nothing is pending", async () => {
  const refund = async () => ({ outcome: "refused", reason: "the account is closed" }) as const;
  const { order: next } = await refundWith({ refund });
  expect(next.payment.instructions[1]).toMatchObject({ state: "REFUSED", reason: "the account is closed" });
  expect(next.pending).toBeUndefined();
  expect(paymentStatus(next)).toBe("CAPTURED");
});

test("refund of a capture of a later attempt: asked for at that attempt", async () => {
  const attempts = [
    anAttempt({ status: "CAPTURED" }),
    anAttempt({ id: 2, status: "CAPTURED", amount: 2_580, reference: "auth-2" }),
  ];
  const instructions = [aCapture(1, 1_290), aCapture(2, 2_580, { attempt: 2 }), aRefund(3, 2, 80, requested)];
  const of = claimed(withPayment(delivered, { attempts, instructions }));
  const ask = vi.fn<PaymentProvider["refund"]>(async () => ({ outcome: "accepted" }));
  await refundWith({ refund: ask }, of);
  expect(ask.mock.calls[0]?.[0]).toMatchObject({
    key: `${order.id}/2`,
    reference: "auth-2",
    refundKey: `${order.id}/instruction/3`,
    refundAmount: 80,
  });
});

test("several refunds: the next one is claimed with the first one's outcome", async () => {
  const of = refunding(aCapture(1, 3_870), aRefund(2, 1, 1_290, requested), aRefund(3, 1, 80, requested));
  const { order: next } = await refundWith({ refund: async () => ({ outcome: "accepted" }) }, of);
  expect(next.pending).toMatchObject({ effect: "REFUND", instruction: 3, tries: 0 });
});

describe("the provider is asked first how the payment stands", () => {
  test.each(["PENDING", "DONE", "FAILED"] as const)(
    "a refund that carries our key is found %s: it was accepted, and is not made again",
    async (status) => {
      const ask = vi.fn(noAnswer);
      const refunds = [{ key: refundKey, amount: 1_290, status }];
      const { order: next } = await refundWith({ ...seen({ refunds }), refund: ask });
      expect(next.payment.instructions).toMatchObject([{}, { state: "DONE" }]);
      expect(next.payment).not.toHaveProperty("providerErrors");
      expect(ask).not.toHaveBeenCalled();
    },
  );

  const dispute = { reference: "dp_1", amount: 3_000, status: "OPEN" } as const;

  test("the payment is disputed: nothing is asked for, the refund waits", async () => {
    const ask = vi.fn(noAnswer);
    const outcome = await refundWith({ ...seen({ disputes: [dispute] }), refund: ask });
    expect(ask).not.toHaveBeenCalled();
    expect(outcome.order.payment).toMatchObject({
      attempts: [{ disputes: [dispute] }],
      instructions: [{}, { kind: "REFUND" }],
    });
    expect(outcome.order.pending).toBeUndefined();
  });

  test.each(["WON", "LOST"] as const)(
    "a dispute was %s that the order does not know of: it is recorded first",
    async (status) => {
      const ask = vi.fn(noAnswer);
      const disputes = [{ ...dispute, status }];
      const { order: next } = await refundWith({ ...seen({ disputes }), refund: ask });
      expect(ask).not.toHaveBeenCalled();
      expect(next.payment.attempts).toMatchObject([{ disputes }]);
      expect(next.pending).toMatchObject({ effect: "REFUND", instruction: 2 });
      const accept = vi.fn(async () => ({ outcome: "accepted" as const }));
      const { order: refunded } = await refundWith({ ...seen({ disputes }), refund: accept }, next);
      expect(accept).toHaveBeenCalledTimes(1);
      expect(refunded.payment.instructions).toMatchObject([{}, { state: "DONE" }]);
    },
  );
});

describe("a lost answer", () => {
  test("a refund that carries our key is found afterwards: it was accepted, and is not made again", async () => {
    const made: ProviderRefund[] = [];
    const ask = vi.fn(async () => {
      made.push({ key: refundKey, amount: 1_290, status: "PENDING" });
      return noAnswer();
    });
    const { order: next } = await refundWith({ ...seen({ refunds: made }), refund: ask });
    expect(next.payment).toMatchObject({
      instructions: [{}, { state: "DONE" }],
      providerErrors: [{ effect: "REFUND", reason: "the bank answered 503" }],
    });
    expect(ask).toHaveBeenCalledTimes(1);
  });

  test("refunds with another key or none are not ours: postponed", async () => {
    const others: ProviderRefund[] = [
      { reference: "re_1", amount: 1_290, status: "DONE" },
      { key: instructionKey(order, 3), amount: 1_290, status: "DONE" },
    ];
    const outcome = await refundWith(lost(...others));
    expect(outcome).toMatchObject({
      waits: true,
      order: {
        payment: { instructions: [{}, { state: "IN_FLIGHT" }] },
        pending: { effect: "REFUND", tries: 1, dueAt: at(41) },
      },
    });
    expect(outcome.order.payment.providerErrors).toHaveLength(3);
  });

  test("the provider does not tell of the attempt: postponed", async () => {
    expect(await refundWith({ refund: noAnswer, retrieve: async () => undefined })).toMatchObject({ waits: true });
  });

  test("every try uses the same key", async () => {
    const ask = vi.fn(noAnswer);
    await refundWith({ ...lost(), refund: ask });
    expect(ask.mock.calls).toHaveLength(3);
    expect(new Set(ask.mock.calls.map(([request]: unknown[]) => JSON.stringify(request))).size).toBe(1);
  });
});

test("an attempt without a reference: throws, nothing is asked", async () => {
  const { reference: _, ...attempt } = anAttempt({ status: "CAPTURED" });
  await expect(refundWith({}, withPayment(order, { attempts: [attempt] }))).rejects.toThrow(
    `Attempt 1 of ${order.id} has nothing to be given back.`,
  );
});
