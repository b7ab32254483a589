import { beforeEach, expect, test, vi } from "vitest";
import { aProvider, noAnswer } from "../../../tests/builders/fake-provider.ts";
import { at, orderInEachSituation } from "../../../tests/builders/orders.ts";
import { runAt } from "../../../tests/builders/request-context.ts";
import { clock } from "../../platform/runtime/clock.ts";
import type { PaymentProvider } from "../../providers/payment-provider.ts";
import { effectKey } from "../rules/order-transitions.ts";
import type { PendingEffect } from "../rules/pending-effect.ts";
import { capturePayment } from "./capture-payment.ts";

// Nobody waits between two tries.
beforeEach(() => void vi.spyOn(clock, "random").mockReturnValue(0));

const order = orderInEachSituation().leaving;
const pending = claimed();

function claimed(): PendingEffect {
  if (!order.pending) throw new Error("An order that is leaving has an effect pending.");
  return order.pending;
}

function captureWith(methods: Partial<PaymentProvider>) {
  return runAt(at(5), () => capturePayment(order, pending, aProvider(methods)));
}

test("captured payment: shipment is SHIPPED, its units leave the stock", async () => {
  const ask = vi.fn<PaymentProvider["capture"]>(async () => ({ outcome: "done" }));
  const outcome = await captureWith({ capture: ask });
  expect(outcome).toMatchObject({
    ships: true,
    order: {
      status: "SHIPPED",
      payment: { status: "CAPTURED", captured: 3_870 },
      lines: [{ status: "SHIPPED" }, { status: "SHIPPED" }],
      shipments: [{ status: "SHIPPED", carrier: "DHL", trackingNumber: "123", shippedAt: at(5) }],
    },
  });
  expect(outcome.order.pending).toBeUndefined();
  expect(ask.mock.calls[0]?.[0]).toEqual({
    key: effectKey(order, pending),
    orderId: order.id,
    reference: "auth-1",
    amount: order.total,
  });
});

test("refused capture: shipment stays PACKED, the reason is stored", async () => {
  const outcome = await captureWith({ capture: async () => ({ outcome: "refused", reason: "it has expired" }) });
  expect(outcome).toEqual({
    order: expect.objectContaining({
      status: "CONFIRMED",
      shipments: order.shipments,
      lines: order.lines,
      payment: expect.objectContaining({
        status: "EXPIRED",
        captured: 0,
        providerErrors: [{ at: at(5), effect: "CAPTURE", reason: "it has expired" }],
      }),
    }),
  });
  expect(outcome.order.pending).toBeUndefined();
});

test("lost answer: the capture is found at the provider", async () => {
  const find = async () => [{ reference: "auth-1", key: "any", status: "CAPTURED" as const }];
  expect(await captureWith({ capture: noAnswer, find })).toMatchObject({ ships: true, order: { status: "SHIPPED" } });
});

test.each(["AUTHORIZED", "VOIDED", "EXPIRED"] as const)(
  "an authorization that is found %s is no capture",
  async (status) => {
    const find = async () => [{ reference: "auth-1", key: "any", status }];
    const outcome = await captureWith({ capture: noAnswer, find });
    expect(outcome).toMatchObject({
      waits: true,
      order: { status: "CONFIRMED", pending: { ...pending, tries: 1, dueAt: at(35) } },
    });
    expect(outcome.ships).toBeUndefined();
  },
);

test("capture of another authorization: ignored", async () => {
  const find = async () => [{ reference: "auth-2", key: "any", status: "CAPTURED" as const }];
  expect(await captureWith({ capture: noAnswer, find })).toMatchObject({ waits: true });
});
