import { expect, test } from "vitest";
import { aPendingOrder, at, changed, theAttemptOf } from "../../../tests/builders/orders.ts";
import { afterDue, askProvider, attemptsWithOpenAction, dueAt } from "./due.ts";
import type { Order } from "./order.ts";
import { requireAction } from "./order-transitions.ts";
import { recordRefresh } from "./refresh-transitions.ts";

const pending = aPendingOrder();
const waiting = requireAction(pending, theAttemptOf(pending), "auth-1", [], changed(1));
const seen = {
  attempt: 1,
  reference: "auth-1",
  captured: 0,
  disputes: [],
  refunds: [],
  externalRefunds: [],
} as const;

function askedAndOpen(order: Order, seconds: number): Order {
  const asked = askProvider(order, changed(seconds));
  return recordRefresh(asked, [{ ...seen, status: "ACTION_REQUIRED" }], [], changed(seconds));
}

test("the provider is asked after 30 s, then after as long again as the order has waited, at most 300 s, until the deadline", () => {
  const moments: (string | undefined)[] = [];
  let order = waiting;
  for (const seconds of [31, 62, 124, 248, 496, 796]) {
    moments.push(dueAt(order));
    order = askedAndOpen(order, seconds);
  }

  expect(moments).toEqual([31, 62, 124, 248, 496, 796].map(at));
  expect(dueAt(order)).toBe(at(900));
});

test("due: REFRESH is claimed, once", () => {
  const asking = afterDue(waiting, changed(31));

  expect(asking.pending?.effect).toBe("REFRESH");
  expect(afterDue(asking, changed(300))).toBe(asking);
  expect(afterDue(waiting, changed(30))).toBe(waiting);
});

test("found completed: the same attempt is to be authorized; found failed: declined", () => {
  const asking = afterDue(waiting, changed(31));
  const completed = recordRefresh(asking, [{ ...seen, status: "UNCONFIRMED" }], [], changed(32));
  expect(completed.pending).toMatchObject({ effect: "AUTHORIZE", attempt: 1 });
  const failed = recordRefresh(asking, [{ ...seen, status: "DECLINED" }], [], changed(32));
  expect(failed).toMatchObject({ status: "FAILED", failure: { reason: "PAYMENT_DECLINED" } });
});

test("abandoned: FAILED at the deadline, and no action is open any more", () => {
  const abandoned = afterDue(waiting, changed(900));

  expect(abandoned).toMatchObject({ status: "FAILED", pending: { effect: "VOID" } });
  expect([waiting, abandoned].map((order) => attemptsWithOpenAction(order).length)).toEqual([1, 0]);
});
