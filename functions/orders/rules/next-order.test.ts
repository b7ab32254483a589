import { describe, expect, test } from "vitest";
import {
  at,
  changed,
  orderInEachSituation,
  theAttemptOf,
  theInstructionOf,
  timing,
} from "../../../tests/builders/orders.ts";
import {
  aCapture,
  anAttempt,
  aRefund,
  aVoid,
  withInstructions,
  withPayment,
} from "../../../tests/builders/payments.ts";
import { canBeCarriedOut, claimInstruction, claimNext, endWithoutTarget, firstOrder, nextOrder } from "./next-order.ts";
import type { Order } from "./order.ts";
import { recordClosed } from "./order-transitions.ts";
import type { AttemptStatus, Instruction } from "./payment.ts";
import { closeAttempts } from "./payment-changes.ts";

const orders = orderInEachSituation();
const { confirmed, packed, leaving, pending } = orders;
const context = changed(9);

/** A packed order, for which nothing is to be done, with these instructions and attempts. */
function withPaymentOf(instructions: Instruction[], ...attempts: AttemptStatus[]): Order {
  const statuses = attempts.length === 0 ? (["AUTHORIZED"] as const) : attempts;
  return withPayment(withInstructions(packed, ...instructions), {
    attempts: statuses.map((status, index) => anAttempt({ id: index + 1, status })),
  });
}

const requested = { state: "REQUESTED" } as const;

describe("nextOrder", () => {
  test("the version after the one that was read, changed now", () => {
    const next = nextOrder(packed, { ...packed, version: 99 }, context);
    expect(next).toMatchObject({ version: packed.version + 1, updatedAt: at(9) });
  });

  test("in the same write: what lost its target ends, the next effect is claimed, the history goes on", () => {
    const capture = aCapture(1, 3_870, { ...requested, shipment: 1 });
    const way = { carrier: "DHL", trackingNumbers: ["123"] };
    const waits = withPaymentOf([capture, aVoid(2, { attempt: 2 })], "AUTHORIZED", "DECLINED");
    const before = { ...waits, holdUntil: at(3_600) };
    const after = withPayment(
      { ...before, shipments: before.shipments.map((shipment) => ({ ...shipment, leaving: way })) },
      { attempts: [anAttempt({ status: "EXPIRED" }), anAttempt({ id: 2, status: "DECLINED" })] },
    );

    const next = nextOrder(before, after, changed(9, "staff:sam"));

    expect(next.payment.instructions).toMatchObject([{ state: "REFUSED" }, { state: "IN_FLIGHT" }]);
    expect(next.shipments).toEqual(packed.shipments);
    expect(next.pending).toEqual({ effect: "VOID", instruction: 2, since: at(9), dueAt: at(39), tries: 0 });
    expect(next.history).toEqual([
      ...packed.history,
      { type: "PaymentInstructionRefused", after: 9_000, by: "staff:sam" },
      { type: "PaymentExpired", after: 9_000, by: "staff:sam" },
    ]);
  });

  test("no event is told: the history stays", () => {
    expect(nextOrder(packed, packed, changed(9, "staff:sam")).history).toEqual(packed.history);
  });

  test.each([
    ["customer:alice", "customer"],
    ["customer:bob", "customer:bob"],
    ["staff:alice", "staff:alice"],
  ])("in an order of alice, %s is called %s", (by, called) => {
    const cancelled: Order = { ...packed, status: "CANCELLED" };
    expect(nextOrder(packed, cancelled, changed(9, by)).history.at(-1)).toEqual({
      type: "OrderCancelled",
      after: 9_000,
      by: called,
    });
  });
});

test("firstOrder: version and pending effect stay, what it tells is the first history", () => {
  const failed: Order = { ...pending, status: "FAILED" };
  expect(firstOrder(failed, changed(0, "customer:alice"))).toEqual({
    ...failed,
    history: [{ type: "OrderFailed", after: 0, by: "customer" }],
  });
  expect(firstOrder(pending, changed(0))).toEqual(pending);
});

