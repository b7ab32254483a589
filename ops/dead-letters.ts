import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type * as z from "zod";

/** A message that waits in a dead-letter queue. */
export interface DeadLetter {
  id: string;
  body: string;
  /** The message attributes: EventBridge writes there why it could not deliver. */
  attributes: Readonly<Record<string, string>>;
  sentAt: Date;
  /** How often it was received from its queue; reading it here counts, too. */
  receiveCount: number;
}

/** The result for one message: handled, so that it may be deleted, or it stays. The note is for the operator. */
export interface Outcome {
  readonly handled: boolean;
  readonly note?: string | undefined;
}

/** What is done with a message before it is deleted. */
export type HandleMessage = (message: Message) => Promise<Outcome>;

/** The result of a redrive. */
export interface Redriven {
  handled: number;
  /** These stay, each for a reason that is among the notes. */
  kept: number;
  /** No longer in the queue, or received by somebody else. */
  missed: number;
  notes: string[];
}

/** Max messages that one run of the command shows and handles. */
export const MAX_SHOWN = 1_000;

/** Messages are hidden while they are read, so that none is read twice; an interrupted read hides them this long. */
const READ_SECONDS = 60;
/** From receiving a message to deleting it: longer than the relay may take for it. */
const HANDLE_SECONDS = 90;

/** Reads up to about `max` messages, oldest first, without removing them; then makes them visible again. */
export async function readDeadLetters(sqs: SQSClient, queueUrl: string, max = MAX_SHOWN): Promise<DeadLetter[]> {
  const held: Message[] = [];
  try {
    for await (const batch of receiveAll(sqs, queueUrl, { hideSeconds: READ_SECONDS, atOnce: 10 })) {
      held.push(...batch);
      if (held.length >= max) break;
    }
  } finally {
    await release(sqs, queueUrl, held);
  }
  return held.map(deadLetterOf).sort((one, other) => one.sentAt.getTime() - other.sentAt.getTime());
}

/**
 * Handles the messages with the given ids, one after the other. Each is handled and then deleted: a crash between the
 * two leaves it in the queue, so it is handled twice, and every consumer tolerates that; the other order could lose it.
 */
export async function redrive(
  sqs: SQSClient,
  from: string,
  ids: ReadonlySet<string>,
  handle: HandleMessage,
): Promise<Redriven> {
  const remaining = new Set(ids);
  const held = new Set<Message>();
  const result: Redriven = { handled: 0, kept: 0, missed: 0, notes: [] };
  try {
    for await (const batch of receiveAll(sqs, from, { hideSeconds: HANDLE_SECONDS, atOnce: 1 })) {
      for (const message of batch) {
        held.add(message);
        const id = message.MessageId ?? "";
        if (!remaining.has(id)) continue;
        const { handled, note } = await handle(message);
        if (handled) {
          await sqs.send(new DeleteMessageCommand({ QueueUrl: from, ReceiptHandle: message.ReceiptHandle }));
          held.delete(message);
        }
        remaining.delete(id);
        result[handled ? "handled" : "kept"]++;
        if (note !== undefined) result.notes.push(`${id}  ${note}`);
      }
      if (remaining.size === 0) break;
    }
  } finally {
    await release(sqs, from, [...held]);
  }
  return { ...result, missed: remaining.size };
}

/** Sends a message, with its attributes, to another queue. */
export function sendTo(sqs: SQSClient, queueUrl: string): HandleMessage {
  return async ({ Body, MessageAttributes }) => {
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: Body, MessageAttributes }));
    return { handled: true };
  };
}

/** A message's body as what it should be; undefined where it is something else. */
export function bodyAs<Body>(schema: z.ZodType<Body>, { Body = "" }: Message): Body | undefined {
  try {
    return schema.parse(JSON.parse(Body));
  } catch {
    return undefined;
  }
}

/** Receives until the queue shows nothing more. A long poll asks all of SQS's servers, so an empty answer is the end. */
async function* receiveAll(
  sqs: SQSClient,
  queueUrl: string,
  { hideSeconds, atOnce }: { hideSeconds: number; atOnce: number },
): AsyncGenerator<Message[]> {
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: atOnce,
        VisibilityTimeout: hideSeconds,
        WaitTimeSeconds: 1,
        MessageSystemAttributeNames: ["All"],
        MessageAttributeNames: ["All"],
      }),
    );
    if (Messages.length === 0) return;
    yield Messages;
  }
}

async function release(sqs: SQSClient, queueUrl: string, messages: readonly Message[]): Promise<void> {
  for (let start = 0; start < messages.length; start += 10) {
    const batch = messages.slice(start, start + 10);
    const Entries = batch.map(({ ReceiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle,
      VisibilityTimeout: 0,
    }));
    await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }));
  }
}

function deadLetterOf(message: Message): DeadLetter {
  const attributes = Object.entries(message.MessageAttributes ?? {});
  return {
    id: message.MessageId ?? "",
    body: message.Body ?? "",
    attributes: Object.fromEntries(attributes.map(([name, { StringValue = "" }]) => [name, StringValue])),
    sentAt: new Date(Number(message.Attributes?.SentTimestamp ?? 0)),
    receiveCount: Number(message.Attributes?.ApproximateReceiveCount ?? 0),
  };
}
