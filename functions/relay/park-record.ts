import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { DynamoDBRecord } from "aws-lambda";
import { clientDefaults } from "../platform/runtime/client-defaults.ts";
import { withRetry } from "../platform/runtime/retry.ts";
import { setting } from "../platform/runtime/settings.ts";

/**
 * The client of the parking queue; what is injected into its middleware stack reaches every parked record. A queue's URL
 * names the queue only: its host may be one that an emulator's functions cannot resolve.
 */
export const parkingClient = new SQSClient({ ...clientDefaults, useQueueUrlAsEndpoint: false });

/** Puts a record that cannot be mapped aside, whole, for a person to look at: it must not hold up what comes after it. */
export async function parkRecord(record: DynamoDBRecord, reason: string): Promise<void> {
  const MessageBody = JSON.stringify({ reason, record });
  await withRetry(() =>
    parkingClient.send(new SendMessageCommand({ QueueUrl: setting("PARKING_QUEUE_URL"), MessageBody })),
  );
}
