import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import * as z from "zod/mini";
import { Envelope } from "../../events/envelope.ts";
import { orderPlaced } from "../../events/orders.ts";
import { OrderId } from "../orders/rules/order.ts";
import { log, reasonOf } from "../platform/runtime/logging.ts";
import { backgroundContext, runInContext } from "../platform/runtime/request-context.ts";
import { createShipment } from "./create-shipment.ts";

/** EventBridge's own envelope around ours. */
const BusEvent = z.looseObject({ detail: Envelope });

/**
 * Ships what OrderPlaced announces. Each message stands for itself: one that fails comes again alone and ends in the
 * dead-letter queue, and its neighbours are shipped.
 */
export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const failed = await Promise.all(event.Records.map((record) => handle(record, context)));
  return { batchItemFailures: failed.filter((id) => id !== undefined).map((itemIdentifier) => ({ itemIdentifier })) };
}

/** The message's id where it failed. */
async function handle(record: SQSRecord, context: Context): Promise<string | undefined> {
  const { messageId } = record;
  const event = readEvent(record);
  return runInContext(backgroundContext("OrderPlaced", context, event.data?.detail.correlationId), async () => {
    try {
      if (!event.data) throw event.error;
      const { detail } = event.data;
      const orderId = OrderId.parse(z.parse(orderPlaced.data, detail.data).orderId);
      await createShipment(orderId);
      log.info("handled OrderPlaced", { orderId, event: detail.id, messageId });
      return undefined;
    } catch (error) {
      log.error("a message failed", { messageId, reason: reasonOf(error) });
      return messageId;
    }
  });
}

function readEvent({ body }: SQSRecord) {
  try {
    return z.safeParse(BusEvent, JSON.parse(body));
  } catch (error) {
    return { data: undefined, error };
  }
}
