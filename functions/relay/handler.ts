import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Context, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { clientDefaults } from "../platform/runtime/client-defaults.ts";
import { log, reasonOf } from "../platform/runtime/logging.ts";
import { backgroundContext, runInContext } from "../platform/runtime/request-context.ts";
import { withRetry } from "../platform/runtime/retry.ts";
import { setting } from "../platform/runtime/settings.ts";
import { logRefused } from "./log-refused.ts";
import { eventsIn, type Published } from "./map-record.ts";
import { publishEvents } from "./publish.ts";

/** The result of a batch: Lambda ignores it, `npm run redrive` prints it. */
export interface Relayed {
  /** The ids of the events that were published. */
  readonly events: readonly string[];
  readonly parked: readonly Parked[];
}

interface Parked {
  readonly sequence: string | undefined;
  readonly reason: string;
}

/** Publishes the events of a batch of stream records. A batch that fails is delivered again; consumers tolerate duplicates. */
export function handler(event: DynamoDBStreamEvent, context: Context): Promise<Relayed> {
  return runInContext(backgroundContext("relay", context), async () => {
    const published: Published[] = [];
    const parked: Parked[] = [];
    for (const record of event.Records) published.push(...(await mapOrPark(record, parked)));
    await publishEvents(published);
    logRefused(published);
    if (published.length > 0) log.info("relayed", describeEvents(published));
    return { events: published.map(({ envelope }) => envelope.id), parked };
  });
}

/** The events of a batch, by what they are about and by the requests that caused them. */
function describeEvents(published: readonly Published[]) {
  const each = (text: (envelope: Published["envelope"]) => unknown) => [
    ...new Set(published.flatMap(({ envelope }) => text(envelope) ?? [])),
  ];
  const skus = each(({ data }) => data.sku);
  return {
    events: published.map(({ envelope }) => envelope.type),
    orderIds: each(({ data }) => data.orderId),
    ...(skus.length > 0 && { skus }),
    requestIds: each(({ correlationId }) => correlationId),
  };
}

/** A record that cannot be mapped is parked, so that it does not hold up the records after it. */
async function mapOrPark(record: DynamoDBRecord, parked: Parked[]): Promise<Published[]> {
  try {
    return eventsIn(record);
  } catch (error) {
    const reason = reasonOf(error);
    await parkRecord(record, reason);
    parked.push({ sequence: record.dynamodb?.SequenceNumber, reason });
    return [];
  }
}

/**
 * The client of the parking queue; what is injected into its middleware stack reaches every parked record. A queue's URL
 * names the queue only: its host may be one that an emulator's functions cannot resolve.
 */
export const parkingClient = new SQSClient({ ...clientDefaults, useQueueUrlAsEndpoint: false });

/** Keeps a record, whole, for a person to look at. */
async function parkRecord(record: DynamoDBRecord, reason: string): Promise<void> {
  const { SequenceNumber: sequence, NewImage } = record.dynamodb ?? {};
  const requestId = NewImage?.change?.M?.correlationId?.S;
  log.error("parked a record that cannot be mapped", { sequence, reason, ...(requestId && { requestId }) });
  const MessageBody = JSON.stringify({ reason, record });
  await withRetry(() =>
    parkingClient.send(new SendMessageCommand({ QueueUrl: setting("PARKING_QUEUE_URL"), MessageBody })),
  );
}