describe("endWithoutTarget", () => {
  test.each<AttemptStatus>(["VOIDED", "CLOSED", "EXPIRED", "CAPTURED"])(
    "attempt is %s: its VOID is done, its capture refused with a reason",
    (status) => {
      const order = withPaymentOf([aCapture(1, 100, requested), aVoid(2)], status);
      expect(endWithoutTarget(order).payment.instructions).toEqual([
        aCapture(1, 100, { state: "REFUSED", reason: "the payment holds nothing any more" }),
        aVoid(2, { state: "DONE" }),
      ]);
    },
  );

  test.each<AttemptStatus>(["REQUESTED", "ACTION_REQUIRED", "AUTHORIZED", "DECLINED"])(
    "attempt is %s: nothing ends",
    (status) => {
      const order = withPaymentOf([aCapture(1, 100, requested), aVoid(2)], status);
      expect(endWithoutTarget(order)).toEqual(order);
    },
  );

  test("another attempt is closed: nothing ends", () => {
    const order = withPaymentOf([aCapture(1, 100, requested), aVoid(2)], "AUTHORIZED", "CLOSED");
    expect(endWithoutTarget(order)).toEqual(order);
  });

  test("capture was refused: its refund is done with nothing given back", () => {
    const order = withPaymentOf([aCapture(1, 100, { state: "REFUSED" }), aRefund(2, 1, 60, requested)]);
    expect(endWithoutTarget(order).payment.instructions[1]).toEqual(aRefund(2, 1, 0));
  });

  test("capture is refused only now: its refund ends with it", () => {
    const order = withPaymentOf([aCapture(1, 100, requested), aRefund(2, 1, 60, requested)], "EXPIRED");
    expect(endWithoutTarget(order).payment.instructions).toMatchObject([
      { state: "REFUSED", amount: 100 },
      { state: "DONE", amount: 0 },
    ]);
  });

  test.each(["REQUESTED", "DONE"] as const)("capture is %s: its refund waits", (state) => {
    const order = withPaymentOf([aCapture(1, 100, { state }), aRefund(2, 1, 60, requested)]);
    expect(endWithoutTarget(order)).toEqual(order);
  });

  test("a shipment that waited for the capture does not leave; one that waits for another capture does", () => {
    const [shipment] = leaving.shipments;
    if (!shipment) throw new Error("The order has a shipment.");
    const instructions = [
      aCapture(1, 100, { ...requested, shipment: 1 }),
      aCapture(2, 100, { ...requested, attempt: 2, shipment: 2 }),
    ];
    const order = withPaymentOf(instructions, "EXPIRED", "AUTHORIZED");
    const { leaving: _, ...stays } = shipment;
    const ended = endWithoutTarget({ ...order, shipments: [shipment, { ...shipment, number: 2 }] });
    expect(ended.shipments).toEqual([stays, { ...shipment, number: 2 }]);
  });

  test("in flight: it goes on, its outcome is not known", () => {
    const inFlight = { state: "IN_FLIGHT" } as const;
    const order = withPaymentOf(
      [aVoid(1, inFlight), aCapture(2, 100, inFlight), aRefund(3, 4, 60, inFlight), aCapture(4, 100, requested)],
      "EXPIRED",
    );
    expect(endWithoutTarget(order).payment.instructions.map(({ state }) => state)).toEqual([
      "IN_FLIGHT",
      "IN_FLIGHT",
      "IN_FLIGHT",
      "REFUSED",
    ]);
  });

  test("what is over stays as it was", () => {
    const over = [
      aCapture(1, 100),
      aCapture(2, 100, { state: "REFUSED", reason: "it has expired" }),
      aVoid(3, { state: "DONE" }),
      aRefund(4, 2, 60, { state: "REFUSED" }),
    ];
    const order = withPaymentOf(over, "VOIDED");
    expect(endWithoutTarget(order)).toBe(order);
  });
});

