import type { Context, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { backgroundWork } from "../platform/aws/background-work.ts";
import { log, reasonOf } from "../platform/aws/logging.ts";
import { runWork } from "../platform/work.ts";
import { eventsIn, type Published } from "./map-record.ts";
import { parkRecord } from "./park-record.ts";
import { publish } from "./publish.ts";

/** Turns the table's stream into events. A batch that fails comes again whole, which every consumer survives. */
export function handler(event: DynamoDBStreamEvent, context: Context): Promise<void> {
  return runWork(backgroundWork("relay", context), async () => {
    const events: Published[] = [];
    for (const record of event.Records) events.push(...(await eventsOrParked(record)));
    await publish(events);
    log.info("relayed", { records: event.Records.length, events: events.map(({ envelope }) => envelope.id) });
  });
}

async function eventsOrParked(record: DynamoDBRecord): Promise<Published[]> {
  try {
    return eventsIn(record);
  } catch (error) {
    const reason = reasonOf(error);
    log.error("parked a record that cannot be mapped", { sequence: record.dynamodb?.SequenceNumber, reason });
    await parkRecord(record, reason);
    return [];
  }
}
