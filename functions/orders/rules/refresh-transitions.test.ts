import { describe, expect, test } from "vitest";
import { at, changed, held, orderInEachSituation } from "../../../tests/builders/orders.ts";
import {
  aCapture,
  anAttempt,
  aRefund,
  aVoid,
  withInstructions,
  withPayment,
} from "../../../tests/builders/payments.ts";
import { refundable } from "./instructions.ts";
import { claim } from "./next-order.ts";
import type { Order } from "./order.ts";
import type { Attempt } from "./payment.ts";
import { paymentStatus } from "./payment-status.ts";
import { recordRefresh, type SeenAttempt } from "./refresh-transitions.ts";

const { packed, confirmed, delivered, leaving } = orderInEachSituation();

/** The order while the provider is asked. */
function refreshing(order: Order): Order {
  return claim(order, { effect: "REFRESH" }, changed(8));
}

function seen(changes: Partial<SeenAttempt> = {}): SeenAttempt {
  return {
    attempt: 1,
    status: "AUTHORIZED",
    reference: "auth-1",
    captured: 0,
    disputes: [],
    refunds: [],
    externalRefunds: [],
    ...changes,
  };
}

function refreshed(order: Order, ...attempts: SeenAttempt[]): Order {
  return recordRefresh(refreshing(order), attempts, [], changed(9));
}

const captured = withPayment(withInstructions(delivered, aCapture(1, 3_870)), {
  attempts: [anAttempt({ status: "CAPTURED" })],
});

test("nothing differs: only the effect is done", () => {
  const { pending: _, ...before } = refreshing(packed);
  expect(refreshed(packed, seen())).toEqual({ ...before, version: packed.version + 1, updatedAt: at(9) });
});

test("an order that is to be shipped: SHIP is claimed again", () => {
  expect(refreshed(confirmed, seen()).pending).toMatchObject({ effect: "SHIP" });
});

test("errors of the call are stored", () => {
  const error = { at: at(9), effect: "REFRESH", reason: "the bank answered 503" };
  const next = recordRefresh(refreshing(packed), [seen()], [error], changed(9));
  expect(next.payment.providerErrors).toEqual([error]);
});

test("an attempt that the provider has not seen stays as it is", () => {
  expect(refreshed(packed).payment).toEqual(packed.payment);
});

test("an attempt that the order does not have: throws", () => {
  expect(() => refreshed(packed, seen({ attempt: 2 }))).toThrow("has no payment attempt 2");
});

