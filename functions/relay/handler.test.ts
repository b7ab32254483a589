import type { DynamoDBRecord } from "aws-lambda";
import { afterEach, expect, test, vi } from "vitest";
import { context } from "../../tests/builders/api-requests.ts";
import { log } from "../platform/runtime/logging.ts";
import { handler, parkingClient } from "./handler.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

test("parked record: the log line has the id of the request that wrote it, if the record has one", async () => {
  vi.stubEnv("PARKING_QUEUE_URL", "http://localhost/parking");
  vi.spyOn(parkingClient, "send").mockResolvedValue();
  const error = vi.spyOn(log, "error").mockReturnValue();
  const recordOf = (image: NonNullable<DynamoDBRecord["dynamodb"]>["NewImage"]): DynamoDBRecord => ({
    eventName: "INSERT",
    dynamodb: { SequenceNumber: "1", NewImage: { pk: { S: "ORDER#1" }, ...image } },
  });
  const named = recordOf({ change: { M: { correlationId: { S: "request-1" } } } });

  await handler({ Records: [named, recordOf({})] }, context);

  const [first, second] = error.mock.calls.map(([, particulars]) => particulars);
  expect(first).toMatchObject({ sequence: "1", requestId: "request-1" });
  expect(second).not.toHaveProperty("requestId");
});
