import { beforeEach, describe, expect, test, vi } from "vitest";
import { aProvider, noAnswer } from "../../../tests/builders/fake-provider.ts";
import {
  aPendingOrder,
  at,
  changed,
  orderInEachSituation,
  PLACED_AT,
  pendingOf,
  timing,
} from "../../../tests/builders/orders.ts";
import { aCapture, anAttempt, aVoid, withInstructions, withPayment } from "../../../tests/builders/payments.ts";
import { aContext, runAt } from "../../../tests/builders/request-context.ts";
import { clock } from "../../platform/runtime/clock.ts";
import { now, runInContext } from "../../platform/runtime/request-context.ts";
import type { Closed, PaymentProvider } from "../../providers/payment-provider.ts";
import type { Order } from "../rules/order.ts";
import { cancel } from "../rules/order-transitions.ts";
import type { Attempt } from "../rules/payment.ts";
import { paymentStatus } from "../rules/payment-status.ts";
import { voidPayment } from "./void-payment.ts";

// Nobody waits between two tries.
beforeEach(() => void vi.spyOn(clock, "random").mockReturnValue(0));

const { cancelling, givenUp, declining, delivered } = orderInEachSituation();
/** Cancelled before the provider had answered: an authorization may still appear, until at(915). */
const unanswered = cancel(
  aPendingOrder(),
  { reason: "Too slow", actor: "customer:alice", isCustomer: true },
  changed(2),
);

const context = () => ({ now: now(), timing });

function voidAt(moment: string, order: Order, methods: Partial<PaymentProvider>) {
  return runAt(moment, () => voidPayment(order, pendingOf(order), aProvider(methods), context));
}

const UNSEEN: Closed = { isKnown: false, wasHeld: false };
const HELD: Closed = { isKnown: true, wasHeld: true };
const NOT_HELD: Closed = { isKnown: true, wasHeld: false };

function closing(answer: Closed) {
  return vi.fn<PaymentProvider["close"]>(async () => answer);
}

test("authorized attempt: closed at the provider by its key and reference, VOID is done", async () => {
  const close = closing(HELD);
  const outcome = await voidAt(at(3), cancelling, { close });
  expect(outcome).toMatchObject({
    order: {
      version: cancelling.version + 1,
      updatedAt: at(3),
      status: "CANCELLED",
      payment: { attempts: [{ status: "VOIDED" }], instructions: [{ kind: "VOID", state: "DONE" }] },
    },
  });
  expect(outcome.waits).toBeUndefined();
  expect(outcome.order.pending).toBeUndefined();
  expect(close.mock.calls.map(([request]) => request)).toEqual([
    {
      orderId: cancelling.id,
      key: `${cancelling.id}/1`,
      amount: { amount: 3_870, currency: "EUR" },
      method: "pm_sandbox_ok",
      createdAt: PLACED_AT,
      reference: "auth-1",
    },
  ]);
});

test("several attempts: each is closed by its own instruction, one after the other", async () => {
  const attempts = [anAttempt({ reference: "auth-1" }), anAttempt({ id: 2, reference: "auth-2" })];
  const instructions = [aVoid(1), aVoid(2, { attempt: 2 })];
  const close = closing(HELD);
  const first = await voidAt(at(3), withPayment(cancelling, { attempts, instructions }), { close });
  expect(first.order).toMatchObject({
    payment: { attempts: [{ status: "VOIDED" }, { status: "AUTHORIZED" }] },
    pending: { effect: "VOID", instruction: 2 },
  });
  const second = await voidAt(at(4), first.order, { close });
  expect(second.order.payment.attempts.map(({ status }) => status)).toEqual(["VOIDED", "VOIDED"]);
  expect(second.order.pending).toBeUndefined();
  expect(close.mock.calls.map(([{ key, reference }]) => [key, reference])).toEqual([
    [`${cancelling.id}/1`, "auth-1"],
    [`${cancelling.id}/2`, "auth-2"],
  ]);
});

test.each<[string, Closed]>([
  ["authorized before", HELD],
  ["not held before", NOT_HELD],
  ["unknown to the provider", UNSEEN],
])("attempt that we know to be authorized, %s: VOIDED at once", async (_, answer) => {
  const outcome = await voidAt(at(3), cancelling, { close: closing(answer) });
  expect(outcome.order.payment.attempts).toMatchObject([{ status: "VOIDED" }]);
  expect(outcome.waits).toBeUndefined();
});

test("declined attempt: closed at once, and it stays DECLINED for people", async () => {
  for (const answer of [NOT_HELD, UNSEEN]) {
    const outcome = await voidAt(at(3), declining, { close: closing(answer) });
    expect(outcome.order.payment.attempts).toMatchObject([
      { status: "CLOSED", declineReason: "the card was declined" },
    ]);
    expect(paymentStatus(outcome.order)).toBe("DECLINED");
    expect(outcome.order.pending).toBeUndefined();
  }
});

test("declined attempt that a late call had authorized all the same: VOIDED", async () => {
  const { order } = await voidAt(at(3), declining, { close: closing(HELD) });
  expect(order.payment.attempts).toMatchObject([{ status: "VOIDED" }]);
  expect(order.history.at(-1)?.type).toBe("PaymentVoided");
});

