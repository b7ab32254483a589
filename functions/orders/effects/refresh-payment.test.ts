import { beforeEach, describe, expect, test, vi } from "vitest";
import { aProvider, aProviderPayment, noAnswer } from "../../../tests/builders/fake-provider.ts";
import { at, orderInEachSituation, pendingOf, theAttemptOf, timing } from "../../../tests/builders/orders.ts";
import { aCapture, anAttempt, aRefund, withInstructions, withPayment } from "../../../tests/builders/payments.ts";
import { runAt } from "../../../tests/builders/request-context.ts";
import { clock } from "../../platform/runtime/clock.ts";
import { now } from "../../platform/runtime/request-context.ts";
import type { PaymentProvider, ProviderPayment } from "../../providers/payment-provider.ts";
import { claimNext } from "../rules/next-order.ts";
import type { Order } from "../rules/order.ts";
import { instructionKey } from "../rules/order-transitions.ts";
import { attemptRequest } from "./attempt-request.ts";
import { refreshPayment } from "./refresh-payment.ts";

// Nobody waits between two tries.
beforeEach(() => void vi.spyOn(clock, "random").mockReturnValue(0));

const { packed, delivered } = orderInEachSituation();

/** The order while the provider is asked. */
function refreshing(order: Order): Order {
  return claimNext(withPayment(order, { refresh: true }), undefined, { now: at(10), timing });
}

function refreshWith(methods: Partial<PaymentProvider>, of: Order) {
  const order = refreshing(of);
  return runAt(at(11), () =>
    refreshPayment(order, pendingOf(order), aProvider(methods), () => ({ now: now(), timing })),
  );
}

async function refreshed(of: Order, payment: ProviderPayment): Promise<Order> {
  return (await refreshWith({ retrieve: async () => payment }, of)).order;
}

test("the attempt is asked for; where nothing differs, only the effect is done", async () => {
  const retrieve = vi.fn<PaymentProvider["retrieve"]>(async () => aProviderPayment());
  const outcome = await refreshWith({ retrieve }, packed);
  expect(retrieve.mock.calls.map(([attempt]) => attempt)).toEqual([attemptRequest(packed, theAttemptOf(packed))]);
  expect(outcome).toEqual({ order: { ...packed, version: packed.version + 1, updatedAt: at(11) } });
});

test("no answer: the effect is postponed, the errors are stored", async () => {
  const outcome = await refreshWith({ retrieve: noAnswer }, packed);
  expect(outcome).toMatchObject({ waits: true, order: { pending: { effect: "REFRESH", tries: 1, dueAt: at(41) } } });
  expect(outcome.order.payment).not.toHaveProperty("refresh");
  expect(outcome.order.payment.providerErrors).toHaveLength(3);
});

test("errors before the answer are stored", async () => {
  const retrieve = vi.fn<PaymentProvider["retrieve"]>(async () => aProviderPayment());
  retrieve.mockImplementationOnce(noAnswer);
  const { order } = await refreshWith({ retrieve }, packed);
  expect(order.payment.providerErrors).toMatchObject([{ effect: "REFRESH", reason: "the bank answered 503" }]);
});

test("authorization that expired: recorded", async () => {
  const order = await refreshed(packed, aProviderPayment({ status: "EXPIRED" }));
  expect(order.payment.attempts).toMatchObject([{ status: "EXPIRED" }]);
  expect(order.pending).toBeUndefined();
});

test("of several attempts, those that may differ are asked for; one that the provider has not seen stays as it is", async () => {
  const dispute = { reference: "dp_1", amount: 500, status: "OPEN" } as const;
  const attempts = [
    anAttempt({ status: "CLOSED" }),
    anAttempt({ id: 2, status: "CAPTURED" }),
    anAttempt({ id: 3, status: "DECLINED" }),
    anAttempt({ id: 4 }),
  ];
  const order = withPayment(withInstructions(packed, aCapture(1, 500, { attempt: 2 })), { attempts });
  const retrieve = vi.fn<PaymentProvider["retrieve"]>(async ({ key }) =>
    key.endsWith("/2") ? aProviderPayment({ status: "CAPTURED", disputes: [dispute] }) : undefined,
  );
  const outcome = await refreshWith({ retrieve }, order);
  expect(retrieve.mock.calls.map(([{ key }]) => key)).toEqual([2, 3, 4].map((id) => `${packed.id}/${id}`));
  expect(outcome.order.payment.attempts).toEqual(
    attempts.map((one) => (one.id === 2 ? { ...one, disputes: [{ ...dispute, seenAt: expect.any(String) }] } : one)),
  );
});

describe("refunds", () => {
  const order = withPayment(withInstructions(delivered, aCapture(1, 3_870), aRefund(2, 1, 1_290), aRefund(3, 1, 80)), {
    attempts: [anAttempt({ status: "CAPTURED" })],
  });
  const captured = (...refunds: ProviderPayment["refunds"]) =>
    aProviderPayment({ status: "CAPTURED", captured: 3_870, refunds });

  test("our own are known by the instruction's key: only the one that failed is REFUSED", async () => {
    const next = await refreshed(
      order,
      captured(
        { key: instructionKey(order, 2), amount: 1_290, status: "PENDING" },
        { key: instructionKey(order, 3), amount: 80, status: "FAILED" },
      ),
    );
    expect(next.payment.instructions.map(({ state }) => state)).toEqual(["DONE", "DONE", "REFUSED"]);
    expect(next.payment.attempts).toMatchObject([{ refundedElsewhere: 0 }]);
  });

  test("those with no key of ours were made elsewhere", async () => {
    const next = await refreshed(
      order,
      captured(
        { reference: "re_1", amount: 500, status: "DONE" },
        { key: "of-somebody-else", amount: 70, status: "PENDING" },
        { reference: "re_2", amount: 9, status: "FAILED" },
      ),
    );
    expect(next.payment.attempts).toMatchObject([
      { refundedElsewhere: 570, externalRefunds: [{ reference: "re_1" }, { reference: "of-somebody-else" }] },
    ]);
    expect(next.payment.instructions).toEqual(order.payment.instructions);
  });
});
