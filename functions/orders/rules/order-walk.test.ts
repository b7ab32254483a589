import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AttemptedStep, atRest, everyPossibleStep, orderWalks } from "../../../tests/builders/order-walk.ts";
import { orderRules } from "../../audit/rules/order-rules.ts";
import { ProblemError } from "../../platform/values/problems.ts";
import { parseOrder, toItem } from "../stored-order.ts";
import {
  amountOf,
  captures,
  isClosed,
  isOpen,
  promisedRefunds,
  refundsOf,
  takenBack,
  waitsForDispute,
} from "./instructions.ts";
import { lineStates, lineStatus } from "./line.ts";
import { endWithoutTarget } from "./next-order.ts";
import { type Order, orderStates } from "./order.ts";
import { orderEvents } from "./order-events.ts";
import { attemptStates, type Instruction } from "./payment.ts";
import { returnStates } from "./return.ts";
import { shipmentStates } from "./shipment.ts";
import { STATUS_MATRIX, type StatusRow, statusRowOf } from "./status-matrix.ts";
import { orderTotal } from "./total.ts";

/** Whatever is done to an order, in whatever sequence: from each situation, and along hundreds of random walks. */
function atEveryStep(promise: (tried: AttemptedStep) => void, numRuns = 300): void {
  everyPossibleStep().forEach(promise);
  fc.assert(
    fc.property(orderWalks, (walk) => walk.forEach(promise)),
    { numRuns },
  );
}

function atEveryVersion(promise: (order: Order, before: Order, now: string) => void, numRuns?: number): void {
  atEveryStep(({ before, after, now }) => after && after !== before && promise(after, before, now), numRuns);
}

test("a refused step throws a problem of ours, or names what the order does not have", () => {
  atEveryStep(({ after, error }) => {
    if (after) return;
    const ours = error instanceof ProblemError && error.problem.status < 500;
    expect(ours || String(error)).toSatisfy((said) => said === true || /has no (shipment|line)/.test(String(said)));
  });
});

test("each step makes the next version of the same order, at its own time", () => {
  atEveryVersion((order, before, now) => {
    expect(order).toMatchObject({ version: before.version + 1, updatedAt: now });
    const { id, customerId, createdAt, currency, charges, discounts, captureAt, fingerprint } = before;
    expect(order).toMatchObject({ id, customerId, createdAt, currency, charges, discounts, captureAt, fingerprint });
  });
});

describe("state machines", () => {
  test("order, payment, lines and shipments change only as theirs allow", () => {
    atEveryVersion((order, before) => {
      expectStep(orderStates, before.status, order.status);
      for (const [index, attempt] of order.payment.attempts.entries())
        expectStep(attemptStates, before.payment.attempts[index]?.status ?? "REQUESTED", attempt.status);
      for (const [index, line] of before.lines.entries()) {
        const later = order.lines[index];
        expectStep(lineStates, lineStatus(line), later && lineStatus(later));
      }
      for (const [index, shipment] of order.shipments.entries())
        expectStep(shipmentStates, before.shipments[index]?.status ?? "PENDING", shipment.status);
      expect(order.shipments.length).toBeGreaterThanOrEqual(before.shipments.length);
      for (const [index, one] of order.returns.entries())
        expectStep(returnStates, before.returns[index]?.status ?? one.status, one.status);
      expect(order.returns.length).toBeGreaterThanOrEqual(before.returns.length);
    });
  });

  function expectStep<State extends string>(
    machine: { allows(from: State, to: State): boolean },
    from: State,
    to: State | undefined,
  ): void {
    expect(from === to || (to !== undefined && machine.allows(from, to)), `${from} -> ${to}`).toBe(true);
  }

  test("every row of the status matrix is reached", () => {
    const reached = new Set<StatusRow | undefined>();
    atEveryVersion((order) => reached.add(statusRowOf(order)));
    expect(STATUS_MATRIX.filter((row) => !reached.has(row))).toEqual([]);
  });
});

test("every version keeps the audit's rules about orders", () => {
  atEveryVersion((order) => expect(violationsOf(order)).toEqual([]));
});

function violationsOf(order: Order): string[] {
  return orderRules.flatMap(({ name, check }) => check(order).map((detail) => `${name}: ${detail}`));
}

describe("instructions", () => {
  /** What may become of an instruction from one version to the next. */
  const NEXT: Readonly<Record<Instruction["state"], readonly Instruction["state"][]>> = {
    REQUESTED: ["REQUESTED", "IN_FLIGHT", "DONE", "REFUSED"],
    IN_FLIGHT: ["IN_FLIGHT", "DONE", "REFUSED"],
    // The bank may fail a refund that was accepted.
    DONE: ["DONE", "REFUSED"],
    // A person may give back what came by hand.
    REFUSED: ["REFUSED", "DONE"],
  };

  test("none vanishes, changes its target, or is changed while its outcome is open", () => {
    atEveryVersion((order, before) => {
      for (const [index, was] of before.payment.instructions.entries()) {
        const is = order.payment.instructions[index];
        const target = ({ id, kind, attempt, capture: of }: Instruction) => ({ id, kind, attempt, of });
        expect(is && target(is)).toEqual(target(was));
        if (!is) continue;
        expect(NEXT[was.state]).toContain(is.state);
        if (was.state !== is.state && (was.state === "DONE" || was.state === "REFUSED")) expect(is.kind).toBe("REFUND");
        if (was.state !== "REQUESTED") expect(is.amount).toBe(was.amount);
      }
    });
  });

  test("what has lost its target is over", () => {
    atEveryVersion((order) => expect(endWithoutTarget(order)).toBe(order));
  });

  test("of two attempts, at most one may hold money", () => {
    atEveryVersion(({ payment }) => {
      expect(payment.attempts.filter((attempt) => !isClosed(attempt)).length).toBeLessThanOrEqual(1);
    });
  });
});

