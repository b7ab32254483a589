import { describe, expect, test } from "vitest";
import { at, changed, orderInEachSituation } from "../../../tests/builders/orders.ts";
import { anAttempt, aVoid, withInstructions, withPayment } from "../../../tests/builders/payments.ts";
import { afterDue, askProvider, dueAt, dueWork } from "./due.ts";
import type { Order } from "./order.ts";

const { pending, packed, leaving, delivered } = orderInEachSituation();

/** An order whose customer is asked for an action. */
const acting = withPayment(withInstructions(pending), { attempts: [anAttempt({ status: "ACTION_REQUIRED" })] });
/** A packed order whose authorization runs out. */
const expiring = withPayment(packed, { attempts: [anAttempt({ expiresAt: at(5_000) })] });
/** A packed order that nothing pays any more, and that is held. */
const held: Order = { ...withPayment(packed, { attempts: [anAttempt({ status: "EXPIRED" })] }), holdUntil: at(3_600) };

describe("dueAt", () => {
  test("nothing is due of an order that only people act on", () => {
    expect(dueAt(packed)).toBeUndefined();
    expect(dueAt(delivered)).toBeUndefined();
  });

  test("the pending effect, or what time brings, whichever is first", () => {
    expect(dueAt(leaving)).toBe(leaving.pending?.dueAt);
    expect(dueAt(expiring)).toBe(at(5_000));
    const effect = (dueAfter: number): Order => ({
      ...expiring,
      pending: { effect: "CAPTURE", dueAt: at(dueAfter), tries: 0 },
    });
    expect(dueAt(effect(4_000))).toBe(at(4_000));
    expect(dueAt(effect(6_000))).toBe(at(5_000));
  });

  test("an order that nothing pays: when its hold ends, or at once without one", () => {
    expect(dueAt(held)).toBe(at(3_600));
    const { holdUntil: _, ...notHeld } = held;
    expect(dueAt(notHeld)).toBe(packed.updatedAt);
  });

  test("an action: the provider is asked while it is open, and it is over at askUntil", () => {
    expect(dueAt(acting)).toBe(at(30));
    expect(dueAt(withPayment(acting, { refresh: true }))).toBe(at(900));
    expect(dueAt({ ...acting, updatedAt: at(890) })).toBe(at(900));
  });

  test("an attempt that is about to be closed is not waited for", () => {
    const closing = { ...withInstructions(expiring, aVoid(1)), holdUntil: at(9_999) };
    expect(dueAt(closing)).toBe(at(9_999));
  });

  test("while the provider is about to be asked, it is not due for that", () => {
    expect(dueAt(withPayment(expiring, { refresh: true }))).toBeUndefined();
    expect(dueAt({ ...expiring, pending: { effect: "REFRESH", dueAt: at(9_000), tries: 0 } })).toBe(at(9_000));
  });
});

describe("dueWork", () => {
  test("the pending effect, with its tries", () => {
    const order: Order = { ...packed, pending: { effect: "VOID", since: at(7), dueAt: at(40), tries: 2 } };
    expect(dueWork(order)).toEqual({ effect: "VOID", since: at(7), dueAt: at(40), tries: 2 });
  });

  test("nothing is pending: it waits for time, since that moment", () => {
    expect(dueWork(expiring)).toEqual({ effect: "WAIT", since: at(5_000), dueAt: at(5_000), tries: 0 });
  });

  test("nothing is due: no work", () => {
    expect(dueWork(packed)).toBeUndefined();
  });
});

describe("afterDue", () => {
  test("before its time: the order itself", () => {
    for (const order of [packed, leaving]) expect(afterDue(order, changed(100_000))).toBe(order);
    expect(afterDue(expiring, changed(4_999))).toBe(expiring);
    expect(afterDue(held, changed(3_599))).toBe(held);
    expect(afterDue(acting, changed(29))).toBe(acting);
  });

  test("the authorization runs out: the provider is asked whether it has", () => {
    const next = afterDue(expiring, changed(5_000));
    expect(next).toMatchObject({ status: "CONFIRMED", pending: { effect: "REFRESH" } });
    expect(next.payment.attempts).toEqual(expiring.payment.attempts);
  });

  test("the provider still holds it: it is asked again after 30 s, then after twice as long each time, at most 300 s", () => {
    const moments = [5_000, 5_030, 5_060, 5_120, 5_240, 5_480, 5_780];
    const asked = moments.map((seconds) => dueAt({ ...expiring, updatedAt: at(seconds) }));
    expect(asked).toEqual([5_030, 5_060, 5_120, 5_240, 5_480, 5_780, 6_080].map(at));
  });

  test("the hold ends: the order does", () => {
    expect(afterDue(held, changed(3_600))).toMatchObject({ status: "CANCELLED", version: held.version + 1 });
  });

  test("an open action: the provider is asked; after askUntil it is abandoned", () => {
    expect(afterDue(acting, changed(30)).pending).toMatchObject({ effect: "REFRESH" });
    const abandoned = afterDue(acting, changed(900));
    expect(abandoned).toMatchObject({
      status: "FAILED",
      failure: { reason: "PAYMENT_DECLINED" },
      pending: { effect: "VOID", instruction: 1 },
    });
    expect(abandoned.payment.attempts).toMatchObject([
      { status: "ACTION_REQUIRED", declineReason: "the customer did not complete the action in time" },
    ]);
  });
});

describe("askProvider", () => {
  test("REFRESH is claimed where nothing is in flight", () => {
    const order = askProvider(packed, changed(9));
    expect(order.pending).toMatchObject({ effect: "REFRESH", since: at(9) });
    expect(order.payment).not.toHaveProperty("refresh");
  });

  test("else it is asked for, and claimed later", () => {
    const order = askProvider(leaving, changed(9));
    expect(order.pending).toEqual(leaving.pending);
    expect(order.payment.refresh).toBe(true);
  });
});
