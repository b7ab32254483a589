import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";

/** A message that waits in a dead-letter queue. */
export interface DeadLetter {
  id: string;
  body: string;
  sentAt: Date;
  /** How often it was received from the queue it sits in: each look at it counts. */
  receiveCount: number;
}

/** What became of the messages that were to be sent back. */
export interface Redriven {
  sent: number;
  /** Gone meanwhile, or held by somebody else. */
  missed: number;
}

/** While a look lasts, its messages are hidden, so that none is seen twice; a look that dies hides them this long. */
const lookSeconds = 60;
/** Between a message's sending and its deletion. */
const sendSeconds = 30;

/** Reads up to about `most` messages without removing them, and makes them visible again. Oldest first. */
export async function readDeadLetters(sqs: SQSClient, queueUrl: string, most = 1000): Promise<DeadLetter[]> {
  const held: Message[] = [];
  try {
    for await (const batch of receiveAll(sqs, queueUrl, lookSeconds)) {
      held.push(...batch);
      if (held.length >= most) break;
    }
  } finally {
    await release(sqs, queueUrl, held);
  }
  return held.map(deadLetterOf).sort((one, other) => one.sentAt.getTime() - other.sentAt.getTime());
}

/**
 * Sends messages back to the queue they came from, those with the given ids only. Each is sent and then deleted: a crash
 * between the two leaves it in both queues, so it is handled twice, which every consumer survives; the other order could
 * lose it.
 */
export async function redrive(sqs: SQSClient, from: string, to: string, ids: ReadonlySet<string>): Promise<Redriven> {
  const remaining = new Set(ids);
  const held = new Set<Message>();
  try {
    for await (const batch of receiveAll(sqs, from, sendSeconds)) {
      for (const message of batch) held.add(message);
      for (const message of batch) {
        if (message.MessageId === undefined || !remaining.has(message.MessageId)) continue;
        const { Body: MessageBody, MessageAttributes, ReceiptHandle } = message;
        await sqs.send(new SendMessageCommand({ QueueUrl: to, MessageBody, MessageAttributes }));
        await sqs.send(new DeleteMessageCommand({ QueueUrl: from, ReceiptHandle }));
        held.delete(message);
        remaining.delete(message.MessageId);
      }
      if (remaining.size === 0) break;
    }
  } finally {
    await release(sqs, from, [...held]);
  }
  return { sent: ids.size - remaining.size, missed: remaining.size };
}

/** Receives until the queue shows nothing more. A long poll asks all of SQS's servers, so an empty answer is the end. */
async function* receiveAll(sqs: SQSClient, queueUrl: string, hideSeconds: number): AsyncGenerator<Message[]> {
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: 10,
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
  return {
    id: message.MessageId ?? "",
    body: message.Body ?? "",
    sentAt: new Date(Number(message.Attributes?.SentTimestamp ?? 0)),
    receiveCount: Number(message.Attributes?.ApproximateReceiveCount ?? 0),
  };
}
