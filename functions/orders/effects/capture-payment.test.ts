import { beforeEach, describe, expect, test, vi } from "vitest";
import { aProvider, aProviderPayment, noAnswer } from "../../../tests/builders/fake-provider.ts";
import {
  at,
  held,
  orderInEachSituation,
  PLACED_AT,
  pendingOf,
  theAttemptOf,
  theInstructionOf,
  timing,
} from "../../../tests/builders/orders.ts";
import { aCapture, anAttempt, withInstructions, withPayment } from "../../../tests/builders/payments.ts";
import { runAt } from "../../../tests/builders/request-context.ts";
import { clock } from "../../platform/runtime/clock.ts";
import { now } from "../../platform/runtime/request-context.ts";
import type { PaymentProvider, ProviderPayment } from "../../providers/payment-provider.ts";
import { lineStatus } from "../rules/line.ts";
import { claim } from "../rules/next-order.ts";
import type { Order } from "../rules/order.ts";
import { attemptKey, instructionKey } from "../rules/order-transitions.ts";
import type { Instruction } from "../rules/payment.ts";
import { attemptRequest } from "./attempt-request.ts";
import { capturePayment } from "./capture-payment.ts";

// Nobody waits between two tries.
beforeEach(() => void vi.spyOn(clock, "random").mockReturnValue(0));

const { leaving: order, packed } = orderInEachSituation();
const pending = pendingOf(order);
const key = attemptKey(order, theAttemptOf(order));

function captureWith(methods: Partial<PaymentProvider>, of: Order = order) {
  return runAt(at(5), () => capturePayment(of, pendingOf(of), aProvider(methods), () => ({ now: now(), timing })));
}

function capturing() {
  return vi.fn<PaymentProvider["capture"]>(async () => ({ outcome: "captured", closed: true }));
}

/** The answer is lost; the provider tells this of the attempt. */
function lost(changes: Partial<ProviderPayment>): Partial<PaymentProvider> {
  return { capture: noAnswer, retrieve: async () => aProviderPayment({ ...changes }) };
}

test("captured payment: shipment is SHIPPED, its units are", async () => {
  const ask = capturing();
  const outcome = await captureWith({ capture: ask });
  expect(outcome).toMatchObject({
    order: {
      status: "SHIPPED",
      payment: { attempts: [{ status: "CAPTURED" }], instructions: [{ state: "DONE", amount: 3_870 }] },
      shipments: [{ status: "SHIPPED", carrier: "DHL", trackingNumbers: ["123"], shippedAt: at(5) }],
    },
  });
  expect(outcome.order.lines.map(lineStatus)).toEqual(["SHIPPED", "SHIPPED"]);
  expect(outcome.order.pending).toBeUndefined();
  expect(outcome.waits).toBeUndefined();
  expect(ask.mock.calls[0]?.[0]).toEqual({
    key,
    orderId: order.id,
    reference: "auth-1",
    amount: { amount: 3_870, currency: "EUR" },
    method: "pm_sandbox_ok",
    createdAt: PLACED_AT,
    captureKey: instructionKey(order, theInstructionOf(order).id),
    captureAmount: 3_870,
    capturedBefore: 0,
    final: true,
  });
});

test("refused capture of an order that is held: shipment stays PACKED, the reason is stored", async () => {
  const refused = { capture: async () => ({ outcome: "refused", reason: "it has expired" }) as const };
  const outcome = await captureWith(refused, held(order));
  expect(outcome).toEqual({
    order: expect.objectContaining({
      status: "CONFIRMED",
      shipments: packed.shipments,
      lines: order.lines,
      payment: expect.objectContaining({
        attempts: [{ ...theAttemptOf(order), status: "EXPIRED" }],
        instructions: [{ ...theInstructionOf(order), state: "REFUSED", reason: "it has expired" }],
        providerErrors: [{ at: at(5), effect: "CAPTURE", reason: "it has expired" }],
      }),
    }),
  });
  expect(outcome.order.pending).toBeUndefined();
});

