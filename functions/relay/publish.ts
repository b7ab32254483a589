import {
  EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
  type PutEventsResultEntry,
} from "@aws-sdk/client-eventbridge";
import { clientDefaults } from "../platform/runtime/client-defaults.ts";
import { TryAgainError, withRetry } from "../platform/runtime/retry.ts";
import { setting } from "../platform/runtime/settings.ts";
import type { Published } from "./map-record.ts";

/** The client of the bus; what is injected into its middleware stack reaches every event. */
export const busClient = new EventBridgeClient(clientDefaults);

/** EventBridge's limit for one PutEvents. */
const EVENTS_PER_CALL = 10;

/**
 * Puts events on the bus, in order; what the bus does not take is sent again.
 * @throws where it goes on refusing: then Lambda delivers the whole batch of records again.
 */
export async function publishEvents(events: readonly Published[]): Promise<void> {
  for (let start = 0; start < events.length; start += EVENTS_PER_CALL) {
    await putAll(events.slice(start, start + EVENTS_PER_CALL).map(entryOf));
  }
}

function entryOf({ source, envelope }: Published): PutEventsRequestEntry {
  return {
    EventBusName: setting("EVENT_BUS_NAME"),
    Source: source,
    DetailType: envelope.type,
    Detail: JSON.stringify(envelope),
    Time: new Date(envelope.occurredAt),
  };
}

/** PutEvents answers 200 even where it took only some of the entries: each has to be looked at. */
async function putAll(entries: readonly PutEventsRequestEntry[]): Promise<void> {
  let missing = [...entries];
  await withRetry(async () => {
    const { Entries: results = [] } = await busClient.send(new PutEventsCommand({ Entries: missing }));
    missing = refusedEntries(missing, results);
    if (missing.length > 0) throw refusedError(missing.length, results);
  });
}

/** The entries that the bus has given no id to, also where it says nothing of them: they are sent again. */
export function refusedEntries<Entry>(entries: readonly Entry[], results: readonly PutEventsResultEntry[]): Entry[] {
  return entries.filter((_, index) => !results[index]?.EventId);
}

function refusedError(count: number, results: readonly PutEventsResultEntry[]): TryAgainError {
  const codes = new Set(results.flatMap(({ ErrorCode }) => ErrorCode ?? []));
  return new TryAgainError(`The bus did not take ${count} events: ${[...codes].join(", ")}.`);
}
