import { beforeEach, describe, expect, test, vi } from "vitest";
import { aProvider, noAnswer } from "../../../tests/builders/fake-provider.ts";
import { aPendingOrder, at, orderInEachSituation, timing } from "../../../tests/builders/orders.ts";
import { aContext, runAt } from "../../../tests/builders/request-context.ts";
import { clock } from "../../platform/runtime/clock.ts";
import { runInContext } from "../../platform/runtime/request-context.ts";
import type { PaymentProvider, ProviderPayment } from "../../providers/payment-provider.ts";
import type { Order } from "../rules/order.ts";
import { cancel, effectKey } from "../rules/order-transitions.ts";
import { voidPayment } from "./void-payment.ts";

// Nobody waits between two tries.
beforeEach(() => void vi.spyOn(clock, "random").mockReturnValue(0));

const { cancelling, givenUp } = orderInEachSituation();
/** Cancelled before the provider had answered: an authorization may still appear, until at(915). */
const unanswered = cancel(aPendingOrder(), { reason: "Too slow", actor: "customer:alice" }, at(2), timing);

async function voidAt(moment: string, order: Order, methods: Partial<PaymentProvider>) {
  const { pending } = order;
  if (!pending) throw new Error("The order has nothing pending.");
  return runAt(moment, () => voidPayment(order, pending, aProvider(methods)));
}

function payment(status: ProviderPayment["status"], reference = "auth-1"): ProviderPayment {
  return { reference, key: "any", status };
}

const done = () => vi.fn<PaymentProvider["void"]>(async () => ({ outcome: "done" }));

test("each authorization is voided under its own key", async () => {
  const release = done();
  const find = async () => [
    payment("AUTHORIZED", "auth-1"),
    payment("DECLINED", "auth-0"),
    payment("AUTHORIZED", "auth-2"),
  ];
  const outcome = await voidAt(at(3), cancelling, { find, void: release });
  expect(outcome).toMatchObject({ order: { status: "CANCELLED", payment: { status: "VOIDED" } } });
  expect(outcome.order.pending).toBeUndefined();
  const key = cancelling.pending && effectKey(cancelling, cancelling.pending);
  expect(release.mock.calls.map(([request]) => request)).toEqual([
    { key: `${key}/auth-1`, orderId: cancelling.id, reference: "auth-1" },
    { key: `${key}/auth-2`, orderId: cancelling.id, reference: "auth-2" },
  ]);
});

test("voided authorization: not voided again", async () => {
  expect(await voidAt(at(3), cancelling, { find: async () => [payment("VOIDED")] })).toMatchObject({
    order: { payment: { status: "VOIDED" } },
  });
});

test("refused void: the authorization is closed, VOID is done", async () => {
  const refuse = async () => ({ outcome: "refused", reason: "it has expired" }) as const;
  const outcome = await voidAt(at(3), cancelling, { find: async () => [payment("AUTHORIZED")], void: refuse });
  expect(outcome).toMatchObject({ order: { payment: { status: "VOIDED" } } });
});

test("no answer: the effect is postponed, the errors are stored", async () => {
  const outcome = await voidAt(at(3), cancelling, { find: noAnswer });
  expect(outcome).toMatchObject({
    waits: true,
    order: { status: "CANCELLED", pending: { effect: "VOID", tries: 1, dueAt: at(33) } },
  });
  expect(outcome.order.payment.providerErrors).toHaveLength(3);
});

test("errors before the success are stored", async () => {
  const find = vi.fn<PaymentProvider["find"]>(async () => [payment("VOIDED")]);
  find.mockImplementationOnce(noAnswer);
  const { order } = await voidAt(at(3), cancelling, { find });
  expect(order.payment).toMatchObject({
    status: "VOIDED",
    providerErrors: [{ effect: "VOID", reason: "the bank answered 503" }],
  });
});

describe("authorization without an answer", () => {
  test("visible authorization: voided at once; VOID stays due until no other can appear", async () => {
    const release = done();
    const outcome = await voidAt(at(3), unanswered, { find: async () => [payment("AUTHORIZED")], void: release });
    expect(release).toHaveBeenCalledTimes(1);
    expect(outcome).toMatchObject({
      waits: true,
      order: { payment: { status: "UNKNOWN" }, pending: { effect: "VOID", dueAt: at(915.001) } },
    });
  });

  test("too early, and postponed already: nothing changes", async () => {
    const { order: planned } = await voidAt(at(3), unanswered, { find: async () => [] });
    expect(await voidAt(at(4), planned, { find: async () => [] })).toEqual({ order: planned, waits: true });
  });

  test("at the last possible moment: still too early", async () => {
    expect(await voidAt(at(915), givenUp, { find: async () => [] })).toMatchObject({ waits: true });
  });

  test("after it, nothing found: payment is NONE", async () => {
    const outcome = await voidAt(at(915.001), givenUp, { find: async () => [] });
    expect(outcome).toMatchObject({ order: { status: "FAILED", payment: { status: "NONE" } } });
    expect(outcome.order.pending).toBeUndefined();
  });

  test("after it, a late authorization: voided", async () => {
    const release = done();
    const outcome = await voidAt(at(916), givenUp, { find: async () => [payment("AUTHORIZED")], void: release });
    expect(release).toHaveBeenCalledTimes(1);
    expect(outcome).toMatchObject({ order: { payment: { status: "VOIDED" } } });
  });

  test("after it, a declined one: payment is NONE", async () => {
    expect(await voidAt(at(916), givenUp, { find: async () => [payment("DECLINED")] })).toMatchObject({
      order: { payment: { status: "NONE" } },
    });
  });

  test("the time of the call counts, not the time of the answer", async () => {
    let clock = Date.parse(at(914));
    const { pending } = givenUp;
    if (!pending) throw new Error("A given up order has a void pending.");
    const find = async () => {
      clock = Date.parse(at(920));
      return [];
    };
    const work = aContext({ clock: () => clock });
    const outcome = await runInContext(work, () => voidPayment(givenUp, pending, aProvider({ find })));
    expect(outcome.waits).toBe(true);
  });
});
