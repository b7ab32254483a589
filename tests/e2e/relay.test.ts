import { DeleteMessageCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { expect, test } from "vitest";
import * as z from "zod";
import { output, sqs, table } from "./aws.ts";
import { eventually } from "./eventually.ts";
import { anOrderWithShipment } from "./fulfilment.ts";
import { aCustomer, aProduct, orderOf, unique } from "./shop.ts";

const Parked = z.object({
  reason: z.string(),
  record: z.object({
    dynamodb: z.object({ Keys: z.object({ pk: z.object({ S: z.string() }) }), NewImage: z.unknown() }),
  }),
});

/** What of the parking queue is about an item; it is taken from the queue, others' records are left. */
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

test("a record that the relay cannot map is parked whole, and holds nobody up", async () => {
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