describe("an authorization that is over at the provider", () => {
  test.each(["EXPIRED", "VOIDED"] as const)("it is %s there: EXPIRED here, which is told", (status) => {
    const next = refreshed(held(packed), seen({ status }));
    expect(next.payment.attempts).toMatchObject([{ status: "EXPIRED" }]);
    expect(paymentStatus(next)).toBe("EXPIRED");
    expect(next.history.at(-1)).toEqual({ type: "PaymentExpired", after: 9_000 });
    expect(next).toMatchObject({ status: "CONFIRMED", holdUntil: at(3_609) });
  });

  test("an order that is not held ends with it", () => {
    expect(refreshed(packed, seen({ status: "EXPIRED" }))).toMatchObject({
      status: "CANCELLED",
      cancellation: { actor: "system", at: at(9) },
      shipments: [{ status: "CANCELLED" }],
    });
  });

  test("a capture that was decided meanwhile is refused, and the shipment stays PACKED", () => {
    const capture = aCapture(1, 3_870, { state: "REQUESTED", shipment: 1 });
    const next = refreshed(held(withInstructions(leaving, capture)), seen({ status: "EXPIRED" }));
    expect(next.payment.instructions).toMatchObject([{ ...capture, state: "REFUSED" }]);
    expect(next.shipments).toEqual(packed.shipments);
    expect(next).not.toHaveProperty("pending");
  });

  test("which is about to be closed here: its VOID finds out what it was", () => {
    const order = withInstructions(packed, aVoid(1));
    const next = refreshed(order, seen({ status: "VOIDED" }));
    expect(next.payment.attempts).toMatchObject([{ status: "AUTHORIZED" }]);
    expect(next.pending).toMatchObject({ effect: "VOID", instruction: 1 });
  });

  test.each<Attempt["status"]>(["REQUESTED", "DECLINED", "VOIDED", "CLOSED", "CAPTURED"])(
    "which is %s here: stays so",
    (status) => {
      const order = withPayment(packed, { attempts: [anAttempt({ status })] });
      expect(refreshed(order, seen({ status: "EXPIRED" })).payment.attempts).toEqual([anAttempt({ status })]);
    },
  );

  describe("it is CAPTURED there", () => {
    const inPart = held(withInstructions(packed, aCapture(1, 1_290)));

    test("with what the order knows of: the rest is gone, and the order waits for another payment of it", () => {
      const next = refreshed(inPart, seen({ status: "CAPTURED", captured: 1_290 }));
      expect(next.payment.attempts).toMatchObject([{ status: "EXPIRED" }]);
      expect(paymentStatus(next)).toBe("PARTIALLY_CAPTURED");
      expect(next).toMatchObject({ status: "CONFIRMED", holdUntil: at(3_609) });
    });

    test("and more was captured than the order knows of: its next capture finds out", () => {
      const next = refreshed(inPart, seen({ status: "CAPTURED", captured: 3_870 }));
      expect(next.payment.attempts).toEqual(inPart.payment.attempts);
    });
  });

  test("of several attempts: only this one", () => {
    const order = withPayment(packed, { attempts: [anAttempt({ status: "CLOSED" }), anAttempt({ id: 2 })] });
    const next = refreshed(order, seen({ status: "VOIDED" }), seen({ attempt: 2, status: "EXPIRED" }));
    expect(next.payment.attempts.map(({ status }) => status)).toEqual(["CLOSED", "EXPIRED"]);
  });
});

const typesOf = ({ history }: Order, { history: before }: Order) =>
  history.slice(before.length).map(({ type, external = false }) => (external ? `${type} external` : type));

