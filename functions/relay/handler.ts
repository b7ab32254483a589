import type { Context, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { log, reasonOf } from "../platform/runtime/logging.ts";
import { backgroundContext, runInContext } from "../platform/runtime/request-context.ts";
import { eventsIn, type Published } from "./map-record.ts";
import { parkRecord } from "./park-record.ts";
import { publish } from "./publish.ts";

/** What became of a batch. Lambda does not look at it; who puts records through the relay by hand does. */
export interface Relayed {
  /** The ids of the events that were published. */
  readonly events: readonly string[];
  readonly parked: readonly Parked[];
}

interface Parked {
  readonly sequence: string | undefined;
  readonly reason: string;
}

/** Turns the table's stream into events. A batch that fails comes again whole, which every consumer survives. */
export function handler(event: DynamoDBStreamEvent, context: Context): Promise<Relayed> {
  return runInContext(backgroundContext("relay", context), async () => {
    const published: Published[] = [];
    const parked: Parked[] = [];
    for (const record of event.Records) published.push(...(await eventsOrParked(record, parked)));
    await publish(published);
    const events = published.map(({ envelope }) => envelope.id);
    const requestIds = [...new Set(published.map(({ envelope }) => envelope.correlationId))];
    log.info("relayed", { records: event.Records.length, events, requestIds });
    return { events, parked };
  });
}

async function eventsOrParked(record: DynamoDBRecord, parked: Parked[]): Promise<Published[]> {
  try {
    return eventsIn(record);
  } catch (error) {
    const reason = reasonOf(error);
    const { SequenceNumber: sequence, NewImage } = record.dynamodb ?? {};
    const requestId = NewImage?.change?.M?.correlationId?.S;
    log.error("parked a record that cannot be mapped", { sequence, reason, ...(requestId && { requestId }) });
    await parkRecord(record, reason);
    parked.push({ sequence, reason });
    return [];
  }
}