describe("one of several captures", () => {
  /** A packed order with these captures, the last of which is in flight. */
  function capturingLast(...instructions: Instruction[]): Order {
    return capturingOne(instructions.length, ...instructions);
  }

  function capturingOne(instruction: number, ...instructions: Instruction[]): Order {
    const context = { now: at(4), timing };
    return claim(withInstructions(packed, ...instructions), { effect: "CAPTURE", instruction }, context);
  }

  async function requestFor(of: Order) {
    const ask = capturing();
    await captureWith({ capture: ask }, of);
    return ask.mock.calls[0]?.[0];
  }

  const requested = { state: "REQUESTED" } as const;

  test("says what was captured of the attempt before, and its own amount under its own key", async () => {
    const refused = aCapture(2, 500, { state: "REFUSED" });
    expect(await requestFor(capturingLast(aCapture(1, 1_290), refused, aCapture(3, 1_000, requested)))).toMatchObject({
      captureKey: `${order.id}/instruction/3`,
      captureAmount: 1_000,
      capturedBefore: 1_290,
      final: false,
    });
  });

  test("the one after which nothing is left is the final one", async () => {
    expect(await requestFor(capturingLast(aCapture(1, 1_290), aCapture(2, 2_580, requested)))).toMatchObject({
      capturedBefore: 1_290,
      final: true,
    });
  });

  test("another one is still to come: not final, though nothing else is due", async () => {
    const of = capturingOne(1, aCapture(1, 1_290, requested), aCapture(2, 2_580, requested));
    expect(await requestFor(of)).toMatchObject({ captureAmount: 1_290, final: false });
  });

  test("what was captured of another attempt does not count as captured before", async () => {
    const of = withPayment(capturingLast(aCapture(1, 1_290), aCapture(2, 2_580, { ...requested, attempt: 2 })), {
      attempts: [anAttempt({ status: "CAPTURED" }), anAttempt({ id: 2, amount: 2_580, reference: "auth-2" })],
    });
    expect(await requestFor(of)).toMatchObject({
      key: `${order.id}/2`,
      reference: "auth-2",
      capturedBefore: 0,
      final: true,
    });
  });

  test("its answer is lost: what was captured before is no answer to it", async () => {
    const of = capturingLast(aCapture(1, 1_290), aCapture(2, 1_000, requested));
    expect(await captureWith(lost({ captured: 1_290 }), of)).toMatchObject({ waits: true });
    const { order: next } = await captureWith(lost({ captured: 2_290 }), of);
    expect(next.payment).toMatchObject({
      attempts: [{ status: "AUTHORIZED" }],
      instructions: [{ state: "DONE" }, { state: "DONE" }],
    });
  });
});

test("lost answer: the capture is found at the provider", async () => {
  const outcome = await captureWith(lost({ status: "CAPTURED", captured: 3_870 }));
  expect(outcome).toMatchObject({
    order: {
      status: "SHIPPED",
      payment: { attempts: [{ status: "CAPTURED" }], providerErrors: [{ effect: "CAPTURE" }] },
    },
  });
});

test("its answer is lost, and another sum was captured: that tells nothing of it", async () => {
  for (const captured of [1_000, 4_000]) {
    expect(await captureWith(lost({ status: "CAPTURED", captured }))).toMatchObject({ waits: true });
  }
});

test("lost answer, found captured while the provider still holds the rest: the rest is let go of", async () => {
  const { order: next } = await captureWith(lost({ status: "AUTHORIZED", captured: 3_870 }));
  expect(next).toMatchObject({
    status: "SHIPPED",
    payment: { attempts: [{ status: "AUTHORIZED" }] },
    pending: { effect: "VOID", instruction: 2 },
  });
});

test.each(["AUTHORIZED", "VOIDED", "EXPIRED"] as const)(
  "an authorization that is found %s is no capture",
  async (status) => {
    const outcome = await captureWith(lost({ status }));
    expect(outcome).toMatchObject({
      waits: true,
      order: { status: "CONFIRMED", pending: { ...pending, tries: 1, dueAt: at(35) } },
    });
    expect(outcome.order.payment.providerErrors).toHaveLength(3);
  },
);

test("what is looked for is the attempt itself", async () => {
  const retrieve = vi.fn<PaymentProvider["retrieve"]>(async () => undefined);
  await captureWith({ capture: noAnswer, retrieve });
  expect(retrieve.mock.calls[0]?.[0]).toMatchObject(attemptRequest(order, theAttemptOf(order)));
});

test("an attempt without a reference: throws, nothing is asked", async () => {
  const { reference: _, ...attempt } = theAttemptOf(order);
  await expect(captureWith({}, withPayment(order, { attempts: [attempt] }))).rejects.toThrow(
    `Attempt 1 of ${order.id} has nothing to be captured.`,
  );
});
