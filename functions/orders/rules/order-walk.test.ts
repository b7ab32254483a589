import fc from "fast-check";
import { expect, test } from "vitest";
import { sam } from "../../../tests/builders/callers.ts";
import { type AttemptedStep, everyPossibleStep, orderWalks } from "../../../tests/builders/order-walk.ts";
import { timing } from "../../../tests/builders/orders.ts";
import { ProblemError } from "../../platform/values/problems.ts";
import { orderView } from "../api/order-api.ts";
import { lineStates, Order, orderStates } from "./order.ts";
import { cancel, effectKey, mayBeCancelled } from "./order-transitions.ts";
import { paymentStates } from "./payment.ts";
import { shipmentStates } from "./shipment.ts";
import { STATUS_MATRIX, type StatusRow, statusRowOf } from "./status-matrix.ts";

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
    const { id, customerId, createdAt, total, shippingAddress, fingerprint } = before;
    expect(order).toMatchObject({ id, customerId, createdAt, total, shippingAddress, fingerprint });
  });
});

test("order, payment, lines and shipments change only as their state machines allow", () => {
  atEveryVersion((order, before) => {
    expectStep(orderStates, before.status, order.status);
    expectStep(paymentStates, before.payment.status, order.payment.status);
    expect(order.lines.length).toBe(before.lines.length);
    for (const [index, line] of order.lines.entries()) expectStep(lineStates, before.lines[index]?.status, line.status);
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

test("refunded <= captured <= authorized, and money is captured exactly where the payment says so", () => {
  atEveryVersion(({ payment }) => {
    expect(payment.refunded).toBeLessThanOrEqual(payment.captured);
    expect(payment.captured).toBeLessThanOrEqual(payment.amount.amount);
    expect(payment.captured).toBe(payment.status === "CAPTURED" ? payment.amount.amount : 0);
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

test("each new effect has a new key; a retried effect keeps its key", () => {
  atEveryVersion((order, before) => {
    if (!order.pending || !before.pending) return;
    const same = effectKey(order, order.pending) === effectKey(before, before.pending);
    expect(same).toBe(order.pending.effect === before.pending.effect);
    expect(order.pending.tries).toBe(
      same ? before.pending.tries + (order.pending.dueAt === before.pending.dueAt ? 0 : 1) : 0,
    );
  });
});

test("a pending effect is due after the step that claimed it", () => {
  atEveryVersion(({ pending }, _before, now) => {
    if (pending) expect(pending.dueAt > now).toBe(true);
  });
});

test("allowedActions contains cancel exactly where cancelling succeeds", () => {
  atEveryVersion((order, _before, now) => {
    const request = { reason: "Changed my mind", actor: "customer:alice" };
    const works = attempt(() => cancel(order, request, now, timing));
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