test("attempt of which a part was captured: only the rest is let go of, it counts as captured", async () => {
  const order: Order = {
    ...withPayment(withInstructions(delivered, aCapture(1, 3_870), aVoid(2)), { attempts: [anAttempt()] }),
    pending: { effect: "VOID", instruction: 2, dueAt: at(30), tries: 0 },
  };
  const outcome = await voidAt(at(9), order, { close: closing(HELD) });
  expect(outcome.order.payment.attempts).toMatchObject([{ status: "CAPTURED" }]);
  expect(paymentStatus(outcome.order)).toBe("CAPTURED");
});

test("no answer: the effect is postponed, the errors are stored", async () => {
  const outcome = await voidAt(at(3), cancelling, { close: noAnswer });
  expect(outcome).toMatchObject({
    waits: true,
    order: { status: "CANCELLED", pending: { effect: "VOID", instruction: 1, tries: 1, dueAt: at(33) } },
  });
  expect(outcome.order.payment.providerErrors).toHaveLength(3);
});

test("errors before the success are stored; each try says the same", async () => {
  const close = closing(HELD);
  close.mockImplementationOnce(noAnswer);
  const { order } = await voidAt(at(3), cancelling, { close });
  expect(order.payment).toMatchObject({
    attempts: [{ status: "VOIDED" }],
    providerErrors: [{ effect: "VOID", reason: "the bank answered 503" }],
  });
  expect(new Set(close.mock.calls.map(([request]) => JSON.stringify(request))).size).toBe(1);
});

describe("authorization without an answer", () => {
  test.each<[string, Closed, Attempt["status"]]>([
    ["held it", HELD, "VOIDED"],
    ["had seen it", NOT_HELD, "CLOSED"],
  ])("the provider %s: closed at once", async (_, answer, status) => {
    const outcome = await voidAt(at(3), unanswered, { close: closing(answer) });
    expect(outcome.order.payment.attempts).toMatchObject([{ status }]);
    expect(outcome.order.pending).toBeUndefined();
    expect(outcome.waits).toBeUndefined();
  });

  test("the provider has not seen it, and keeps no mark: VOID stays due until it can no more appear", async () => {
    const close = closing(UNSEEN);
    const outcome = await voidAt(at(3), unanswered, { close });
    expect(close).toHaveBeenCalledTimes(1);
    expect(outcome).toMatchObject({
      waits: true,
      order: {
        payment: { attempts: [{ status: "REQUESTED" }], instructions: [{ state: "IN_FLIGHT" }] },
        pending: { effect: "VOID", instruction: 1, tries: 1, dueAt: at(915.001) },
      },
    });
    expect(paymentStatus(outcome.order)).toBe("UNKNOWN");
  });

  test("the provider has not seen it, and keeps a mark: closed at once", async () => {
    const outcome = await voidAt(at(3), unanswered, { close: closing(UNSEEN), closeLeavesMark: true });
    expect(outcome.order.payment.attempts).toMatchObject([{ status: "CLOSED" }]);
    expect(paymentStatus(outcome.order)).toBe("NONE");
    expect(outcome.order.pending).toBeUndefined();
  });

  test("too early, and postponed already: nothing changes", async () => {
    const { order: planned } = await voidAt(at(3), unanswered, { close: closing(UNSEEN) });
    const again = await voidAt(at(4), planned, { close: closing(UNSEEN) });
    expect(again).toEqual({ order: planned, waits: true });
    expect(again.order).toBe(planned);
  });

  test("too early, and postponed already, but with errors: they are stored", async () => {
    const { order: planned } = await voidAt(at(3), unanswered, { close: closing(UNSEEN) });
    const close = closing(UNSEEN);
    close.mockImplementationOnce(noAnswer);
    const { order } = await voidAt(at(4), planned, { close });
    expect(order.payment.providerErrors).toHaveLength(1);
    expect(order.pending?.dueAt).toBe(at(915.001));
  });

  test("at the last possible moment: still too early", async () => {
    expect(await voidAt(at(915), givenUp, { close: closing(UNSEEN) })).toMatchObject({ waits: true });
  });

  test("after it, nothing found: payment is NONE", async () => {
    const outcome = await voidAt(at(915.001), givenUp, { close: closing(UNSEEN) });
    expect(outcome).toMatchObject({ order: { status: "FAILED", payment: { attempts: [{ status: "CLOSED" }] } } });
    expect(outcome.order.pending).toBeUndefined();
    expect(paymentStatus(outcome.order)).toBe("NONE");
  });

  test("after it, a late authorization: voided", async () => {
    const { order } = await voidAt(at(916), givenUp, { close: closing(HELD) });
    expect(order.payment.attempts).toMatchObject([{ status: "VOIDED" }]);
  });

  test("the provider's own time to take effect counts", async () => {
    const methods = { close: closing(UNSEEN), settlesWithin: 60 };
    expect(await voidAt(at(965), givenUp, methods)).toMatchObject({
      waits: true,
      order: { pending: { dueAt: at(965.001) } },
    });
    expect((await voidAt(at(965.001), givenUp, methods)).waits).toBeUndefined();
  });

  test("the time of the call counts, not the time of the answer", async () => {
    let clock = Date.parse(at(914));
    const close = async () => {
      clock = Date.parse(at(920));
      return UNSEEN;
    };
    const work = aContext({ clock: () => clock });
    const outcome = await runInContext(work, () =>
      voidPayment(givenUp, pendingOf(givenUp), aProvider({ close }), context),
    );
    expect(outcome.waits).toBe(true);
  });
});