describe("what the bank gave back or took by itself", () => {
  test("the sum of refunds elsewhere is that of those which did not fail", () => {
    atEveryVersion(({ payment }) => {
      for (const { refundedElsewhere, externalRefunds } of payment.attempts)
        expect(refundedElsewhere).toBe(amountOf(externalRefunds.filter(({ failed }) => !failed)));
    });
  });

  test("a dispute that ends as lost is not refunded, too: what is asked of the bank is at most what it still has", () => {
    atEveryVersion((order, before) => {
      if (order.pending?.effect !== "REFUND" || before.pending?.effect === "REFUND") return;
      for (const attempt of order.payment.attempts) {
        const taken = captures(order, "DONE", "IN_FLIGHT").filter((one) => one.attempt === attempt.id);
        const promised = taken.reduce((sum, one) => sum + promisedRefunds(order, one), 0);
        if (attempt.disputes.some(({ status }) => status === "LOST"))
          expect(promised).toBeLessThanOrEqual(Math.max(0, amountOf(taken) - takenBack(attempt)));
      }
    });
  });
});

test("the history tells the events of every step, in order, and OrderPlaced once", () => {
  atEveryVersion((order, before) => {
    const told = orderEvents(before, order).map(({ type }) => type);
    const types = order.history.map(({ type }) => type);
    const isMoved = order.olderHistory > before.olderHistory;
    expect(types).toEqual([...(isMoved ? [] : before.history.map(({ type }) => type)), ...told]);
    expect(types.filter((type) => type === "OrderPlaced").length).toBeLessThanOrEqual(1);
  });
});

test("a retried effect counts its tries; a new one begins with those of its instruction", () => {
  atEveryVersion(({ pending, payment }, before) => {
    if (!pending || !before.pending) return;
    const { effect, instruction } = before.pending;
    const isSame =
      pending.effect === effect && pending.instruction === instruction && pending.since === before.pending.since;
    const isPostponed = !isDeepStrictEqual(pending, before.pending);
    const own = payment.instructions.find(({ id }) => id === pending.instruction)?.tries ?? 0;
    expect(pending.tries).toBe(isSame ? before.pending.tries + (isPostponed ? 1 : 0) : own);
  });
});

test("a pending effect is due after the step that claimed it", () => {
  atEveryVersion(({ pending }, before, now) => {
    if (pending && !isDeepStrictEqual(pending, before.pending)) expect(pending.dueAt > now).toBe(true);
  });
});

test("every version can be stored and read back", () => {
  atEveryVersion((order) => expect(parseOrder(JSON.parse(JSON.stringify(toItem(order))))).toEqual(order), 100);
});

describe("nothing waits for ever: with a provider that is well, and with time, every order comes to rest", () => {
  const atEveryRest = (promise: (order: Order) => void) =>
    atEveryVersion((order, _, now) => promise(atRest(order, now)), 150);

  test("with nothing pending and no open instruction, as the audit wants it", () => {
    atEveryRest((order) => {
      expect(order.pending).toBeUndefined();
      // Until the bank has decided a dispute, its refunds wait.
      const open = order.payment.instructions.filter((one) => isOpen(one) && !waitsForDispute(order, one));
      expect(open).toEqual([]);
      expect(violationsOf(order)).toEqual([]);
    });
  });

  test("what shipped is paid, and nothing is kept of what was cancelled", () => {
    atEveryRest((order) => {
      const { status, payment } = order;
      const ofKind = (kind: Instruction["kind"]) => payment.instructions.filter((one) => one.kind === kind);
      const captured = sumOf(ofKind("CAPTURE").filter(({ state }) => state === "DONE"));
      const edited = sumOf(refundsOf(order).filter(({ cause }) => cause === "edit"));
      if (status === "SHIPPED" || status === "DELIVERED")
        expect(captured - edited).toBeGreaterThanOrEqual(orderTotal(order).amount);
      if (status !== "FAILED" && status !== "CANCELLED") return;
      // A refused refund waits for a person.
      const takenBackByBank = payment.attempts.reduce((sum, one) => sum + takenBack(one), 0);
      expect(captured - sumOf(ofKind("REFUND")) - takenBackByBank).toBeLessThanOrEqual(0);
    });
  });
});

function sumOf(instructions: readonly Instruction[]): number {
  return instructions.reduce((sum, { amount }) => sum + amount, 0);
}
