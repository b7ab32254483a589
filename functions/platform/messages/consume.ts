import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import * as z from "zod/mini";
import { Envelope } from "../../../events/envelope.ts";
import { log, reasonOf } from "../runtime/logging.ts";
import { backgroundContext, runInContext } from "../runtime/request-context.ts";
import type { Subscription } from "./subscription.ts";

/** EventBridge's own envelope around ours. */
const BusEvent = z.looseObject({ detail: Envelope });

/** What became of a message. */
interface Consumed {
  readonly messageId: string;
  readonly failed: boolean;
}

/** The Lambda handler of a subscription: hands each message's event to its `handle`. */
export function consume(subscription: Subscription) {
  return async ({ Records }: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const consumed = await Promise.all(Records.map((record) => consumeAlone(record, subscription, context)));
    return { batchItemFailures: failedMessages(consumed) };
  };
}

/** What SQS delivers again, and in the end moves to the dead-letter queue. */
function failedMessages(consumed: readonly Consumed[]): SQSBatchResponse["batchItemFailures"] {
  return consumed.filter(({ failed }) => failed).map(({ messageId }) => ({ itemIdentifier: messageId }));
}

/** A message that fails does not fail its batch. */
async function consumeAlone(record: SQSRecord, subscription: Subscription, context: Context): Promise<Consumed> {
  const { messageId } = record;
  const message = parseMessage(record);
  const event = message.data?.detail;
  const results = {};
  const cause = event?.type ?? subscription.name;
  return runInContext({ ...backgroundContext(cause, context, event?.correlationId), results }, async () => {
    try {
      if (!event) throw message.error;
      await subscription.handle(event);
      log.info(`handled ${event.type}`, { ...subjectOf(event.data), ...results });
      return { messageId, failed: false };
    } catch (error) {
      log.error("a message failed", { messageId, reason: reasonOf(error), ...(event && subjectOf(event.data)) });
      return { messageId, failed: true };
    }
  });
}

function parseMessage({ body }: SQSRecord) {
  try {
    return z.safeParse(BusEvent, JSON.parse(body));
  } catch (error) {
    return { data: undefined, error };
  }
}

/** What an event is about, for the log. */
function subjectOf({ orderId, sku }: Envelope["data"]) {
  return { ...(orderId !== undefined && { orderId }), ...(sku !== undefined && { sku }) };
}