describe("claimNext", () => {
  function claimed(order: Order, before?: Order) {
    return claimNext(order, before, context).pending;
  }

  function claimedIn(instructions: Instruction[], ...attempts: AttemptStatus[]) {
    return claimed(withPaymentOf(instructions, ...attempts));
  }

  test("nothing to be done: nothing is claimed", () => {
    expect(claimedIn([])).toBeUndefined();
    expect(claimedIn([aCapture(1, 100), aVoid(2, { state: "DONE" }), aRefund(3, 1, 9, { state: "REFUSED" })])).toBe(
      undefined,
    );
  });

  test("the oldest instruction first, due when a request would have carried it out", () => {
    const { resumeAfter } = timing;
    expect(
      claimedIn([aCapture(1, 1), aVoid(2, { attempt: 2 }), aCapture(3, 1, requested)], "AUTHORIZED", "DECLINED"),
    ).toEqual({
      effect: "VOID",
      instruction: 2,
      since: at(9),
      dueAt: at(9 + resumeAfter),
      tries: 0,
    });
    expect(claimedIn([aCapture(1, 1), aCapture(2, 1, requested), aVoid(3)])).toMatchObject({
      effect: "CAPTURE",
      instruction: 2,
    });
  });

  test.each<AttemptStatus>(["REQUESTED", "ACTION_REQUIRED", "DECLINED"])(
    "a capture waits while its attempt is %s; what can be carried out overtakes it",
    (status) => {
      const capture = aCapture(1, 1, requested);
      expect(claimedIn([capture], status)).toBeUndefined();
      expect(claimedIn([capture, aVoid(2)], status)).toMatchObject({ effect: "VOID", instruction: 2 });
    },
  );

  test("a refund waits for its capture", () => {
    const capture = aCapture(1, 100, requested);
    const refund = aRefund(2, 1, 60, requested);
    expect(claimedIn([capture, refund])).toMatchObject({ effect: "CAPTURE", instruction: 1 });
    expect(claimedIn([capture, refund], "REQUESTED")).toBeUndefined();
    expect(claimedIn([aCapture(1, 100), refund])).toMatchObject({ effect: "REFUND", instruction: 2 });
  });

  test("an effect in flight stays, whatever is decided meanwhile", () => {
    const order = withPayment(leaving, { instructions: [...leaving.payment.instructions, aVoid(2)], refresh: true });
    expect(claimNext(order, leaving, context)).toBe(order);
  });

  test("a claimed instruction is IN_FLIGHT, and goes on counting its tries", () => {
    const order = withPaymentOf([aVoid(1, { tries: 3 }), aVoid(2, { attempt: 2 })], "AUTHORIZED", "DECLINED");
    const next = claimNext(order, undefined, context);
    expect(next.payment.instructions).toEqual([aVoid(1, { tries: 3, state: "IN_FLIGHT" }), aVoid(2, { attempt: 2 })]);
    expect(next.pending).toEqual({ effect: "VOID", instruction: 1, since: at(9), dueAt: at(39), tries: 3 });
    expect(claimInstruction(order, aVoid(2, { attempt: 2 }), context).pending).toMatchObject({
      instruction: 2,
      tries: 0,
    });
  });

  test("one that gave its place to another is claimed again, although it is in flight", () => {
    for (const instruction of [aVoid(1), aRefund(1, 2, 9), aCapture(1, 9)]) {
      const waiting = { ...instruction, state: "IN_FLIGHT", tries: 2 } as const;
      const order = withPaymentOf([waiting, aCapture(2, 100)], "DECLINED");
      expect(claimed(order)).toMatchObject({ effect: instruction.kind, instruction: 1, tries: 2 });
    }
  });

  test("a capture waits while another of the same attempt is in flight, not while one of another attempt is", () => {
    const second = aCapture(2, 100, requested);
    const first = (attempt: number) => aCapture(1, 100, { state: "IN_FLIGHT", attempt });
    const order = (attempt: number) => withPaymentOf([first(attempt), second], "AUTHORIZED", "AUTHORIZED");
    expect(canBeCarriedOut(order(1), second)).toBe(false);
    expect(canBeCarriedOut(order(1), first(1))).toBe(true);
    expect(canBeCarriedOut(order(2), second)).toBe(true);
  });

  describe("REFRESH", () => {
    test("after every instruction that can be carried out; it stays asked for until then", () => {
      const order = withPayment(withPaymentOf([aVoid(1)]), { refresh: true });
      const next = claimNext(order, undefined, context);
      expect(next.pending?.effect).toBe("VOID");
      expect(next.payment.refresh).toBe(true);
    });

    test("is claimed once: the order does not ask for it any more", () => {
      const next = claimNext(withPayment(withPaymentOf([]), { refresh: true }), undefined, context);
      expect(next.pending).toEqual({ effect: "REFRESH", since: at(9), dueAt: at(39), tries: 0 });
      expect(next.payment).not.toHaveProperty("refresh");
    });

    test("before an instruction that cannot be carried out yet", () => {
      const order = withPayment(withPaymentOf([aCapture(1, 1, requested)], "REQUESTED"), { refresh: true });
      expect(claimed(order)?.effect).toBe("REFRESH");
    });
  });

  describe("SHIP", () => {
    const toBeShipped = withInstructions(confirmed);

    test("where a confirmed order has units in no shipment, after `shipWithin`", () => {
      expect(claimed(toBeShipped)).toEqual({ effect: "SHIP", since: at(9), dueAt: at(129), tries: 0 });
      expect(claimed(withInstructions(packed))).toBeUndefined();
      expect(claimed({ ...toBeShipped, status: "CANCELLED" })).toBeUndefined();
    });

    test("is not claimed anew by another change", () => {
      expect(claimNext(confirmed, confirmed, context)).toBe(confirmed);
    });

    test("keeps the order's place in the due index: confirming an order does not move it", () => {
      expect(pending.pending?.dueAt).toBe(at(30));
      expect(confirmed.pending).toEqual({ effect: "SHIP", since: at(1), dueAt: at(30), tries: 0 });
    });

    test("a place that is in the past already, or later than `shipWithin`, is not kept", () => {
      const dueBefore = (dueAt: string): Order => ({ ...pending, pending: { effect: "AUTHORIZE", dueAt, tries: 0 } });
      expect(claimed(toBeShipped, dueBefore(at(9.001)))?.dueAt).toBe(at(9.001));
      expect(claimed(toBeShipped, dueBefore(at(9)))?.dueAt).toBe(at(129));
      expect(claimed(toBeShipped, dueBefore(at(8)))?.dueAt).toBe(at(129));
      expect(claimed(toBeShipped, dueBefore(at(300)))?.dueAt).toBe(at(129));
    });

    test("gives way to a VOID and to a REFRESH, and comes back after it", () => {
      const isHeld = { ...confirmed, holdUntil: at(3_600) };
      const voiding = nextOrder(isHeld, closeAttempts(isHeld), context);
      expect(voiding.pending).toMatchObject({ effect: "VOID", instruction: 1, dueAt: at(39) });
      const closed = recordClosed(voiding, theInstructionOf(voiding), theAttemptOf(voiding), true, [], changed(10));
      expect(closed.pending).toEqual({ effect: "SHIP", since: at(10), dueAt: at(39), tries: 0 });

      const asked = withPayment(confirmed, { refresh: true });
      const refreshing = nextOrder(confirmed, asked, context);
      expect(refreshing.pending).toMatchObject({ effect: "REFRESH", dueAt: at(39) });
      const { pending: _, ...refreshed } = refreshing;
      expect(nextOrder(refreshing, refreshed, changed(10)).pending).toMatchObject({ effect: "SHIP", dueAt: at(39) });
    });

    test("ends where nothing is to be shipped any more", () => {
      const cancelled: Order = { ...confirmed, status: "CANCELLED" };
      expect(claimNext(cancelled, confirmed, context)).not.toHaveProperty("pending");
    });
  });
});
