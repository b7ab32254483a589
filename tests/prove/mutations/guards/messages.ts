import type { Order } from "../../../../functions/orders/rules/order.ts";
import type { publishEvents } from "../../../../functions/relay/publish.ts";
import type { Mutation } from "../mutation.ts";
import { guard } from "./guard.ts";

/** The guards of the relay, the consumers and the sweeper. */
export const messages: readonly Mutation[] = [
  guard<() => unknown[]>("relay: refused events are sent again", "refusedEntries", () => [], "an order is placed"),
  guard<typeof publishEvents>(
    "relay: a failed batch is delivered again",
    "publishEvents",
    (original, ...given) => original(...given).catch(() => {}),
    "an order is placed while the event bus rejects everything",
  ),
  guard<(record: unknown, parked: unknown[]) => Promise<unknown>>(
    "relay: a record that cannot be mapped is parked",
    "mapOrPark",
    async (original, record, parked) => {
      const before = parked.length;
      const published = await original(record, parked);
      if (parked.length > before) throw new Error("a record cannot be mapped");
      return published;
    },
    "an unreadable order is due together with another",
  ),
  guard<(...given: unknown[]) => Promise<{ readonly failed: boolean }>>(
    "consumer: one message fails alone",
    "consumeAlone",
    async (original, ...given) => {
      const consumed = await original(...given);
      if (consumed.failed) throw new Error("a message failed");
      return consumed;
    },
    "a poison message arrives with an OrderPlaced",
  ),
  guard<() => unknown[]>(
    "consumer: a failed message is delivered again",
    "failedMessages",
    () => [],
    "stock runs out just before the table rejects everything",
  ),
  guard<(order: Order) => Promise<void>>(
    "sweeper: makes a shipment without an event",
    "resumeDueOrder",
    async (_, order) => {
      const { resumeOrder } = await import("../../../../functions/orders/resume-order.ts");
      await resumeOrder(order);
    },
    "an order is placed",
  ),
  guard<(type: unknown, key: unknown, part: { readonly failed: unknown[] }) => Promise<void>>(
    "sweeper: one failed item does not stop the others",
    "resumeAlone",
    async (original, type, key, part) => {
      await original(type, key, part);
      if (part.failed.length > 0) throw new Error("an item cannot be resumed");
    },
    "an unreadable order is due together with another",
  ),
];
