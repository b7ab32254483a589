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
  return { attempt: 1, status: "AUTHORIZED", reference: "auth-1", disputed: false, refunds: [], ...changes };
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

  test("of several attempts: only this one", () => {
    const order = withPayment(packed, { attempts: [anAttempt({ status: "CLOSED" }), anAttempt({ id: 2 })] });
    const next = refreshed(order, seen({ status: "VOIDED" }), seen({ attempt: 2, status: "EXPIRED" }));
    expect(next.payment.attempts.map(({ status }) => status)).toEqual(["CLOSED", "EXPIRED"]);
  });
});

describe("disputes", () => {
  test("an open one is stored, also of an attempt that is closed", () => {
    const next = refreshed(captured, seen({ status: "CAPTURED", disputed: true }));
    expect(next.payment.attempts).toEqual([anAttempt({ status: "CAPTURED", disputed: true })]);
  });

  test("one that is over is no more stored", () => {
    const disputed = withPayment(captured, { attempts: [anAttempt({ status: "CAPTURED", disputed: true })] });
    const next = refreshed(disputed, seen({ status: "CAPTURED" }));
    expect(next.payment.attempts[0]).not.toHaveProperty("disputed");
  });
});

describe("refunds", () => {
  const refunded = withPayment(withInstructions(delivered, aCapture(1, 3_870), aRefund(2, 1, 1_290)), {
    attempts: [anAttempt({ status: "CAPTURED" })],
  });
  const own = { instruction: 2, amount: 1_290, failed: false };
  const elsewhere = { instruction: undefined, amount: 500, failed: false };

  function withRefunds(order: Order, ...refunds: SeenAttempt["refunds"]): Order {
    return refreshed(order, seen({ status: "CAPTURED", refunds }));
  }

  test("our own that the bank carries out: nothing changes", () => {
    expect(withRefunds(refunded, own).payment).toEqual(refunded.payment);
  });

  test("our own that failed at the bank later: REFUSED, with the reason", () => {
    const next = withRefunds(refunded, { ...own, failed: true });
    expect(next.payment.instructions).toEqual([
      aCapture(1, 3_870),
      aRefund(2, 1, 1_290, { state: "REFUSED", reason: "the bank could not give the money back" }),
    ]);
    expect(paymentStatus(next)).toBe("CAPTURED");
  });

  test.each([
    ["REQUESTED", "IN_FLIGHT"],
    ["REFUSED", "REFUSED"],
  ] as const)("our own that failed, and is %s: not refused by that, it is %s", (state, then) => {
    const order = withInstructions(refunded, aCapture(1, 3_870), aRefund(2, 1, 1_290, { state }));
    expect(withRefunds(order, { ...own, failed: true }).payment.instructions[1]?.state).toBe(then);
  });

  test("made elsewhere: all that did not fail are added up; asked again, the sum is the same", () => {
    const refunds = [own, elsewhere, { ...elsewhere, amount: 70 }, { ...elsewhere, amount: 9, failed: true }];
    const next = withRefunds(refunded, ...refunds);
    expect(next.payment.attempts[0]?.refundedElsewhere).toBe(570);
    expect(withRefunds(next, ...refunds).payment).toEqual(next.payment);
    expect(paymentStatus(next)).toBe("PARTIALLY_REFUNDED");
  });

  test("made elsewhere and failed since then: counted no more", () => {
    const next = withRefunds(withRefunds(refunded, elsewhere), { ...elsewhere, failed: true });
    expect(next.payment.attempts[0]?.refundedElsewhere).toBe(0);
  });

  test("elsewhere is counted for each attempt by itself", () => {
    const two = withPayment(refunded, {
      attempts: [anAttempt({ status: "CAPTURED" }), anAttempt({ id: 2, status: "CAPTURED" })],
    });
    const next = refreshed(
      two,
      seen({ status: "CAPTURED", refunds: [elsewhere] }),
      seen({ attempt: 2, status: "CAPTURED", refunds: [{ ...elsewhere, amount: 70 }] }),
    );
    expect(next.payment.attempts.map(({ refundedElsewhere }) => refundedElsewhere)).toEqual([500, 70]);
  });
});