describe("disputes", () => {
  const dispute = { reference: "dp_1", amount: 1_000, status: "OPEN" } as const;
  const lost = { ...dispute, status: "LOST" } as const;
  const stored = anAttempt({ status: "CAPTURED", disputes: [{ ...dispute, seenAt: at(9) }] });

  function withDisputes(order: Order, ...disputes: SeenAttempt["disputes"]): Order {
    return refreshed(order, seen({ status: "CAPTURED", disputes }));
  }

  test("an open one is stored and told, also of an attempt that is closed; asked again, nothing differs", () => {
    const next = withDisputes(captured, dispute);
    expect(next.payment.attempts).toEqual([stored]);
    expect(typesOf(next, captured)).toEqual(["PaymentDisputed"]);
    const again = withDisputes(next, dispute);
    expect(again.payment).toEqual(next.payment);
    expect(typesOf(again, next)).toEqual([]);
  });

  test("won: it is told, and what was captured may be given back", () => {
    const open = withDisputes(captured, dispute);
    const next = withDisputes(open, { ...dispute, status: "WON" });
    expect(next.payment.attempts).toMatchObject([{ disputes: [{ status: "WON" }] }]);
    expect(typesOf(next, open)).toEqual(["PaymentDisputeWon"]);
    expect(refundable(next, aCapture(1, 3_870))).toBe(3_870);
    expect(paymentStatus(next)).toBe("CAPTURED");
  });

  test("lost: it is told, and what it took is given back to the customer and can be refunded no more", () => {
    const open = withDisputes(captured, dispute);
    const next = withDisputes(open, lost);
    expect(typesOf(next, open)).toEqual(["PaymentDisputeLost"]);
    expect(refundable(next, aCapture(1, 3_870))).toBe(2_870);
    expect(paymentStatus(next)).toBe("PARTIALLY_REFUNDED");
    expect(paymentStatus(withDisputes(open, { ...lost, amount: 3_870 }))).toBe("REFUNDED");
  });

  test("lost before it was seen as open: only the end is told", () => {
    expect(typesOf(withDisputes(captured, lost), captured)).toEqual(["PaymentDisputeLost"]);
  });

  test("refunds that wait for it are lowered by what it took, the rest is asked for; what was done stays", () => {
    const refunds = [aRefund(2, 1, 500), ...[3, 4].map((id) => aRefund(id, 1, 1_600, { state: "REQUESTED" }))];
    const waiting = withInstructions(withDisputes(captured, dispute), aCapture(1, 3_870), ...refunds);
    const next = withDisputes(waiting, { ...lost, amount: 1_800 });
    expect(next.payment.instructions).toMatchObject([
      aCapture(1, 3_870),
      aRefund(2, 1, 500),
      { amount: 0, state: "DONE" },
      { amount: 1_570, state: "IN_FLIGHT" },
    ]);
    expect(next.pending).toMatchObject({ effect: "REFUND", instruction: 4 });
    expect(typesOf(next, waiting)).toEqual(["PaymentDisputeLost"]);
  });

  test("a lost one that is reversed: the order does not call for the money, so a refund of it waits for a person", () => {
    const open = withDisputes(captured, dispute);
    const waiting = withInstructions({ ...open, ...ended(open) }, aCapture(1, 3_870), aRefund(2, 1, 2_870));
    const taken = withDisputes(waiting, lost);
    const next = withDisputes(taken, { ...dispute, status: "WON" });
    expect(next.payment.instructions[2]).toMatchObject({ kind: "REFUND", state: "REFUSED", amount: 1_000, capture: 1 });
    expect(typesOf(next, taken)).toEqual(["PaymentInstructionRefused", "PaymentDisputeWon"]);
  });

  test("one that the provider does not tell of any more took nothing", () => {
    const next = withDisputes(withDisputes(captured, dispute));
    expect(next.payment.attempts).toMatchObject([{ disputes: [{ reference: "dp_1", status: "WON" }] }]);
  });

  test("several of one attempt: each is told, all that are lost count", () => {
    const next = withDisputes(captured, lost, { ...lost, reference: "dp_2", amount: 70 });
    expect(typesOf(next, captured)).toEqual(["PaymentDisputeLost", "PaymentDisputeLost"]);
    expect(refundable(next, aCapture(1, 3_870))).toBe(2_800);
  });

  test("an open one as earlier code stored it: it is stored as today, and not told twice", () => {
    const old = withPayment(captured, { attempts: [anAttempt({ status: "CAPTURED", disputed: true })] });
    const next = withDisputes(old, dispute);
    expect(next.payment.attempts).toEqual([stored]);
    expect(typesOf(next, old)).toEqual([]);
    expect(withDisputes(old).payment.attempts[0]).not.toHaveProperty("disputed");
  });

  test("an authorization that runs out meanwhile is told, too", () => {
    const order = held(withInstructions(packed, aCapture(1, 500)));
    const next = refreshed(order, seen({ status: "EXPIRED", disputes: [dispute] }));
    expect(typesOf(next, order)).toEqual(["PaymentDisputed", "PaymentExpired"]);
  });
});

/** Nothing of the order is called for any more. */
function ended(order: Order): Partial<Order> {
  return { lines: order.lines.map((one) => ({ ...one, cancelled: one.quantity, shipped: 0, delivered: 0 })) };
}

describe("refunds of ours", () => {
  const refunded = withPayment(withInstructions(delivered, aCapture(1, 3_870), aRefund(2, 1, 1_290)), {
    attempts: [anAttempt({ status: "CAPTURED" })],
  });

  function withRefund(order: Order, failed: boolean): Order {
    return refreshed(order, seen({ status: "CAPTURED", refunds: [{ instruction: 2, failed }] }));
  }

  test("one that the bank carries out: nothing changes", () => {
    expect(withRefund(refunded, false).payment).toEqual(refunded.payment);
  });

  test("one that failed at the bank later: REFUSED, with the reason", () => {
    const next = withRefund(refunded, true);
    expect(next.payment.instructions).toEqual([
      aCapture(1, 3_870),
      aRefund(2, 1, 1_290, { state: "REFUSED", reason: "the bank could not give the money back" }),
    ]);
    expect(paymentStatus(next)).toBe("CAPTURED");
  });

  test.each([
    ["REQUESTED", "IN_FLIGHT"],
    ["REFUSED", "REFUSED"],
  ] as const)("one that failed, and is %s: not refused by that, it is %s", (state, then) => {
    const order = withInstructions(refunded, aCapture(1, 3_870), aRefund(2, 1, 1_290, { state }));
    expect(withRefund(order, true).payment.instructions[1]?.state).toBe(then);
  });
});

