import fc from "fast-check";
import { expect, test } from "vitest";
import { sam } from "../../../tests/builders/callers.ts";
import { type AttemptedStep, everyPossibleStep, orderWalks } from "../../../tests/builders/order-walk.ts";
import { changed } from "../../../tests/builders/orders.ts";
import { ProblemError } from "../../platform/values/problems.ts";
import { orderView } from "../api/order-api.ts";
import { captures, isClosed, isOpen } from "./instructions.ts";
import { lineStates, lineStatus } from "./line.ts";
import { endWithoutTarget } from "./next-order.ts";
import { Order, orderStates } from "./order.ts";
import { orderEvents } from "./order-events.ts";
import { cancel, mayBeCancelled } from "./order-transitions.ts";
import { attemptStates } from "./payment.ts";
import { shipmentStates } from "./shipment.ts";
import { STATUS_MATRIX, type StatusRow, statusRowOf } from "./status-matrix.ts";
import { orderTotal } from "./total.ts";

/** Whatever is done to an order, in whatever sequence: from each situation, and along five hundred random walks. */
function atEveryStep(promise: (tried: AttemptedStep) => void): void {
  everyPossibleStep().forEach(promise);
  fc.assert(
    fc.property(orderWalks, (walk) => walk.forEach(promise)),
    { numRuns: 500 },
  );
}

function atEveryVersion(promise: (order: Order, before: Order, now: string) => void): void {
  atEveryStep(({ before, after, now }) => after && promise(after, before, now));
}

test("a refused step throws a problem of ours, or names what the order does not have", () => {
  atEveryStep(({ after, error }) => {
    if (after) return;
    const ours = error instanceof ProblemError && error.problem.status === 409;
    expect(ours || String(error)).toSatisfy((said) => said === true || /has no shipment/.test(String(said)));
  });
});

test("each step makes the next version of the same order, at its own time", () => {
  atEveryVersion((order, before, now) => {
    expect(order).toMatchObject({ version: before.version + 1, updatedAt: now });
    const { id, customerId, createdAt, currency, shippingAddress, fingerprint } = before;
    expect(order).toMatchObject({ id, customerId, createdAt, currency, shippingAddress, fingerprint });
    expect(orderTotal(order)).toEqual(orderTotal(before));
  });
});

test("order, payment, lines and shipments change only as their state machines allow", () => {
  atEveryVersion((order, before) => {
    expectStep(orderStates, before.status, order.status);
    for (const [index, attempt] of order.payment.attempts.entries())
      expectStep(attemptStates, before.payment.attempts[index]?.status, attempt.status);
    expect(order.lines.length).toBe(before.lines.length);
    for (const [index, line] of order.lines.entries()) {
      const earlier = before.lines[index];
      expectStep(lineStates, earlier && lineStatus(earlier), lineStatus(line));
    }
    for (const [index, shipment] of order.shipments.entries()) {
      expectStep(shipmentStates, before.shipments[index]?.status ?? "PENDING", shipment.status);
    }
    expect(order.shipments.length).toBeGreaterThanOrEqual(before.shipments.length);
  });
});

function expectStep<State extends string>(
  machine: { allows(from: State, to: State): boolean },
  from: State | undefined,
  to: State,
): void {
  expect(from === to || (from !== undefined && machine.allows(from, to)), `${from} -> ${to}`).toBe(true);
}

test("ordered = open + shipped + cancelled, on every line", () => {
  atEveryVersion((order) => {
    for (const { quantity, open, shipped, cancelled } of orderView(order, sam).lines) {
      expect(open + shipped + cancelled).toBe(quantity);
    }
  });
});

test("what is captured is what was authorized, and no instruction waits for a target that is over", () => {
  atEveryVersion((order) => {
    for (const { amount } of captures(order, "DONE", "IN_FLIGHT", "REQUESTED"))
      expect(amount).toBe(orderTotal(order).amount);
    expect(endWithoutTarget(order)).toEqual(order);
  });
});

test("at the end nothing is held, and every instruction is DONE or REFUSED", () => {
  atEveryVersion(({ status, pending, payment }) => {
    if (pending) return;
    expect(payment.instructions.some(isOpen)).toBe(false);
    if (status === "FAILED" || status === "CANCELLED") expect(payment.attempts.every(isClosed)).toBe(true);
  });
});

test("the history tells the events of every step, in order", () => {
  atEveryVersion((order, before) => {
    const told = orderEvents(before, order).map(({ type }) => type);
    expect(order.history.map(({ type }) => type)).toEqual([...before.history.map(({ type }) => type), ...told]);
  });
});

test("the statuses of every order are a row of the matrix, and every row is reached", () => {
  const reached = new Set<StatusRow>();
  atEveryVersion((order) => {
    const row = statusRowOf(order);
    if (!row) expect.fail(`not in the matrix: ${JSON.stringify(order)}`);
    reached.add(row);
  });
  expect(STATUS_MATRIX.filter((row) => !reached.has(row))).toEqual([]);
});

test("a retried effect counts its tries; a new one begins with none", () => {
  atEveryVersion((order, before) => {
    if (!order.pending || !before.pending) return;
    const { effect, instruction } = before.pending;
    const same = order.pending.effect === effect && order.pending.instruction === instruction;
    const isPostponed = order.pending.dueAt !== before.pending.dueAt;
    expect(order.pending.tries).toBe(same ? before.pending.tries + (isPostponed ? 1 : 0) : 0);
  });
});

test("a pending effect is due after the step that claimed it", () => {
  atEveryVersion(({ pending }, _before, now) => {
    if (pending) expect(pending.dueAt > now).toBe(true);
  });
});

test("allowedActions contains cancel exactly where cancelling succeeds", () => {
  atEveryVersion((order) => {
    const request = { reason: "Changed my mind", actor: "customer:alice" };
    const works = attempt(() => cancel(order, request, changed(order.version)));
    expect(mayBeCancelled(order)).toBe(works);
    expect(orderView(order, sam).allowedActions).toEqual(works ? ["cancel"] : []);
  });
});

function attempt(run: () => unknown): boolean {
  try {
    run();
    return true;
  } catch {
    return false;
  }
}

test("every version can be stored and read back", () => {
  atEveryVersion((order) => expect(Order.parse(JSON.parse(JSON.stringify(order)))).toEqual(order));
});
