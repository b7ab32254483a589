import { expect, test } from "vitest";
import { at, orderInEachSituation } from "../../../tests/builders/orders.ts";
import { deadlineRule } from "./deadline-rules.ts";

const { pending, confirmed, packed } = orderInEachSituation();

test("effect due for more than five sweeps: overdue", () => {
  const due = Date.parse(pending.pending?.dueAt ?? "");
  const after = (seconds: number) => new Date(due + seconds * 1_000).toISOString();

  expect(deadlineRule.check({ order: pending, now: after(300) })).toEqual([]);
  expect(deadlineRule.check({ order: pending, now: after(301) })).toEqual([
    `AUTHORIZE has been due since ${pending.pending?.dueAt}`,
  ]);
});

test("PENDING, and nothing of it is due: reported at once", () => {
  const { pending: _, ...forgotten } = pending;
  expect(deadlineRule.check({ order: forgotten, now: at(1) })).toEqual([
    "the order is PENDING, and nothing of it is due",
  ]);
});

test("order without a pending effect: never overdue", () => {
  expect(deadlineRule.check({ order: packed, now: "2036-01-01T00:00:00.000Z" })).toEqual([]);
  expect(deadlineRule.check({ order: confirmed, now: "2036-01-01T00:00:00.000Z" })).toHaveLength(1);
});
