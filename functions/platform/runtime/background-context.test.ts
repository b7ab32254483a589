import type { Context } from "aws-lambda";
import { expect, test } from "vitest";
import { backgroundContext } from "./background-context.ts";

const context: Context = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: "sweeper",
  functionVersion: "1",
  invokedFunctionArn: "arn",
  memoryLimitInMB: "256",
  awsRequestId: "invocation-1",
  logGroupName: "group",
  logStreamName: "stream",
  getRemainingTimeInMillis: () => 25_000,
  done: () => {},
  fail: () => {},
  succeed: () => {},
};

test("the system itself is responsible for what nobody asked for", () => {
  expect(backgroundContext("sweeper", context)).toMatchObject({
    actor: "system:sweeper",
    cause: "sweeper",
    correlationId: "invocation-1",
  });
});

test("work that a request set off keeps that request's id", () => {
  expect(backgroundContext("OrderPlaced", context, "request-1").correlationId).toBe("request-1");
});

test("it is over two seconds before the function is", () => {
  const { deadline } = backgroundContext("sweeper", context);
  expect(deadline - Date.now()).toBeGreaterThan(22_000);
  expect(deadline - Date.now()).toBeLessThanOrEqual(23_000);
});
