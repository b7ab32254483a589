import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { neededAccess } from "./needed-access.ts";

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "shop");
  vi.stubEnv("EVENT_BUS_NAME", "events");
  vi.stubEnv("PARKING_QUEUE_URL", "http://queue/parking");
});
afterEach(() => {
  vi.unstubAllEnvs();
});

test.each([
  ["GetItem", { TableName: "shop", Key: {} }, ["dynamodb:GetItem table"]],
  ["Query", { TableName: "shop" }, ["dynamodb:Query table"]],
  ["Query", { TableName: "shop", IndexName: "byList" }, ["dynamodb:Query table/index/byList"]],
  ["BatchGetItem", { RequestItems: { shop: { Keys: [] } } }, ["dynamodb:BatchGetItem table"]],
  ["PutEvents", { Entries: [{ EventBusName: "events" }] }, ["events:PutEvents bus"]],
  ["SendMessage", { QueueUrl: "http://queue/parking" }, ["sqs:SendMessage parking queue"]],
])("%s %o needs %o", (command, input, access) => {
  expect(neededAccess(command, input)).toEqual(access);
});

test("a transaction needs the actions of its members", () => {
  const TransactItems = [
    { Put: { TableName: "shop" } },
    { Update: { TableName: "shop" } },
    { Delete: { TableName: "shop" } },
    { ConditionCheck: { TableName: "shop" } },
  ];
  expect(neededAccess("TransactWriteItems", { TransactItems })).toEqual([
    "dynamodb:PutItem table",
    "dynamodb:UpdateItem table",
    "dynamodb:DeleteItem table",
    "dynamodb:ConditionCheckItem table",
  ]);
});

test("a command or a resource that is not known: an error, so that no call is left out", () => {
  expect(() => neededAccess("ExecuteStatement", {})).toThrow("ExecuteStatement");
  expect(() => neededAccess("GetItem", { TableName: "another" })).toThrow("another");
  expect(() => neededAccess("TransactWriteItems", { TransactItems: [{ Get: { TableName: "shop" } }] })).toThrow();
});
