import fc from "fast-check";
import { expect, test } from "vitest";
import { sam } from "../../../tests/builders/callers.ts";
import { type AttemptedStep, everyPossibleStep, orderWalks } from "../../../tests/builders/order-walk.ts";
import { timing } from "../../../tests/builders/orders.ts";
import { ProblemError } from "../../platform/values/problems.ts";
import { orderView } from "../api/order-api.ts";
import { lineStates, Order, type OrderStatus, orderStates } from "./order.ts";
import { cancel, effectKey, mayBeCancelled } from "./order-transitions.ts";
import { type PaymentStatus, paymentStates } from "./payment.ts";
import type { Effect } from "./pending-effect.ts";
import { type ShipmentStatus, shipmentStates } from "./shipment.ts";

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

test("a step makes the next version, at its time, of the same order", () => {
  atEveryVersion((order, before, now) => {
    expect(order).toMatchObject({ version: before.version + 1, updatedAt: now });
    const { id, customerId, createdAt, total, shippingAddress, fingerprint } = before;
    expect(order).toMatchObject({ id, customerId, createdAt, total, shippingAddress, fingerprint });
  });
});

test("order, payment, lines and shipments go only where their state machines let them", () => {
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

/** What is true of an order in each status: its payments, its pending effects, its lines. "-" is nothing pending. */
const AGREEMENT: Readonly<
  Record<OrderStatus, readonly (readonly [PaymentStatus, Effect | "-", ShipmentStatus | "-"])[]>
> = {
  PENDING: [["PENDING", "AUTHORIZE", "-"]],
  CONFIRMED: [
    ["AUTHORIZED", "SHIP", "-"],
    ["AUTHORIZED", "-", "PENDING"],
    ["AUTHORIZED", "-", "PACKED"],
    ["AUTHORIZED", "CAPTURE", "PACKED"],
    ["EXPIRED", "-", "PACKED"],
  ],
  PARTIALLY_SHIPPED: [],
  SHIPPED: [["CAPTURED", "-", "SHIPPED"]],
  DELIVERED: [["CAPTURED", "-", "DELIVERED"]],
  FAILED: [
    ["DECLINED", "-", "-"],
    ["UNKNOWN", "VOID", "-"],
    ["VOIDED", "-", "-"],
    ["NONE", "-", "-"],
  ],
  CANCELLED: [
    ["UNKNOWN", "VOID", "-"],
    ["NONE", "-", "-"],
    ["VOIDED", "-", "-"],
    ["AUTHORIZED", "VOID", "-"],
    ["AUTHORIZED", "VOID", "CANCELLED"],
    ["VOIDED", "-", "CANCELLED"],
    ["EXPIRED", "-", "CANCELLED"],
  ],
};

test("status, payment, pending effect and shipment agree, and every such situation is met", () => {
  const met = new Set<string>();
  atEveryVersion(({ status, payment, pending, shipments }) => {
    const found = [payment.status, pending?.effect ?? "-", shipments[0]?.status ?? "-"];
    expect(AGREEMENT[status]).toContainEqual(found);
    met.add([status, ...found].join(" "));
  });
  const all = Object.entries(AGREEMENT).flatMap(([status, some]) => some.map((one) => [status, ...one].join(" ")));
  expect(all.filter((one) => !met.has(one))).toEqual([]);
});

test("lines follow their order: open until they ship, and all of them cancelled where it failed or was cancelled", () => {
  const expected: Partial<Record<OrderStatus, string>> = {
    PENDING: "RESERVED",
    CONFIRMED: "RESERVED",
    SHIPPED: "SHIPPED",
    DELIVERED: "DELIVERED",
    FAILED: "CANCELLED",
    CANCELLED: "CANCELLED",
  };
  atEveryVersion(({ status, lines }) => {
    expect(new Set(lines.map((line) => line.status))).toEqual(new Set([expected[status]]));
  });
});

test("a new effect is asked for under a key of its own, and one that is tried again keeps its key", () => {
  atEveryVersion((order, before) => {
    if (!order.pending || !before.pending) return;
    const same = effectKey(order, order.pending) === effectKey(before, before.pending);
    expect(same).toBe(order.pending.effect === before.pending.effect);
    expect(order.pending.tries).toBe(
      same ? before.pending.tries + (order.pending.dueAt === before.pending.dueAt ? 0 : 1) : 0,
    );
  });
});

test("unfinished work is due later than the step that left it", () => {
  atEveryVersion(({ pending }, _before, now) => {
    if (pending) expect(pending.dueAt > now).toBe(true);
  });
});

test("a client is offered to cancel exactly where cancelling works", () => {
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
