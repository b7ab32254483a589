import { type Message, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { output, sqs } from "./aws.ts";
import type { Order } from "./shop.ts";

/** A message of the shipping queue: OrderPlaced of an order, in EventBridge's envelope. */
export function orderPlacedMessage({ id, lines, total, shippingAddress, createdAt }: Order): string {
  const detail = {
    schemaVersion: 1,
    id: `${id}#2#OrderPlaced#0`,
    type: "OrderPlaced",
    occurredAt: createdAt,
    sequence: 2,
    correlationId: "an end-to-end test",
    data: { orderId: id, lines: lines.map(({ sku, quantity }) => ({ sku, quantity })), total, shippingAddress },
  };
  return JSON.stringify({ version: "0", source: "waybill.orders", "detail-type": "OrderPlaced", detail });
}

/** The messages in shipping's dead-letter queue, which stay visible to others. */
export async function deadLetters(): Promise<Message[]> {
  const { Messages } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: output("ShippingDlqUrl"), MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
  );
  return Messages ?? [];
}
