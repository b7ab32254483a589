import { DeleteMessageCommand, SendMessageBatchCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { dataOf } from "../../client/client.ts";
import { output, sqs } from "./aws.ts";
import { eventually } from "./eventually.ts";
import { anOrderWithShipment } from "./fulfilment.ts";
import { bodiesIn, redrive } from "./redrive.ts";
import { deadLetters, orderPlacedMessage } from "./shipping-messages.ts";
import { aCustomer, aProduct, orderOf, place, readOrder, unique } from "./shop.ts";
import { loseOrderPlaced } from "./stored-order.ts";

// In one file, because the tests must read and empty the queues one after the other.

test("poison messages in a batch: they reach the dead-letter queue, the other orders get their shipments", async () => {
  const { api } = await aCustomer();
  const neighbour = await anOrderWithShipment(api, orderOf(await aProduct(), 1));
  await loseOrderPlaced(neighbour.id);
  const garbage = unique("not JSON at all");
  const nobodys = JSON.stringify({ detail: { type: "OrderPlaced", nobody: unique("knows it") } });
  const bodies = [garbage, orderPlacedMessage(neighbour), nobodys];

  await sqs.send(
    new SendMessageBatchCommand({
      QueueUrl: output("ShippingQueueUrl"),
      Entries: bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody })),
    }),
  );
  const { id: newOrder } = dataOf(await place(api, orderOf(await aProduct(), 1)));

  for (const orderId of [neighbour.id, newOrder]) {
    const { shipments } = await eventually(
      () => readOrder(api, orderId),
      (order) => order.shipments.length > 0,
    );
    expect(shipments).toHaveLength(1);
  }
  for (const poison of [garbage, nobodys]) {
    const letters = await eventually(deadLetters, (found) => found.some(({ Body }) => Body === poison));
    const ours = letters.find(({ Body }) => Body === poison);
    await sqs.send(
      new DeleteMessageCommand({ QueueUrl: output("ShippingDlqUrl"), ReceiptHandle: ours?.ReceiptHandle }),
    );
  }
});

test.each([
  ["shipping", "ShippingDlqUrl"],
  ["shipping-undelivered", "ShippingUndeliveredUrl"],
] as const)(
  "redrive of %s: prints the message, sends it to shipping, and the order gets its shipment",
  async (queue, url) => {
    const { api } = await aCustomer();
    const order = await anOrderWithShipment(api, orderOf(await aProduct(), 1));
    await loseOrderPlaced(order.id);
    const body = orderPlacedMessage(order);
    await sqs.send(new SendMessageCommand({ QueueUrl: output(url), MessageBody: body }));

    const shown = await redrive(queue);

    expect(shown).toContain(order.id);
    expect(shown).toMatch(/\d+ of \d+ messages: (sent back to|put into) the shipping queue/);
    const { shipments } = await eventually(
      () => readOrder(api, order.id),
      (read) => read.shipments.length > 0,
    );
    expect(shipments).toHaveLength(1);
    expect(await bodiesIn(url)).not.toContain(body);
  },
);

test("redrive of a message that is not an event: prints the reason and keeps it; --discard deletes it", async () => {
  const QueueUrl = output("ShippingUndeliveredUrl");
  const foreign = unique("no event");
  const MessageAttributes = { ERROR_CODE: { DataType: "String", StringValue: "NO_PERMISSIONS" } };
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: foreign, MessageAttributes }));

  const shown = await redrive("shipping-undelivered").catch((error: { stdout: string }) => error.stdout);

  expect(shown).toContain("ERROR_CODE: NO_PERMISSIONS");
  expect(shown).toContain("stays: it is not an event");
  expect(await bodiesIn("ShippingUndeliveredUrl")).toContain(foreign);
  expect(await redrive("shipping-undelivered", "--discard")).toMatch(/\d+ of \d+ messages: deleted/);
  expect(await bodiesIn("ShippingUndeliveredUrl")).not.toContain(foreign);
});
