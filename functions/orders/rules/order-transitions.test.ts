import { describe, expect, test } from "vitest";
import {
  aPendingOrder,
  at,
  changed,
  orderInEachSituation,
  type Situation,
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
import { instructionOf } from "./instructions.ts";
import { lineStatus } from "./line.ts";
import type { Order } from "./order.ts";
import {
  attemptKey,
  cancel,
  confirm,
  decline,
  failOutOfStock,
  giveUp,
  instructionKey,
  lastAnswerBy,
  mayBeCancelled,
  postpone,
  recordClosed,
} from "./order-transitions.ts";
import type { AttemptStatus } from "./payment.ts";
import { paymentStatus } from "./payment-status.ts";
import type { CustomerMayCancelUntil } from "./policy.ts";
import { backoff, CLOCK_SKEW_SECONDS } from "./timing.ts";

const orders = orderInEachSituation();
const { pending, confirmed, packed, leaving, cancelling } = orders;
const told = { reason: "Ordered twice by mistake", actor: "staff:bob" };
const request = { ...told, isCustomer: false };
const context = changed(9);
const partlyShipped: Order = {
  ...packed,
  status: "PARTIALLY_SHIPPED",
  lines: packed.lines.map((line, index) => ({ ...line, shipped: index === 1 ? 1 : 0 })),
  shipments: packed.shipments.flatMap((shipment) => [
    { ...shipment, lines: shipment.lines.slice(0, 1) },
    { ...shipment, number: 2, status: "SHIPPED" as const, lines: shipment.lines.slice(1), shippedAt: at(5) },
  ]),
};
const error = { at: at(9), effect: "ANY", reason: "the bank answered 503" };

describe("confirm", () => {
  test("the attempt holds the money as the provider said, the order is CONFIRMED, SHIP is claimed", () => {
    const authorized = { reference: "auth-1", expiresAt: at(600_000), multicapture: true };
    const order = confirm(pending, theAttemptOf(pending), authorized, [error], context);
    expect(order).toMatchObject({ version: 2, updatedAt: at(9), status: "CONFIRMED", pending: { effect: "SHIP" } });
    expect(order.payment).toEqual({
      ...pending.payment,
      attempts: [{ ...theAttemptOf(pending), status: "AUTHORIZED", ...authorized }],
      providerErrors: [error],
    });
  });

  test("what the provider does not say is not stored", () => {
    const order = confirm(pending, theAttemptOf(pending), { reference: "auth-1", multicapture: false }, [], context);
    expect(order.payment.attempts).toEqual([{ ...theAttemptOf(pending), status: "AUTHORIZED", reference: "auth-1" }]);
  });
});

describe("decline", () => {
  const declining = decline(pending, theAttemptOf(pending), "no cover", [error], context);

  test("the order is FAILED, and says the amount and the reason; every line is CANCELLED", () => {
    expect(declining).toMatchObject({
      status: "FAILED",
      failure: { reason: "PAYMENT_DECLINED", detail: "The payment of 38.70 EUR was declined: no cover." },
      payment: { attempts: [{ status: "DECLINED", declineReason: "no cover" }], providerErrors: [error] },
    });
    expect(declining.lines.map(lineStatus)).toEqual(["CANCELLED", "CANCELLED"]);
  });

  test("a decline is no close: VOID is claimed in the same write", () => {
    expect(declining.payment.instructions).toEqual([aVoid(1, { state: "IN_FLIGHT" })]);
    expect(declining.pending).toMatchObject({ effect: "VOID", instruction: 1, dueAt: at(39) });
  });
});

describe("giveUp", () => {
  test("the order is FAILED, its lines CANCELLED; the attempt is to be closed, because it may be authorized late", () => {
    const order = giveUp(pending, theAttemptOf(pending), changed(900));
    expect(order).toMatchObject({
      status: "FAILED",
      failure: {
        reason: "PAYMENT_UNAVAILABLE",
        detail: `The payment provider gave no answer until ${at(900)}.`,
      },
      payment: { attempts: [{ status: "REQUESTED" }], instructions: [aVoid(1, { state: "IN_FLIGHT" })] },
      pending: { effect: "VOID", instruction: 1, since: at(900), dueAt: at(930), tries: 0 },
    });
    expect(order.lines.map(lineStatus)).toEqual(["CANCELLED", "CANCELLED"]);
    expect(paymentStatus(order)).toBe("UNKNOWN");
  });

  test("the last moment at which an authorization can appear: clock skew included", () => {
    expect(lastAnswerBy(theAttemptOf(pending), 60)).toBe(at(900 + 60 + CLOCK_SKEW_SECONDS));
  });
});

describe("cancel", () => {
  test("cancelled order: says who cancelled it, why and when; every line is CANCELLED", () => {
    const order = cancel(orders.toBePacked, request, context);
    expect(order).toMatchObject({
      status: "CANCELLED",
      cancellation: { ...told, at: at(9) },
      shipments: [{ status: "CANCELLED" }],
    });
    expect(order.lines.map(lineStatus)).toEqual(["CANCELLED", "CANCELLED"]);
  });

  test("authorized payment: VOID is claimed", () => {
    const order = cancel(packed, request, context);
    expect(order).toMatchObject({
      payment: { attempts: [{ status: "AUTHORIZED" }], instructions: [aVoid(1, { state: "IN_FLIGHT" })] },
      pending: { effect: "VOID", instruction: 1, since: at(9), dueAt: at(39), tries: 0 },
    });
  });

  test("payment without an answer: it becomes UNKNOWN, VOID is claimed instead of AUTHORIZE", () => {
    const order = cancel(pending, request, context);
    expect(paymentStatus(order)).toBe("UNKNOWN");
    expect(order.pending).toEqual({ effect: "VOID", instruction: 1, since: at(9), dueAt: at(39), tries: 0 });
  });

  test("shipment not made yet: VOID is claimed instead of SHIP", () => {
    expect(confirmed.pending?.effect).toBe("SHIP");
    expect(cancel(confirmed, request, context).pending).toMatchObject({ effect: "VOID", since: at(9) });
  });

  test.each<AttemptStatus>(["EXPIRED", "VOIDED", "CLOSED", "CAPTURED"])(
    "attempt is %s: nothing is held, no effect is claimed",
    (status) => {
      const order = cancel(withPayment(packed, { attempts: [anAttempt({ status })] }), request, context);
      expect(order.payment.instructions).toEqual([]);
      expect(order.pending).toBeUndefined();
    },
  );

  test("several attempts: each that is not closed is voided, one after the other", () => {
    const attempts = [anAttempt({ status: "DECLINED" }), anAttempt({ id: 2, status: "CLOSED" }), anAttempt({ id: 3 })];
    const order = cancel(withPayment(packed, { attempts }), request, context);
    expect(order.payment.instructions).toEqual([aVoid(1, { state: "IN_FLIGHT" }), aVoid(2, { attempt: 3 })]);
    const next = recordClosed(order, theInstructionOf(order), theAttemptOf(order), false, [], changed(10));
    expect(next.pending).toMatchObject({ effect: "VOID", instruction: 2 });
  });

  test("while the provider is asked how things stand: accepted, the VOID waits", () => {
    const order = cancel({ ...packed, pending: { effect: "REFRESH", dueAt: at(20), tries: 1 } }, request, context);
    expect(order.payment.instructions).toEqual([aVoid(1)]);
    expect(order.pending).toEqual({ effect: "REFRESH", dueAt: at(20), tries: 1 });
  });

  test("capture in flight: 409 order_busy with Retry-After", () => {
    expect(mayBeCancelled(leaving, false)).toBe(false);
    expect(() => cancel(leaving, request, context)).toThrow(
      expect.objectContaining({ code: "order_busy", retryAfter: 2, message: expect.stringContaining("(capture)") }),
    );
  });

  test("a shipment is about to leave, whatever its capture waits for: 409 order_busy", () => {
    for (const state of ["REQUESTED", "IN_FLIGHT", "DONE"] as const) {
      const waiting = withInstructions(leaving, aCapture(1, 3_870, { shipment: 1, state }));
      expect(mayBeCancelled(waiting, false)).toBe(false);
      expect(() => cancel(waiting, request, context)).toThrow(expect.objectContaining({ code: "order_busy" }));
    }
  });

  test("a capture that no shipment waits for: accepted, what it takes is given back", () => {
    const captured = withInstructions(packed, aCapture(1, 3_870));
    expect(mayBeCancelled(captured, false)).toBe(true);
    expect(cancel(captured, request, context).payment.instructions).toEqual([
      aCapture(1, 3_870),
      aRefund(2, 1, 3_870, { state: "IN_FLIGHT" }),
      aVoid(3),
    ]);
  });

  describe("by the customer", () => {
    const byCustomer = { ...told, isCustomer: true };
    const until = (order: Order, customerMayCancelUntil: CustomerMayCancelUntil): Order => ({
      ...order,
      customerMayCancelUntil,
    });

    test.each<[CustomerMayCancelUntil, boolean, boolean, boolean]>([
      ["PENDING", true, false, false],
      ["PACKED", true, true, false],
      ["SHIPPED", true, true, true],
    ])("until %s: to be packed %s, packed %s, shipped in part %s", (limit, ...allowed) => {
      const inSteps = [orders.toBePacked, packed, partlyShipped].map((order) => until(order, limit));
      expect(inSteps.map((order) => mayBeCancelled(order, true))).toEqual(allowed);
      for (const [index, order] of inSteps.entries()) {
        const attempted = () => cancel(order, byCustomer, context);
        if (allowed[index]) expect(attempted().version).toBe(order.version + 1);
        else expect(attempted).toThrow(expect.objectContaining({ code: "too_late_to_cancel" }));
      }
    });

    test("staff are not limited", () => {
      for (const order of [orders.toBePacked, packed, partlyShipped])
        expect(mayBeCancelled(until(order, "PENDING"), false)).toBe(true);
    });
  });

  test.each<Situation>(["shipped", "delivered", "declined", "givenUp", "outOfStock", "cancelled"])(
    "is refused for an order that is %s",
    (situation) => {
      expect(mayBeCancelled(orders[situation], false)).toBe(false);
      expect(() => cancel(orders[situation], request, context)).toThrow(
        expect.objectContaining({ code: "invalid_state_transition" }),
      );
    },
  );
});

describe("confirmed order: SHIP is due", () => {
  const shipDueAt = (order: Order, seconds: number) =>
    confirm(order, theAttemptOf(order), { reference: "auth-1" }, [], changed(seconds)).pending?.dueAt;

  test("when AUTHORIZE would have been: the order keeps its place in the due index", () => {
    expect(orders.pending.pending?.dueAt).toBe(at(30));
    expect(shipDueAt(orders.pending, 1)).toBe(at(30));
  });

  test("after shipWithin, where AUTHORIZE is due already", () => {
    expect(shipDueAt(orders.pending, 30)).toBe(at(30 + timing.shipWithin));
  });

  test("after shipWithin, where AUTHORIZE was postponed to a later time", () => {
    expect(shipDueAt(postpone(orders.pending, [], changed(10), at(300)), 20)).toBe(at(20 + timing.shipWithin));
  });
});

test("out of stock: the failure names each line and what is available, no payment is requested", () => {
  const [mug, pen] = aPendingOrder().lines;
  if (!mug || !pen) throw new Error("The order has two lines.");
  const shortages = [
    { sku: mug.sku, ordered: 2, available: 1 },
    { sku: pen.sku, ordered: 1, available: 0 },
  ];
  const order = failOutOfStock(aPendingOrder(), shortages);
  expect(order).toMatchObject({
    version: 1,
    status: "FAILED",
    payment: { attempts: [{ status: "CLOSED" }], instructions: [] },
    failure: {
      reason: "OUT_OF_STOCK",
      detail: "Not enough stock: 2 of MUG (1 available), 1 of PEN (0 available).",
      shortages,
    },
  });
  expect(order.pending).toBeUndefined();
  expect(paymentStatus(order)).toBe("NONE");
  expect(order.lines.map(lineStatus)).toEqual(["CANCELLED", "CANCELLED"]);
});

test("second answer to the same effect: refused by the state machine", () => {
  const answer = { reference: "auth-1" };
  expect(() => confirm(cancelling, theAttemptOf(cancelling), answer, [], context)).toThrow("cannot become");
  expect(() => decline(confirmed, theAttemptOf(confirmed), "no cover", [], context)).toThrow("cannot become");
});

describe("recordClosed", () => {
  function closed(order: Order, wasHeld: boolean): Order {
    return recordClosed(order, theInstructionOf(order), theAttemptOf(order), wasHeld, [error], context);
  }

  test.each<[Situation, boolean, AttemptStatus]>([
    ["cancelling", true, "VOIDED"],
    ["cancelling", false, "VOIDED"],
    ["givenUp", false, "CLOSED"],
    ["givenUp", true, "VOIDED"],
    ["declining", false, "CLOSED"],
    ["declining", true, "VOIDED"],
  ])("order is %s, money was held: %s: the attempt is %s", (situation, wasHeld, status) => {
    const order = closed(orders[situation], wasHeld);
    expect(order).toMatchObject({
      version: orders[situation].version + 1,
      status: orders[situation].status,
      payment: { attempts: [{ status }], instructions: [aVoid(1, { state: "DONE" })], providerErrors: [error] },
    });
    expect(order.pending).toBeUndefined();
  });

  test("what was captured before stays captured: only the rest was let go of", () => {
    const voiding = withInstructions(orders.delivered, aCapture(1, 1_290), aVoid(2));
    const order = withPayment(voiding, { attempts: [anAttempt()] });
    const next = recordClosed(order, instructionOf(order, 2), anAttempt(), true, [], context);
    expect(next.payment.attempts).toMatchObject([{ status: "CAPTURED" }]);
    expect(next.history).toEqual(order.history);
  });

  test("a captured part of another attempt does not count", () => {
    const voiding = withInstructions(packed, aCapture(1, 1_290), aVoid(2, { attempt: 2 }));
    const second = anAttempt({ id: 2 });
    const order = withPayment(voiding, { attempts: [anAttempt({ status: "CAPTURED" }), second] });
    const next = recordClosed(order, instructionOf(order, 2), second, true, [], context);
    expect(next.payment.attempts).toMatchObject([{ status: "CAPTURED" }, { status: "VOIDED" }]);
  });

  test("closed meanwhile by itself: it stays what it was", () => {
    const order = withPayment(cancelling, { attempts: [anAttempt({ status: "EXPIRED" })] });
    expect(closed(order, true).payment).toMatchObject({
      attempts: [{ status: "EXPIRED" }],
      instructions: [{ state: "DONE" }],
    });
  });

  test("a capture that was decided for it is refused", () => {
    const capture = aCapture(2, 3_870, { state: "REQUESTED", shipment: 1 });
    const order = {
      ...withInstructions(packed, aVoid(1), capture),
      shipments: leaving.shipments,
      holdUntil: at(3_600),
    };
    const next = recordClosed(order, aVoid(1), theAttemptOf(order), true, [], context);
    expect(next.payment.instructions).toMatchObject([{ state: "DONE" }, { state: "REFUSED" }]);
    expect(next.shipments).toEqual(packed.shipments);
  });
});

describe("postpone", () => {
  test("AUTHORIZE: postponed until askUntil at most", () => {
    const { askUntil } = theAttemptOf(pending);
    expect(postpone(pending, [], changed(899)).pending?.dueAt).toBe(askUntil);
    expect(postpone(pending, [], changed(860)).pending?.dueAt).toBe(at(890));
  });

  test("other effects do not end with the attempt", () => {
    expect(postpone(orders.givenUp, [], changed(1_000)).pending?.dueAt).toBe(at(1_030));
    expect(postpone(leaving, [], changed(1_000)).pending?.dueAt).toBe(at(1_030));
  });

  test("to a given time", () => {
    expect(postpone(orders.givenUp, [], changed(901), at(915)).pending).toMatchObject({ dueAt: at(915), tries: 1 });
  });

  test("effect, key and claim time stay the same; the delay grows", () => {
    let order = pending;
    const waits: number[] = [];
    for (let tries = 0; tries < 6; tries++) {
      const next = postpone(order, [], changed(0));
      const { effect, attempt, since } = order.pending ?? {};
      expect(next.pending).toMatchObject({ effect, attempt, since, tries: tries + 1 });
      expect(attemptKey(next, theAttemptOf(next))).toBe(attemptKey(order, theAttemptOf(order)));
      waits.push((Date.parse(next.pending?.dueAt ?? "") - Date.parse(at(0))) / 1000);
      order = next;
    }
    expect(waits).toEqual([30, 60, 120, 240, 300, 300]);
  });

  test("each try of an authorization is counted in its attempt too, so that a retry can ask anew", () => {
    const twice = postpone(postpone(pending, [], changed(1)), [], changed(40));
    expect(theAttemptOf(twice).tries).toBe(2);
    expect(theAttemptOf(postpone(leaving, [], context)).tries).toBe(theAttemptOf(leaving).tries);
  });

  test("the errors are stored", () => {
    expect(postpone(pending, [error], context).payment.providerErrors).toEqual([error]);
  });

  describe("of several instructions", () => {
    const second = aVoid(2, { attempt: 2 });
    const third = aVoid(3, { attempt: 3 });
    const voiding = cancel(
      withPayment(packed, { attempts: [anAttempt(), anAttempt({ id: 2 }), anAttempt({ id: 3 })] }),
      request,
      changed(5),
    );

    test("the one that was tried gives its place to the next, and stays in flight with its tries", () => {
      const next = postpone(voiding, [error], context);
      expect(next.payment.instructions).toEqual([
        aVoid(1, { state: "IN_FLIGHT", tries: 1 }),
        { ...second, state: "IN_FLIGHT" },
        third,
      ]);
      expect(next.payment.providerErrors).toEqual([error]);
      expect(next.pending).toEqual({ effect: "VOID", instruction: 2, since: at(9), dueAt: at(39), tries: 0 });
    });

    test("after the last comes the first, with the tries that it had", () => {
      const turns = [9, 40, 71].reduce((order, seconds) => postpone(order, [], changed(seconds)), voiding);
      expect(turns.pending).toEqual({ effect: "VOID", instruction: 1, since: at(71), dueAt: at(101), tries: 1 });
      expect(turns.payment.instructions.map(({ tries }) => tries)).toEqual([1, 1, 1]);
    });

    test("the others are over: the one that was tried keeps its place, and waits longer", () => {
      const only = withPayment(voiding, {
        instructions: [aVoid(1, { state: "IN_FLIGHT" }), { ...second, state: "DONE" }, { ...third, state: "REFUSED" }],
      });
      expect(postpone(only, [], context).pending).toMatchObject({ instruction: 1, dueAt: at(39), tries: 1 });
    });

    test("AUTHORIZE keeps its place: it ends at askUntil", () => {
      const effect = { effect: "AUTHORIZE", attempt: 1 } as const;
      const order = { ...withInstructions(packed, aVoid(1)), pending: { ...effect, dueAt: at(9), tries: 0 } };
      expect(postpone(order, [], context).pending).toMatchObject({ ...effect, tries: 1 });
    });

    test("REFRESH gives its place, too, and stays asked for", () => {
      const order: Order = {
        ...withInstructions(packed, aVoid(1)),
        pending: { effect: "REFRESH", dueAt: at(9), tries: 0 },
      };
      const next = postpone(order, [], context);
      expect(next.pending).toMatchObject({ effect: "VOID", instruction: 1 });
      expect(next.payment.refresh).toBe(true);
    });

    test("REFRESH keeps its place where no instruction can be carried out", () => {
      const order: Order = { ...packed, pending: { effect: "REFRESH", dueAt: at(9), tries: 0 } };
      expect(postpone(order, [], context).pending).toMatchObject({ effect: "REFRESH", dueAt: at(39), tries: 1 });
    });
  });

  test("no pending effect: throws", () => {
    expect(() => postpone(orders.delivered, [], context)).toThrow("has nothing pending that could be postponed");
  });
});

test("keys: one for each attempt and each instruction, and no two are the same", () => {
  const { id } = pending;
  expect(attemptKey(pending, anAttempt({ id: 2 }))).toBe(`${id}/2`);
  expect(instructionKey(pending, 2)).toBe(`${id}/instruction/2`);
});

test("the delay is five minutes at most", () => {
  for (const tries of [1, 2, 5, 50, 5_000]) expect(backoff(tries)).toBeLessThanOrEqual(300);
});
