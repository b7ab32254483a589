import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import getPort from "get-port";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Engine } from "../local/engine/engine.ts";
import { dummyCredentials, localRegion } from "../local/environment.ts";
import { chooseEmbedded, installIfNeeded, startEngine } from "../local/start-engine.ts";
import { deliver } from "./dead-letter-queues.ts";
import { readDeadLetters, redrive, sendTo } from "./dead-letters.ts";

let folder: string;
let engine: Engine;
let sqs: SQSClient;
let deadLetterQueue: string;
let queue: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "waybill-redrive-"));
  const choice = await chooseEmbedded();
  await installIfNeeded(choice);
  engine = await startEngine(choice, { port: await getPort({ host: "127.0.0.1" }), folder, keepsState: false });
  sqs = new SQSClient({ endpoint: engine.endpoint, region: localRegion, credentials: dummyCredentials });
}, 120_000);

afterAll(async () => {
  await engine.stop();
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  deadLetterQueue = await createQueue();
  queue = await createQueue();
});

async function createQueue(): Promise<string> {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: randomUUID() }));
  if (QueueUrl === undefined) throw new Error("the engine made no queue");
  return QueueUrl;
}

async function send(...bodies: readonly string[]) {
  for (const MessageBody of bodies) {
    const MessageAttributes = { origin: { DataType: "String", StringValue: `of ${MessageBody}` } };
    await sqs.send(new SendMessageCommand({ QueueUrl: deadLetterQueue, MessageBody, MessageAttributes }));
  }
}

async function receive(QueueUrl: string) {
  const answer = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] }),
  );
  return answer.Messages ?? [];
}

const idsOf = (letters: readonly { id: string }[]) => new Set(letters.map(({ id }) => id));

describe("reading a dead-letter queue", () => {
  it("many messages: each is read once", async () => {
    const bodies = Array.from({ length: 23 }, (_, index) => `message ${index}`);
    await send(...bodies);
    const letters = await readDeadLetters(sqs, deadLetterQueue);
    expect(letters.map(({ body }) => body).sort()).toEqual([...bodies].sort());
    expect(letters[0]).toMatchObject({ receiveCount: 1, sentAt: expect.any(Date) });
  });

  it("messages stay in the queue, visible to the next reader", async () => {
    await send("one", "two");
    await readDeadLetters(sqs, deadLetterQueue);
    expect(await readDeadLetters(sqs, deadLetterQueue)).toHaveLength(2);
  });
});

describe("redrive", () => {
  it("each message moves back to its queue, with its attributes", async () => {
    await send("one", "two");
    const letters = await readDeadLetters(sqs, deadLetterQueue);
    expect(await redrive(sqs, deadLetterQueue, idsOf(letters), sendTo(sqs, queue))).toEqual({
      handled: 2,
      kept: 0,
      missed: 0,
      notes: [],
    });
    expect(await readDeadLetters(sqs, deadLetterQueue)).toEqual([]);
    const received = await receive(queue);
    expect(received.map(({ Body }) => Body).sort()).toEqual(["one", "two"]);
    expect(received.map((message) => message.MessageAttributes?.origin?.StringValue).sort()).toEqual([
      "of one",
      "of two",
    ]);
  });

  it("a later message stays, a message that is gone is reported as missed", async () => {
    await send("seen");
    const letters = await readDeadLetters(sqs, deadLetterQueue);
    await send("later");
    const ids = idsOf([...letters, { id: "gone" }]);
    expect(await redrive(sqs, deadLetterQueue, ids, sendTo(sqs, queue))).toMatchObject({ handled: 1, missed: 1 });
    const remaining = await readDeadLetters(sqs, deadLetterQueue);
    expect(remaining.map(({ body }) => body)).toEqual(["later"]);
  });

  it("a message that cannot be sent stays in the dead-letter queue", async () => {
    await send("one");
    const letters = await readDeadLetters(sqs, deadLetterQueue);
    const nowhere = `${queue}-that-is-not-there`;
    await expect(redrive(sqs, deadLetterQueue, idsOf(letters), sendTo(sqs, nowhere))).rejects.toThrow();
    expect(await readDeadLetters(sqs, deadLetterQueue)).toHaveLength(1);
  });

  it("a message that cannot be handled stays, with its reason; the others are handled", async () => {
    await send("bad", "good");
    const letters = await readDeadLetters(sqs, deadLetterQueue);
    const result = await redrive(sqs, deadLetterQueue, idsOf(letters), async ({ Body }) =>
      Body === "bad" ? { handled: false, note: "stays: bad" } : { handled: true },
    );
    const bad = letters.find(({ body }) => body === "bad")?.id;
    expect(result).toEqual({ handled: 1, kept: 1, missed: 0, notes: [`${bad}  stays: bad`] });
    expect((await readDeadLetters(sqs, deadLetterQueue)).map(({ id }) => id)).toEqual([bad]);
  });

  it("an event that EventBridge could not deliver: its body is sent to the queue, without attributes", async () => {
    const event = JSON.stringify({ source: "waybill.orders", "detail-type": "OrderPlaced", detail: {} });
    await send(event);
    const letters = await readDeadLetters(sqs, deadLetterQueue);
    await redrive(sqs, deadLetterQueue, idsOf(letters), deliver(sqs, queue));
    const [received] = await receive(queue);
    expect(received?.Body).toBe(event);
    expect(received?.MessageAttributes).toBeUndefined();
  });
});
