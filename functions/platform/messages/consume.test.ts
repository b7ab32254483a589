import type { SQSRecord } from "aws-lambda";
import { afterEach, expect, test, vi } from "vitest";
import { orderPlaced } from "../../../events/orders.ts";
import { context } from "../../../tests/builders/api-requests.ts";
import { log } from "../runtime/logging.ts";
import { currentContext, findContext } from "../runtime/request-context.ts";
import { consume } from "./consume.ts";
import { subscription } from "./subscription.ts";

afterEach(() => vi.restoreAllMocks());

type Handle = (data: { readonly orderId: string }) => Promise<void>;

function consumer(handle: Handle = async () => {}) {
  const needs = { table: { items: [] }, reservedConcurrency: 2 };
  const particulars = { description: "A test hears of it", entry: "functions/tested/on-order-placed.ts" };
  return consume(subscription({ name: "tested", events: [orderPlaced], handle, ...particulars, ...needs }));
}

/** The queue's messages with these bodies: message-0, message-1, … */
function messages(...bodies: readonly string[]): { Records: SQSRecord[] } {
  return {
    Records: bodies.map((body, index) => ({
      messageId: `message-${index}`,
      receiptHandle: "",
      body,
      attributes: {
        ApproximateReceiveCount: "1",
        SentTimestamp: "0",
        SenderId: "events",
        ApproximateFirstReceiveTimestamp: "0",
      },
      messageAttributes: {},
      md5OfBody: "",
      eventSource: "aws:sqs",
      eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:tested",
      awsRegion: "us-east-1",
    })),
  };
}

function busEvent(orderId: string, data: object = { ...orderPlaced.example, orderId }): string {
  return JSON.stringify({
    detail: {
      schemaVersion: 1,
      id: `${orderId}#2#OrderPlaced#0`,
      type: "OrderPlaced",
      occurredAt: "2026-11-21T05:30:00.000Z",
      sequence: 2,
      correlationId: `request of ${orderId}`,
      data,
    },
  });
}

test("event that is not subscribed to: its message fails, and is not handled", async () => {
  const handled: string[] = [];
  const handler = consumer(async ({ orderId }) => void handled.push(orderId));
  const other = busEvent("1").replaceAll("OrderPlaced", "OrderFailed");

  const { batchItemFailures } = await handler(messages(other, busEvent("2")), context);

  expect(batchItemFailures).toEqual([{ itemIdentifier: "message-0" }]);
  expect(handled).toEqual(["2"]);
});

test("each message is handled in the context of the request that caused its event", async () => {
  const contexts: object[] = [];
  const handler = consumer(async ({ orderId }) => void contexts.push({ orderId, ...currentContext() }));

  expect(await handler(messages(busEvent("1"), busEvent("2")), context)).toEqual({ batchItemFailures: [] });
  expect(contexts).toMatchObject([
    { orderId: "1", correlationId: "request of 1", actor: "system:OrderPlaced" },
    { orderId: "2", correlationId: "request of 2", actor: "system:OrderPlaced" },
  ]);
});

test("one message fails: it alone is reported to SQS, the others are handled", async () => {
  const handled: string[] = [];
  const handler = consumer(async ({ orderId }) => {
    if (orderId === "bad") throw new Error("no");
    handled.push(orderId);
  });

  const { batchItemFailures } = await handler(messages(busEvent("1"), busEvent("bad"), busEvent("2")), context);

  expect(batchItemFailures).toEqual([{ itemIdentifier: "message-1" }]);
  expect(handled).toEqual(["1", "2"]);
});

test.each([
  ["not JSON", context.awsRequestId],
  ['{"detail":{}}', context.awsRequestId],
  [busEvent("1", { orderId: 7 }), "request of 1"],
])("the message %s: reported as failed, logged with the request's id", async (body, requestId) => {
  const ids: (string | undefined)[] = [];
  vi.spyOn(log, "error").mockImplementation(() => void ids.push(findContext()?.correlationId));

  const { batchItemFailures } = await consumer()(messages(body), context);

  expect(batchItemFailures).toEqual([{ itemIdentifier: "message-0" }]);
  expect(ids).toEqual([requestId]);
});

test("each message that was handled has one line: its event, what that is about, and what became of it", async () => {
  const info = vi.spyOn(log, "info").mockReturnValue();
  const handler = consumer(async ({ orderId }) => log.result("order step", { orderId, effect: `SHIP ${orderId}` }));

  await handler(messages(busEvent("1"), busEvent("2")), context);

  expect(info.mock.calls).toEqual([
    ["handled OrderPlaced", { orderId: "1", effect: "SHIP 1" }],
    ["handled OrderPlaced", { orderId: "2", effect: "SHIP 2" }],
  ]);
});

test("the line of a message that failed says what it is about", async () => {
  const error = vi.spyOn(log, "error").mockReturnValue();
  const handler = consumer(async () => {
    throw new Error("no");
  });

  await handler(messages(busEvent("1")), context);

  expect(error).toHaveBeenCalledWith("a message failed", { messageId: "message-0", reason: "no", orderId: "1" });
});
