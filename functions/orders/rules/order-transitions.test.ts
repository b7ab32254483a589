import { describe, expect, test } from "vitest";
import { aPendingOrder, at, orderInEachSituation, type Situation, timing } from "../../../tests/builders/orders.ts";
import type { Order } from "./order.ts";
import { cancel, confirm, decline, effectKey, failOutOfStock, giveUp, postpone } from "./order-transitions.ts";
import { backoff, CLOCK_SKEW_SECONDS } from "./timing.ts";

const orders = orderInEachSituation();
const request = { reason: "Ordered twice by mistake", actor: "staff:bob" };

describe("cancel", () => {
  test("cancelled order: says who cancelled it, why and when; every line is CANCELLED", () => {
    expect(cancel(orders.toBePacked, request, at(9), timing)).toMatchObject({
      status: "CANCELLED",
      cancellation: { ...request, at: at(9) },
      lines: [{ status: "CANCELLED" }, { status: "CANCELLED" }],
      shipments: [{ status: "CANCELLED" }],
    });
  });

  test("authorized payment: VOID is claimed", () => {
    expect(cancel(orders.packed, request, at(9), timing)).toMatchObject({
      payment: { status: "AUTHORIZED" },
      pending: { effect: "VOID", since: at(9), dueAt: at(39), tries: 0 },
    });
  });

  test("payment without an answer: it becomes UNKNOWN, VOID is claimed", () => {
    expect(cancel(orders.pending, request, at(9), timing)).toMatchObject({
      payment: { status: "UNKNOWN" },
      pending: { effect: "VOID" },
    });
  });

  test("closed payment: no effect is claimed", () => {
    const { pending: _, ...rest } = orders.packed;
    const refused: Order = { ...rest, payment: { ...rest.payment, status: "EXPIRED" } };
    expect(cancel(refused, request, at(9), timing).pending).toBeUndefined();
  });

  test("capture in flight: 409 order_busy with Retry-After", () => {
    expect(() => cancel(orders.leaving, request, at(9), timing)).toThrow(
      expect.objectContaining({ code: "order_busy", retryAfter: 2, message: expect.stringContaining("(capture)") }),
    );
  });

  test.each<Situation>(["shipped", "delivered", "declined", "givenUp", "outOfStock", "cancelled"])(
    "is refused for an order that is %s",
    (situation) => {
      expect(() => cancel(orders[situation], request, at(9), timing)).toThrow(
        expect.objectContaining({ code: "invalid_state_transition" }),
      );
    },
  );
});

describe("confirmed order: SHIP is due", () => {
  const shipDueAt = (order: Order, seconds: number) => confirm(order, "auth-1", [], at(seconds), timing).pending?.dueAt;

  test("when AUTHORIZE would have been: the order keeps its place in the due index", () => {
    expect(orders.pending.pending?.dueAt).toBe(at(30));
    expect(shipDueAt(orders.pending, 1)).toBe(at(30));
  });

  test("after shipWithin, where AUTHORIZE is due already", () => {
    expect(shipDueAt(orders.pending, 30)).toBe(at(30 + timing.shipWithin));
  });

  test("after shipWithin, where AUTHORIZE was postponed to a later time", () => {
    expect(shipDueAt(postpone(orders.pending, [], at(10), at(300)), 20)).toBe(at(20 + timing.shipWithin));
  });
});

test("out of stock: the failure names each line and what is available, no payment is requested", () => {
  const [mug, pen] = aPendingOrder().lines;
  if (!mug || !pen) throw new Error("The order has two lines.");
  const shortages = [
    { sku: mug.sku, ordered: 2, available: 1 },
    { sku: pen.sku, ordered: 1, available: 0 },
  ];
  const order = failOutOfStock(aPendingOrder(), shortages, at(0));
  expect(order).toMatchObject({
    version: 1,
    status: "FAILED",
    payment: { status: "NONE", captured: 0 },
    failure: {
      reason: "OUT_OF_STOCK",
      detail: "Not enough stock: 2 of MUG (1 available), 1 of PEN (0 available).",
      shortages,
    },
  });
  expect(order.pending).toBeUndefined();
});

test("order given up: VOID is due after the last moment at which an authorization can appear, clock skew included", () => {
  const order = giveUp(orders.pending, at(900), 60);
  expect(order.pending).toMatchObject({ effect: "VOID", dueAt: at(900 + 60 + CLOCK_SKEW_SECONDS) });
});

test("second answer to the same effect: refused by the state machine", () => {
  expect(() => confirm(orders.cancelling, "auth-1", [], at(9), timing)).toThrow("cannot become");
  expect(() => decline(orders.confirmed, "no cover", [], at(9))).toThrow("cannot become");
});

describe("postpone", () => {
  test("AUTHORIZE: postponed until authorizeBy at most", () => {
    const { authorizeBy } = orders.pending.payment;
    const shortlyBefore = new Date(Date.parse(authorizeBy) - 1_000).toISOString();
    expect(postpone(orders.pending, [], shortlyBefore).pending?.dueAt).toBe(authorizeBy);
  });

  test("effect, key and claim time stay the same; the delay grows", () => {
    let order = orders.pending;
    const waits: number[] = [];
    for (let tries = 0; tries < 6; tries++) {
      const next = postpone(order, [], at(0));
      expect(next.pending && effectKey(next, next.pending)).toBe(order.pending && effectKey(order, order.pending));
      expect(next.pending?.since).toBe(order.pending?.since);
      waits.push((Date.parse(next.pending?.dueAt ?? "") - Date.parse(at(0))) / 1000);
      order = next;
    }
    expect(waits).toEqual([30, 60, 120, 240, 300, 300]);
  });

  test("no pending effect: throws", () => {
    expect(() => postpone(orders.delivered, [], at(9))).toThrow("has nothing pending that could be postponed");
  });
});

test("the delay is five minutes at most", () => {
  for (const tries of [1, 2, 5, 50, 5_000]) expect(backoff(tries)).toBeLessThanOrEqual(300);
});
