import type { SQSRecord } from "aws-lambda";
import { afterEach, expect, test, vi } from "vitest";
import { orderPlaced } from "../../events/orders.ts";
import { context } from "../../tests/builders/api-requests.ts";
import { log } from "../platform/runtime/logging.ts";
import { findContext } from "../platform/runtime/request-context.ts";
import { handler } from "./on-order-placed.ts";

afterEach(() => vi.restoreAllMocks());

/** A message with this body, handled; gives the request ids of the lines that say so. */
async function requestIdsInLog(body: string): Promise<(string | undefined)[]> {
  const ids: (string | undefined)[] = [];
  vi.spyOn(log, "error").mockImplementation(() => void ids.push(findContext()?.correlationId));
  const record: Partial<SQSRecord> = { messageId: "message-1", body };
  const { batchItemFailures } = await handler({ Records: [record as SQSRecord] }, context);
  expect(batchItemFailures).toEqual([{ itemIdentifier: "message-1" }]);
  return ids;
}

const envelope = {
  schemaVersion: 1,
  id: "ORDER#1#ORDER#2#OrderPlaced#0",
  type: "OrderPlaced",
  occurredAt: "2026-11-21T05:30:00.000Z",
  sequence: 2,
  correlationId: "request-of-the-order",
  data: { ...orderPlaced.example, orderId: "no order's id" },
};

test("a message that fails is logged with the id of the request that placed the order", async () => {
  expect(await requestIdsInLog(JSON.stringify({ detail: envelope }))).toEqual(["request-of-the-order"]);
});

test("a message that is no event is logged with the id of the invocation", async () => {
  expect(await requestIdsInLog("not JSON")).toEqual([context.awsRequestId]);
  expect(await requestIdsInLog('{"detail":{}}')).toEqual([context.awsRequestId]);
});
