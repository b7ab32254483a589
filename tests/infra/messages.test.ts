import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, test } from "vitest";
import { subscriptions } from "../../functions/registry/subscriptions.ts";
import { isRelayed } from "../../infra/relayed-records.ts";
import {
  asyncInvocations,
  eventSource,
  lambdaFunction,
  lambdaFunctions,
  queuePolicies,
  queues,
  rules,
  statementsOf,
} from "./resources.ts";
import { synthesize } from "./synthesize.ts";

const template = synthesize({ stage: "prod" });

test("every queue has a DLQ, or is one", () => {
  const all = queues(template);
  const ends = new Set([
    ...all.flatMap(({ RedrivePolicy }) => RedrivePolicy?.deadLetterTargetArn ?? []),
    ...rules(template).flatMap(({ Targets }) => Targets.flatMap(({ DeadLetterConfig }) => DeadLetterConfig?.Arn ?? [])),
    eventSource(template, "relay").DestinationConfig?.OnFailure.Destination,
    lambdaFunction(template, "relay").Environment.Variables.PARKING_QUEUE_URL?.replace("}", ".Arn}"),
  ]);
  expect(all.filter(({ arn, RedrivePolicy }) => !RedrivePolicy && !ends.has(arn))).toEqual([]);
  expect(all.filter(({ RedrivePolicy }) => RedrivePolicy)).toHaveLength(subscriptions.length);
});

test("every queue: requests without TLS are refused", () => {
  const arns = queues(template).map(({ arn }) => arn);
  const refused = queuePolicies(template).flatMap((statements) =>
    statements
      .filter(({ Effect }) => Effect === "Deny")
      .map(({ Action, Condition, Resource }) => {
        expect({ Action, Condition }).toEqual({
          Action: "sqs:*",
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        });
        return Resource;
      }),
  );
  expect(refused.sort()).toEqual(arns.sort());
});

test("every rule's target has its own DLQ", () => {
  const targets = rules(template).flatMap(({ Targets }) => Targets);
  const deadLetterQueues = targets.map(({ DeadLetterConfig }) => DeadLetterConfig?.Arn);
  const ofQueues = queues(template).flatMap(({ RedrivePolicy }) => RedrivePolicy?.deadLetterTargetArn ?? []);
  expect(targets).toHaveLength(subscriptions.length + 1); // and the sweeper's schedule
  expect(deadLetterQueues).not.toContain(undefined);
  expect(new Set([...deadLetterQueues, ...ofQueues]).size).toBe(deadLetterQueues.length + ofQueues.length);
});

test("function started by a rule: within a minute, without retries, failures go to a queue", () => {
  const targets = rules(template).flatMap(({ Targets }) => Targets.map(({ Arn }) => Arn));
  const started = [...lambdaFunctions(template)].filter(([, { id }]) => targets.includes(`\${${id}.Arn}`));
  expect(started.map(([name]) => name)).toEqual(["sweeper"]);
  for (const [name, { id }] of started) {
    const config = asyncInvocations(template).find(({ FunctionName }) => FunctionName === `\${${id}}`);
    expect(config).toMatchObject({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 });
    const destination = config?.DestinationConfig.OnFailure.Destination;
    const mayBeSentTo = statementsOf(template, name).filter(({ actions }) => actions.includes("sqs:SendMessage"));
    expect(mayBeSentTo.flatMap((statement) => statement.resources)).toEqual([destination]);
    expect(queues(template).find(({ arn }) => arn === destination)?.RedrivePolicy).toBeUndefined();
  }
});

