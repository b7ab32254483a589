import type { PutEventsRequestEntry, ServiceInputTypes, ServiceOutputTypes } from "@aws-sdk/client-eventbridge";
import type { InitializeMiddleware } from "@smithy/types";
import { subscriptions } from "../../functions/registry/subscriptions.ts";
import { busClient } from "../../functions/relay/publish.ts";
import type { Meter } from "./meter.ts";

/** EventBridge and SQS count every 64 KB of an event or a message. */
const CHUNK_BYTES = 64 * 1_024;
/** An event's time. */
const TIME_BYTES = 14;
/** What EventBridge writes around an event's detail in a message. */
const MESSAGE_BYTES = 400;

/** Counts the events that this process's functions publish, and the messages that follow for subscriptions. */
export function countMessages(meter: Meter, runningFunction: () => string): void {
  const count: InitializeMiddleware<ServiceInputTypes, ServiceOutputTypes> = (next) => async (sent) => {
    const entries = "Entries" in sent.input ? (sent.input.Entries ?? []) : [];
    const events = entries.reduce((sum, entry) => sum + chunksOf(eventBytes(entry)), 0);
    const types = entries.map(({ DetailType }) => DetailType).join(", ");
    meter.countCall(runningFunction(), "PutEvents", `PutEvents (${types})`, { events });
    for (const entry of entries) {
      for (const { functionName } of subscriptionsTo(entry)) {
        meter.countMessage(functionName, chunksOf(Buffer.byteLength(entry.Detail ?? "") + MESSAGE_BYTES));
      }
    }
    return next(sent);
  };
  busClient.middlewareStack.addRelativeTo(count, { relation: "before", toMiddleware: "proof", name: "cost" });
}

function subscriptionsTo({ Source, DetailType }: PutEventsRequestEntry) {
  return subscriptions.filter(({ events }) =>
    events.some(({ source, type }) => source === Source && type === DetailType),
  );
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
function eventBytes({ Source = "", DetailType = "", Detail = "" }: PutEventsRequestEntry): number {
  return TIME_BYTES + Buffer.byteLength(Source) + Buffer.byteLength(DetailType) + Buffer.byteLength(Detail);
}

function chunksOf(bytes: number): number {
  return Math.ceil(bytes / CHUNK_BYTES);
}
