import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { DeleteMessageCommand, SendMessageBatchCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { cloud } from "./api.ts";
import { output, sqs } from "./aws.ts";
import { eventually } from "./eventually.ts";
import { anOrderWithShipment } from "./fulfilment.ts";
import { deadLetters, orderPlacedMessage } from "./shipping-messages.ts";
import { aCustomer, aProduct, dataOf, orderOf, place, readOrder, unique } from "./shop.ts";
import { loseOrderPlaced } from "./stored-order.ts";

// One file, so that one test after the other looks at the queue and moves what is in it.

test("poison messages end in the dead-letter queue, while their neighbours and new orders are shipped", async () => {
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

test("redrive shows what lies in the dead-letter queue and sends it back, and the order gets its shipment", async () => {
  const { api } = await aCustomer();
  const order = await anOrderWithShipment(api, orderOf(await aProduct(), 1));
  await loseOrderPlaced(order.id);
  const body = orderPlacedMessage(order);
  await sqs.send(new SendMessageCommand({ QueueUrl: output("ShippingDlqUrl"), MessageBody: body }));

  const shown = await redrive("--yes");

  expect(shown).toContain(order.id);
  expect(shown).toMatch(/Sent \d+ of \d+ back/);
  const { shipments } = await eventually(
    () => readOrder(api, order.id),
    (read) => read.shipments.length > 0,
  );
  expect(shipments).toHaveLength(1);
  expect((await deadLetters()).map(({ Body }) => Body)).not.toContain(body);
});

/** `npm run redrive -- --queue shipping`, against the stack under test. */
async function redrive(...options: string[]): Promise<string> {
  const command = join(import.meta.dirname, "../../ops/redrive.ts");
  const target = ["--queue", "shipping", "--stage", "test", "--endpoint", cloud.endpoint];
  const { stdout } = await promisify(execFile)(process.execPath, [command, ...target, ...options]);
  return stdout;
}
