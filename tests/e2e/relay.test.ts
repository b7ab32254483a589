import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { expect, test } from "vitest";
import * as z from "zod";
import { orderKey } from "../../functions/orders/order-keys.ts";
import { OrderId } from "../../functions/orders/rules/order.ts";
import { output, sqs, table } from "./aws.ts";
import { type Delivered, listenToEvents } from "./event-listener.ts";
import { eventually } from "./eventually.ts";
import { anOrderWithShipment } from "./fulfilment.ts";
import { bodiesIn, redrive } from "./redrive.ts";
import { aCustomer, aProduct, orderOf, unique } from "./shop.ts";
import { type StreamedItem, streamedItem } from "./table-stream.ts";

const Parked = z.object({
  reason: z.string(),
  record: z.object({
    dynamodb: z.object({ Keys: z.object({ pk: z.object({ S: z.string() }) }), NewImage: z.unknown() }),
  }),
});

/** The parked records of an item, removed from the queue; other records stay. */
async function parkedAbout(pk: string): Promise<z.output<typeof Parked>[]> {
  const QueueUrl = output("ParkingQueueUrl");
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 1 }),
  );
  const found = Messages.map(({ Body = "", ReceiptHandle }) => ({
    ReceiptHandle,
    parked: Parked.parse(JSON.parse(Body)),
  }));
  const own = found.filter(({ parked }) => parked.record.dynamodb.Keys.pk.S === pk);
  for (const { ReceiptHandle } of own) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  return own.map(({ parked }) => parked);
}

test("record that the relay cannot map: parked as a whole, other orders are not delayed", async () => {
  const pk = `ORDER#${unique("broken")}`;
  const TableName = output("TableName");
  await table.send(new PutCommand({ TableName, Item: { pk, sk: "ORDER", type: "order", version: "not a number" } }));

  const { api } = await aCustomer();
  const order = await anOrderWithShipment(api, orderOf(await aProduct(), 1));
  const [parked] = await eventually(
    () => parkedAbout(pk),
    (found) => found.length > 0,
  );
  await table.send(new DeleteCommand({ TableName, Key: { pk, sk: "ORDER" } }));

  expect(order.shipments).toHaveLength(1);
  expect(parked?.reason).toMatch(/version/);
  expect(parked?.record.dynamodb.NewImage).toEqual({
    pk: { S: pk },
    sk: { S: "ORDER" },
    type: { S: "order" },
    version: { S: "not a number" },
  });
});

/** An order with its published events and its records in the table's stream. */
async function aPublishedOrder(): Promise<{ id: string; published: string[]; streamed: StreamedItem }> {
  const listener = await listenToEvents();
  const { api } = await aCustomer();
  const { id } = await anOrderWithShipment(api, orderOf(await aProduct(), 1));
  const events = await listener.countedAbout(id, 3);
  await listener.stop();
  return { id, published: idsOf(events), streamed: await streamedItem(orderKey(OrderId.parse(id)).pk) };
}

const idsOf = (events: readonly Delivered[]) => events.map(({ detail }) => detail.id).sort();

test("parked record that the relay can map now: redrive publishes its events under the same ids", async () => {
  const { id, published, streamed } = await aPublishedOrder();
  const QueueUrl = output("ParkingQueueUrl");
  for (const record of streamed.records) {
    const MessageBody = JSON.stringify({ reason: "an older relay did not know it", record });
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  }
  const listener = await listenToEvents();

  const shown = await redrive("relay");

  expect(idsOf(await listener.countedAbout(id, published.length))).toEqual(published);
  await listener.stop();
  for (const event of published) expect(shown).toContain(event);
  expect((await bodiesIn("ParkingQueueUrl")).filter((body) => body.includes(id))).toEqual([]);
});

test("parked record that the relay still cannot map: parked again once, redrive prints the reason", async () => {
  const pk = `ORDER#${unique("still-broken")}`;
  const NewImage = { pk: { S: pk }, sk: { S: "ORDER" }, type: { S: "order" }, version: { S: "not a number" } };
  const record = { eventName: "INSERT", dynamodb: { Keys: { pk: { S: pk } }, NewImage } };
  const MessageBody = JSON.stringify({ reason: "seen before", record });
  await sqs.send(new SendMessageCommand({ QueueUrl: output("ParkingQueueUrl"), MessageBody }));

  const shown = await redrive("relay");

  expect(shown).toMatch(/no event to publish; parked again: .*version/);
  const parked = await eventually(
    () => parkedAbout(pk),
    (found) => found.length > 0,
  );
  expect(parked.map(({ reason }) => reason)).toEqual([expect.stringMatching(/version/)]);
});

test("records of a failed batch: redrive reads them from the stream and publishes the events under the same ids", async () => {
  const { id, published, streamed } = await aPublishedOrder();
  const { streamArn, shardId, records } = streamed;
  const startSequenceNumber = records[0]?.dynamodb?.SequenceNumber;
  const endSequenceNumber = records.at(-1)?.dynamodb?.SequenceNumber;
  const position = { streamArn, shardId, startSequenceNumber, endSequenceNumber };
  const MessageBody = JSON.stringify({ version: "1.0", DDBStreamBatchInfo: position });
  await sqs.send(new SendMessageCommand({ QueueUrl: output("RelayFailuresUrl"), MessageBody }));
  const listener = await listenToEvents();

  await redrive("relay-failures");

  expect(idsOf(await listener.countedAbout(id, published.length))).toEqual(published);
  await listener.stop();
  expect(await bodiesIn("RelayFailuresUrl")).not.toContain(MessageBody);
});

test("records that the stream no longer has: redrive keeps the message and says so", async () => {
  const { streamArn, shardId } = (await aPublishedOrder()).streamed;
  const position = { streamArn, shardId, startSequenceNumber: "1", endSequenceNumber: "1" };
  const MessageBody = JSON.stringify({ version: "1.0", DDBStreamBatchInfo: position });
  await sqs.send(new SendMessageCommand({ QueueUrl: output("RelayFailuresUrl"), MessageBody }));

  const shown = await redrive("relay-failures").catch((error: { stdout: string }) => error.stdout);

  expect(shown).toContain("stays: its records cannot be read from the stream");
  expect(await bodiesIn("RelayFailuresUrl")).toContain(MessageBody);
  expect(await redrive("relay-failures", "--discard")).toContain("1 of 1 messages: deleted");
});
