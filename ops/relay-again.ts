import type { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import * as z from "zod";
import { bodyAs, type HandleMessage, type Outcome } from "./dead-letters.ts";
import { relayedRecordsIn } from "./read-stream.ts";

/** The deployed relay: the events of a record have the same ids each time. */
export interface DeployedRelay {
  readonly lambda: LambdaClient;
  readonly functionName: string;
}

/** What the relay answers with: see functions/relay/handler.ts. */
const Relayed = z.object({
  events: z.array(z.string()),
  parked: z.array(z.object({ sequence: z.string().optional(), reason: z.string() })),
});
const Parked = z.object({ reason: z.string(), record: z.looseObject({ dynamodb: z.looseObject({}) }) });

/** Lambda's message about a batch that it gave up on: its position in the stream, without its records. */
const GivenUp = z.object({
  DDBStreamBatchInfo: z.object({
    streamArn: z.string(),
    shardId: z.string(),
    startSequenceNumber: z.string().regex(/^\d+$/),
    endSequenceNumber: z.string().regex(/^\d+$/),
  }),
});

/** Puts a record that the relay parked through the relay again. */
export function relayParked(relay: DeployedRelay): HandleMessage {
  return async (message) => {
    const parked = bodyAs(Parked, message);
    if (!parked) return { handled: false, note: "stays: it is not a record that the relay parked." };
    return relayAgain(relay, [parked.record]);
  };
}

/** Reads what the relay gave up on from the stream, and puts it through the relay again. */
export function relayGivenUp(relay: DeployedRelay, streams: DynamoDBStreamsClient): HandleMessage {
  return async (message) => {
    const givenUp = bodyAs(GivenUp, message);
    if (!givenUp) return { handled: false, note: "stays: it names no records of a DynamoDB stream." };
    const records = await relayedRecordsIn(streams, givenUp.DDBStreamBatchInfo).catch(reasonOf);
    return typeof records === "string" ? { handled: false, note: unreadable(records) } : relayAgain(relay, records);
  };
}

function unreadable(reason: string): string {
  return (
    `stays: its records cannot be read from the stream (${reason}). The stream drops records after 24 hours: ` +
    "docs/runbook.md says what to do then; afterwards delete this message with --discard."
  );
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** A record that is parked again gets a new message, so the old one is no longer needed. */
async function relayAgain({ lambda, functionName }: DeployedRelay, records: readonly object[]): Promise<Outcome> {
  const Payload = JSON.stringify({ Records: records });
  const answer = await lambda.send(new InvokeCommand({ FunctionName: functionName, Payload }));
  const text = Buffer.from(answer.Payload ?? []).toString();
  if (answer.FunctionError !== undefined) return { handled: false, note: `stays: the relay failed: ${text}` };
  const { events, parked } = Relayed.parse(JSON.parse(text));
  const published = events.length === 0 ? "no event to publish" : `published ${events.join(", ")}`;
  const again = parked.map(({ reason }) => `parked again: ${reason.replace(/\s+/g, " ")}`);
  return { handled: true, note: [published, ...again].join("; ") };
}
