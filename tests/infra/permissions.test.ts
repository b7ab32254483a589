import { expect, test } from "vitest";
import { functionsWith, INDEXES } from "../../functions/registry/functions.ts";
import { subscriptions } from "../../functions/registry/subscriptions.ts";
import { eventSource, lambdaFunction, statements, statementsOf } from "./resources.ts";
import { synthesize } from "./synthesize.ts";

const template = synthesize({ stage: "prod" });
const [table = ""] = Object.keys(template.findResources("AWS::DynamoDB::Table"));
const tableArn = `\${${table}.Arn}`;

/** What a function may do with the table, as `action resource` with the table's own ARN left out. */
function tableAccess(name: string): string[] {
  return statementsOf(template, name)
    .flatMap(({ actions, resources }) => actions.flatMap((action) => resources.map((to) => `${action} ${to}`)))
    .filter((allowed) => allowed.startsWith("dynamodb:"))
    .map((allowed) =>
      allowed.replace("dynamodb:", "").replace(tableArn, "").replace(`\${${table}.StreamArn}`, "stream").trim(),
    )
    .sort();
}

test("no statement allows a wildcard action", () => {
  expect(statements(template).flatMap(({ actions }) => actions.filter((action) => action.includes("*")))).toEqual([]);
});

test("no statement has a wildcard resource, except for listing streams", () => {
  // Streams are listed per table: IAM knows no single stream for that.
  const exceptions = [`${tableArn}/stream/*`];
  const wide = statements(template).flatMap(({ resources }) => resources.filter((resource) => resource.includes("*")));
  expect(wide).toEqual(exceptions);
});

test("statements on data name the table, its stream or its indexes", () => {
  const onData = statements(template).filter(
    ({ actions }) =>
      actions.some((action) => action.startsWith("dynamodb:")) && !actions.includes("dynamodb:ListStreams"),
  );
  const allowed = [
    tableArn,
    `\${${table}.StreamArn}`,
    ...Object.keys(INDEXES).map((index) => `${tableArn}/index/${index}`),
  ];
  for (const { resources } of onData) for (const resource of resources) expect(allowed).toContain(resource);
});

test("no function may scan, or delete more than an item", () => {
  const actions = statements(template).flatMap((statement) => statement.actions);
  const forbidden = actions.filter((action) => /^dynamodb:.*(Scan|Delete|PartiQL)/.test(action));
  expect(forbidden.filter((action) => action !== "dynamodb:DeleteItem")).toEqual([]);
});

const writing = ["GetItem", "PutItem", "UpdateItem"];
/** An order that waits for stock no longer leaves its queue. */
const writingOrders = [...writing, "DeleteItem"];
test.each([
  ["inventory", [...writing, "BatchGetItem", "DeleteItem", "Query", "Query /index/byList"]],
  ["orders", [...writingOrders, "BatchGetItem", "Query", "Query /index/byCustomer", "Query /index/byList"]],
  ["payments", writingOrders],
  ["sandbox", ["GetItem", "PutItem", "Query"]],
  ["shipping", [...writingOrders, "BatchGetItem", "Query", "Query /index/byList"]],
  ["documents", ["GetItem"]],
  ["returns", writingOrders],
  ["shipping-on-order-placed", writingOrders],
  ["backorders-on-awaited-stock-arrived", [...writingOrders, "Query"]],
  ["stock-levels-on-events", ["BatchGetItem", "UpdateItem"]],
  ["sweeper", [...writingOrders, "Query", "Query /index/byDue"]],
  ["audit", ["BatchGetItem", "Query", "Query /index/byList", "Query /index/byDue"]],
  ["site", ["GetItem"]],
  ["relay", ["DescribeStream stream", "GetRecords stream", "GetShardIterator stream", "ListStreams /stream/*"]],
])("access of %s to the table", (name, access) => {
  expect(tableAccess(name)).toEqual(access.toSorted());
});

test("only the relay publishes events", () => {
  const role = lambdaFunction(template, "relay").Role.replace(".Arn", "");
  const publishing = statements(template).filter(({ actions }) => actions.includes("events:PutEvents"));
  expect(publishing.map(({ roles }) => roles)).toEqual([[role]]);
});

test("each function may write only to its own log", () => {
  for (const { name } of functionsWith("sandbox")) {
    const { LoggingConfig } = lambdaFunction(template, name);
    const logs = statementsOf(template, name).filter(({ actions }) =>
      actions.some((action) => action.startsWith("logs:")),
    );
    expect(logs.flatMap(({ resources }) => resources)).toEqual([LoggingConfig.LogGroup.replace("}", ".Arn}")]);
  }
});

test("each queue is read by its own function only", () => {
  const readers = statements(template).filter(({ actions }) => actions.includes("sqs:ReceiveMessage"));
  const expected = subscriptions.map(({ functionName }) => ({
    resources: [eventSource(template, functionName).EventSourceArn],
    roles: [lambdaFunction(template, functionName).Role.replace(".Arn", "")],
  }));
  expect(readers).toHaveLength(expected.length);
  expect(readers).toEqual(expect.arrayContaining(expected.map((reader) => expect.objectContaining(reader))));
});

const receiving = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];

test("other permissions of functions: publishing, parking, receiving", () => {
  const others = functionsWith("sandbox").map(({ name }) => {
    const actions = statementsOf(template, name).flatMap((statement) => statement.actions);
    return [name, actions.filter((action) => !/^(dynamodb|logs):/.test(action))] as const;
  });
  expect(others.filter(([, actions]) => actions.length > 0)).toEqual([
    // Lambda polls the queue in the function's role, with these three (its own AWSLambdaSQSQueueExecutionRole).
    ...subscriptions.map(({ functionName }) => [functionName, receiving]),
    ["relay", ["events:PutEvents", "sqs:SendMessage"]],
    // Lambda sends what is left of a failed sweep in the function's role.
    ["sweeper", ["sqs:SendMessage"]],
  ]);
});