describe("refunds that were made elsewhere", () => {
  const elsewhere = { reference: "re_1", amount: 500, failed: false };

  function withRefunds(order: Order, ...externalRefunds: SeenAttempt["externalRefunds"]): Order {
    return refreshed(order, seen({ status: "CAPTURED", externalRefunds }));
  }

  test("each is stored with when it was seen, and told; asked again, nothing differs", () => {
    const refunds = [elsewhere, { ...elsewhere, reference: "re_2", amount: 70 }];
    const next = withRefunds(captured, ...refunds, { ...elsewhere, reference: "re_3", failed: true });
    expect(next.payment.attempts).toMatchObject([
      {
        refundedElsewhere: 570,
        externalRefunds: [
          { reference: "re_1", amount: 500, seenAt: at(9) },
          { reference: "re_2", amount: 70, seenAt: at(9) },
        ],
      },
    ]);
    expect(typesOf(next, captured)).toEqual(["PaymentRefunded external", "PaymentRefunded external"]);
    expect(paymentStatus(next)).toBe("PARTIALLY_REFUNDED");
    const again = withRefunds(next, ...refunds);
    expect(again.payment).toEqual(next.payment);
    expect(typesOf(again, next)).toEqual([]);
  });

  test.each([
    ["fails", [{ ...elsewhere, failed: true }]],
    ["is not told of any more", []],
  ])("one that %s since then: it is told, stays in the list, and counts no more", (_, refunds) => {
    const given = withRefunds(captured, elsewhere);
    const next = withRefunds(given, ...refunds);
    expect(next.payment.attempts).toMatchObject([{ refundedElsewhere: 0, externalRefunds: [{ failed: true }] }]);
    expect(typesOf(next, given)).toEqual(["PaymentRefundFailed external"]);
    expect(next.payment.instructions).toEqual(given.payment.instructions);
    expect(typesOf(withRefunds(next, elsewhere), next)).toEqual(["PaymentRefunded external"]);
  });

  test("one fails and another of the same amount is made: both are told, though the sum is the same", () => {
    const given = withRefunds(captured, elsewhere);
    const next = withRefunds(given, { ...elsewhere, failed: true }, { ...elsewhere, reference: "re_2" });
    expect(next.payment.attempts[0]?.refundedElsewhere).toBe(500);
    expect(typesOf(next, given)).toEqual(["PaymentRefundFailed external", "PaymentRefunded external"]);
  });

  test("one fails after the order ended without it: the customer is owed it, so a refund waits for a person", () => {
    const given = withRefunds(captured, elsewhere);
    const over = withInstructions({ ...given, ...ended(given) }, aCapture(1, 3_870), aRefund(2, 1, 3_370));
    const next = withRefunds(over, { ...elsewhere, failed: true });
    expect(next.payment.instructions[2]).toMatchObject({ kind: "REFUND", state: "REFUSED", amount: 500, capture: 1 });
    expect(next.pending).toBeUndefined();
    expect(typesOf(next, over)).toEqual(["PaymentInstructionRefused", "PaymentRefundFailed external"]);
  });

  test("they are counted for each attempt by itself", () => {
    const two = withPayment(captured, {
      attempts: [anAttempt({ status: "CAPTURED" }), anAttempt({ id: 2, status: "CAPTURED" })],
    });
    const next = refreshed(
      two,
      seen({ status: "CAPTURED", externalRefunds: [elsewhere] }),
      seen({ attempt: 2, status: "CAPTURED", externalRefunds: [{ ...elsewhere, amount: 70 }] }),
    );
    expect(next.payment.attempts.map(({ refundedElsewhere }) => refundedElsewhere)).toEqual([500, 70]);
  });
});
