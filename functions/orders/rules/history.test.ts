import { describe, expect, test } from "vitest";
import type { DomainEvent } from "../../../events/catalogue.ts";
import { at, orderInEachSituation, PLACED_AT } from "../../../tests/builders/orders.ts";
import { HistoryEntry, MAX_HISTORY, movedHistory, withEvents } from "./history.ts";

const { id, history } = orderInEachSituation().pending;
const cancelled: DomainEvent = { type: "OrderCancelled", data: { orderId: id } };
const shipped: DomainEvent = { type: "OrderShipped", data: { orderId: id } };
const none = { history: [], olderHistory: 0 };

describe("withEvents", () => {
  test("each event becomes an entry behind the earlier ones, in the order in which it is told", () => {
    const first = withEvents(none, [cancelled], { placedAt: PLACED_AT, now: at(2), by: "staff:sam" });
    expect(withEvents(first, [shipped, cancelled], { placedAt: PLACED_AT, now: at(3.5) }).history).toEqual([
      { type: "OrderCancelled", after: 2_000, by: "staff:sam" },
      { type: "OrderShipped", after: 3_500 },
      { type: "OrderCancelled", after: 3_500 },
    ]);
  });

  test("what happened at the provider says so", () => {
    const amount = { amount: 500, currency: "EUR" };
    const refunds: DomainEvent[] = [
      { type: "PaymentRefunded", data: { orderId: id, amount } },
      { type: "PaymentRefunded", data: { orderId: id, amount, external: true } },
    ];
    expect(withEvents(none, refunds, { placedAt: PLACED_AT, now: at(2) }).history).toEqual([
      { type: "PaymentRefunded", after: 2_000 },
      { type: "PaymentRefunded", after: 2_000, external: true },
    ]);
  });

  test("no event: the same entries", () => {
    const before = { history: [{ type: "OrderPlaced", after: 1 }], olderHistory: 0 };
    expect(withEvents(before, [], { placedAt: PLACED_AT, now: at(9), by: "staff:sam" })).toEqual(before);
  });

  test("what Waybill does by itself has no actor", () => {
    const [entry] = withEvents(none, [shipped], { placedAt: PLACED_AT, now: at(1) }).history;
    expect(entry).not.toHaveProperty("by");
    expect(HistoryEntry.parse(entry)).toEqual(entry);
  });

  test("a draft has no history", () => {
    expect(history).toEqual([]);
  });
});

describe("a history that is full", () => {
  const entry = { type: "OrderEdited", after: 1 };
  const holding = (count: number) => ({ history: Array.from({ length: count }, () => entry), olderHistory: 2 });
  const added = (count: number, events: DomainEvent[]) =>
    withEvents(holding(count), events, { placedAt: PLACED_AT, now: at(2) });

  test("takes the last entry that has room", () => {
    const after = added(MAX_HISTORY - 1, [shipped]);
    expect(after.history).toHaveLength(MAX_HISTORY);
    expect(movedHistory(holding(MAX_HISTORY - 1), after)).toBeUndefined();
  });

  test.each([
    [MAX_HISTORY, [shipped]],
    [MAX_HISTORY - 1, [shipped, cancelled]],
  ])("%i entries and more events: all that it held moves to an item of its own", (count, events) => {
    const after = added(count, events);
    expect(after.olderHistory).toBe(3);
    expect(after.history.map(({ type }) => type)).toEqual(events.map(({ type }) => type));
    expect(movedHistory(holding(count), after)).toEqual(holding(count).history);
  });

  test("no event: nothing moves", () => {
    expect(added(MAX_HISTORY, [])).toEqual(holding(MAX_HISTORY));
  });
});
