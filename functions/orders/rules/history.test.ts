import { describe, expect, test } from "vitest";
import type { DomainEvent } from "../../../events/catalogue.ts";
import { at, orderInEachSituation, PLACED_AT } from "../../../tests/builders/orders.ts";
import { HistoryEntry, withEvents } from "./history.ts";

const { id, history } = orderInEachSituation().pending;
const cancelled: DomainEvent = { type: "OrderCancelled", data: { orderId: id } };
const shipped: DomainEvent = { type: "OrderShipped", data: { orderId: id } };

describe("withEvents", () => {
  test("each event becomes an entry behind the earlier ones, in the order in which it is told", () => {
    const first = withEvents([], [cancelled], { placedAt: PLACED_AT, now: at(2), by: "staff:sam" });
    expect(withEvents(first, [shipped, cancelled], { placedAt: PLACED_AT, now: at(3.5) })).toEqual([
      { type: "OrderCancelled", after: 2_000, by: "staff:sam" },
      { type: "OrderShipped", after: 3_500 },
      { type: "OrderCancelled", after: 3_500 },
    ]);
  });

  test("no event: the same entries", () => {
    const entries = [{ type: "OrderPlaced", after: 1 }];
    expect(withEvents(entries, [], { placedAt: PLACED_AT, now: at(9), by: "staff:sam" })).toEqual(entries);
  });

  test("what Waybill does by itself has no actor", () => {
    const [entry] = withEvents([], [shipped], { placedAt: PLACED_AT, now: at(1) });
    expect(entry).not.toHaveProperty("by");
    expect(HistoryEntry.parse(entry)).toEqual(entry);
  });

  test("a draft has no history", () => {
    expect(history).toEqual([]);
  });
});
