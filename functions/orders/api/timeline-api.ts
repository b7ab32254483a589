import * as z from "zod/mini";
import type { Caller } from "../../platform/values/caller.ts";
import { Timestamp } from "../../platform/values/time.ts";
import type { HistoryEntry } from "../rules/history.ts";
import { type Order, OrderId } from "../rules/order.ts";
import { actorView } from "./actor-view.ts";

const TimelineEntry = z
  .strictObject({
    type: z.string().check(z.meta({ description: "The type of the event that was told", examples: ["OrderPlaced"] })),
    at: Timestamp,
    actor: z.exactOptional(z.string()).check(
      z.meta({
        description:
          "Who caused it, as role:subject; left out where Waybill did it by itself. To a customer, others than itself are named by role only",
        examples: ["staff:sam"],
      }),
    ),
    external: z
      .exactOptional(z.boolean())
      .check(z.meta({ description: "true: a refund that was made at the payment provider, not by Waybill" })),
  })
  .check(z.meta({ id: "TimelineEntry" }));
type TimelineEntry = z.output<typeof TimelineEntry>;

export const Timeline = z
  .strictObject({ orderId: OrderId, data: z.array(TimelineEntry) })
  .check(z.meta({ id: "Timeline", description: "What happened to an order, the oldest first" }));

/** An order's history as the caller sees it. */
export function timelineView(
  order: Order,
  history: readonly HistoryEntry[],
  caller: Caller,
): z.output<typeof Timeline> {
  return { orderId: order.id, data: history.map((entry) => entryView(order, entry, caller)) };
}

function entryView({ createdAt, customerId }: Order, entry: HistoryEntry, caller: Caller): TimelineEntry {
  const { type, after, by, external } = entry;
  return {
    type,
    at: new Date(Date.parse(createdAt) + after).toISOString(),
    ...(by !== undefined && { actor: actorView(by === "customer" ? `customer:${customerId}` : by, caller) }),
    ...(external !== undefined && { external }),
  };
}