describe.each(subscriptions)("the subscription $functionName", ({ functionName, events }) => {
  test("visibility timeout of the queue >= 6 x timeout of the function", () => {
    for (const stage of ["prod", "test"]) {
      const stack = synthesize({ stage });
      const { EventSourceArn } = eventSource(stack, functionName);
      const queue = queues(stack).find(({ arn }) => arn === EventSourceArn);
      const { Timeout } = lambdaFunction(stack, functionName);
      expect(queue?.VisibilityTimeout).toBeGreaterThanOrEqual(6 * Timeout);
    }
  });

  test("a rule sends its events to its queue", () => {
    const { EventSourceArn } = eventSource(template, functionName);
    template.hasResourceProperties("AWS::Events::Rule", {
      EventBusName: Match.anyValue(),
      EventPattern: {
        source: [...new Set(events.map(({ source }) => source))],
        "detail-type": events.map(({ type }) => type),
      },
    });
    expect(rules(template).map(({ Targets }) => Targets[0]?.Arn)).toContain(EventSourceArn);
  });

  test("failed messages are reported one by one", () => {
    expect(eventSource(template, functionName).FunctionResponseTypes).toEqual(["ReportBatchItemFailures"]);
  });

  test("the queue invokes at most as many functions as may run, so that no message fails by throttling", () => {
    const { ScalingConfig } = eventSource(template, functionName);
    const { ReservedConcurrentExecutions } = lambdaFunction(template, functionName);
    expect(ScalingConfig?.MaximumConcurrency).toBe(ReservedConcurrentExecutions);
  });
});

test("names of subscriptions and of their functions are unique", () => {
  const names = [...subscriptions.map(({ name }) => name), ...subscriptions.map(({ functionName }) => functionName)];
  expect(new Set(names).size).toBe(names.length);
});

test("the relay reads the stream from its start, except items of types without events", () => {
  const { FilterCriteria, StartingPosition, EventSourceArn } = eventSource(template, "relay");
  expect(EventSourceArn).toMatch(/\.StreamArn\}$/);
  expect(StartingPosition).toBe("TRIM_HORIZON");
  const eventName = ["INSERT", "MODIFY"];
  const silent = [
    "order_history",
    "carrier_event",
    "product_word",
    "movement",
    "booking",
    "backorder",
    "locations",
    "sandbox_authorization",
    "sandbox_tries",
  ];
  expect(FilterCriteria?.Filters.map(({ Pattern }): unknown => JSON.parse(Pattern))).toEqual([
    { eventName, dynamodb: { NewImage: { type: { S: [{ "anything-but": silent }] } } } },
    { eventName, dynamodb: { NewImage: { type: { S: [{ exists: false }] } } } },
  ]);
});

test.each([
  ["INSERT", "order", true],
  ["MODIFY", "stock", true],
  ["MODIFY", "product", true],
  ["INSERT", "movement", false],
  ["INSERT", "a type that no slice declares", true],
  ["INSERT", undefined, true],
  ["REMOVE", "order", false],
])("%s of an item of type %s is relayed: %s", (eventName, type, relayed) => {
  expect(isRelayed({ eventName, dynamodb: { NewImage: type === undefined ? {} : { type: { S: type } } } })).toBe(
    relayed,
  );
});

test("a batch that cannot be published: split, retried for hours, then its position goes to a queue", () => {
  const source = eventSource(template, "relay");
  expect(source.BisectBatchOnFunctionError).toBe(true);
  expect(source.MaximumRecordAgeInSeconds).toBeGreaterThanOrEqual(3600);
  expect(source.MaximumRecordAgeInSeconds).toBeLessThan(24 * 3600);
  expect(source.MaximumRetryAttempts).toBeGreaterThan(0);
  expect(queues(template).map(({ arn }) => arn)).toContain(source.DestinationConfig?.OnFailure.Destination);
});

test.each([
  [{}, "false"],
  [{ publishStockMoves: true }, "true"],
])("with the settings %o the relay publishes stock moves: %s", (settings, publishes) => {
  const { Variables } = lambdaFunction(synthesize(settings), "relay").Environment;
  expect(Variables.PUBLISH_STOCK_MOVES).toBe(publishes);
});

test("the sweeper runs every minute", () => {
  template.hasResourceProperties("AWS::Events::Rule", { ScheduleExpression: "rate(1 minute)", State: "ENABLED" });
});
