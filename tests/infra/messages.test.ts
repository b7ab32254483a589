import { Match } from "aws-cdk-lib/assertions";
import { expect, test } from "vitest";
import {
  asyncInvocations,
  eventSource,
  lambdaFunction,
  lambdaFunctions,
  queues,
  rules,
  statementsOf,
} from "./resources.ts";
import { synthesize } from "./synthesize.ts";

const template = synthesize({ stage: "prod" });

test("every queue has a DLQ, or is where messages end", () => {
  const all = queues(template);
  const ends = new Set([
    ...all.flatMap(({ RedrivePolicy }) => RedrivePolicy?.deadLetterTargetArn ?? []),
    ...rules(template).flatMap(({ Targets }) => Targets.flatMap(({ DeadLetterConfig }) => DeadLetterConfig?.Arn ?? [])),
    eventSource(template, "relay").DestinationConfig?.OnFailure.Destination,
    lambdaFunction(template, "relay").Environment.Variables.PARKING_QUEUE_URL?.replace("}", ".Arn}"),
  ]);
  expect(all.filter(({ arn, RedrivePolicy }) => !RedrivePolicy && !ends.has(arn))).toEqual([]);
  expect(all.filter(({ RedrivePolicy }) => RedrivePolicy)).toHaveLength(1);
});

test("every rule's target has a DLQ of its own", () => {
  const targets = rules(template).flatMap(({ Targets }) => Targets);
  const deadLetterQueues = targets.map(({ DeadLetterConfig }) => DeadLetterConfig?.Arn);
  const ofQueues = queues(template).flatMap(({ RedrivePolicy }) => RedrivePolicy?.deadLetterTargetArn ?? []);
  expect(targets).toHaveLength(2);
  expect(deadLetterQueues).not.toContain(undefined);
  expect(new Set([...deadLetterQueues, ...ofQueues]).size).toBe(deadLetterQueues.length + ofQueues.length);
});

test("a function that a rule starts is started once and within a minute, and what fails is kept: no retries of Lambda's own", () => {
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

test("a message stays hidden for at least six times as long as its function may take", () => {
  for (const stage of ["prod", "test"]) {
    const stack = synthesize({ stage });
    const { EventSourceArn } = eventSource(stack, "shipping-on-order-placed");
    const queue = queues(stack).find(({ arn }) => arn === EventSourceArn);
    const { Timeout } = lambdaFunction(stack, "shipping-on-order-placed");
    expect(queue?.VisibilityTimeout).toBeGreaterThanOrEqual(6 * Timeout);
  }
});

test("OrderPlaced goes to the queue that feeds the shipping function", () => {
  const { EventSourceArn } = eventSource(template, "shipping-on-order-placed");
  template.hasResourceProperties("AWS::Events::Rule", {
    EventBusName: Match.anyValue(),
    EventPattern: { source: ["waybill.orders"], "detail-type": ["OrderPlaced"] },
  });
  expect(rules(template).map(({ Targets }) => Targets[0]?.Arn)).toContain(EventSourceArn);
});

test("a bad message does not take its batch along", () => {
  expect(eventSource(template, "shipping-on-order-placed").FunctionResponseTypes).toEqual(["ReportBatchItemFailures"]);
});

test("the queue feeds no more functions at once than may run, so that throttling never counts as a failed delivery", () => {
  const { ScalingConfig } = eventSource(template, "shipping-on-order-placed");
  const { ReservedConcurrentExecutions } = lambdaFunction(template, "shipping-on-order-placed");
  expect(ScalingConfig?.MaximumConcurrency).toBe(ReservedConcurrentExecutions);
});

test("the relay sees every new version of an order or a stock, from the stream's start", () => {
  const { FilterCriteria, StartingPosition, EventSourceArn } = eventSource(template, "relay");
  expect(EventSourceArn).toMatch(/\.StreamArn\}$/);
  expect(StartingPosition).toBe("TRIM_HORIZON");
  expect(FilterCriteria?.Filters.map(({ Pattern }): unknown => JSON.parse(Pattern))).toEqual([
    { eventName: ["INSERT", "MODIFY"], dynamodb: { NewImage: { type: { S: ["order", "stock"] } } } },
  ]);
});

test("a batch that the relay cannot publish is split, tried for hours, and then its position kept", () => {
  const source = eventSource(template, "relay");
  expect(source.BisectBatchOnFunctionError).toBe(true);
  expect(source.MaximumRecordAgeInSeconds).toBeGreaterThanOrEqual(3600);
  expect(source.MaximumRecordAgeInSeconds).toBeLessThan(24 * 3600);
  expect(source.MaximumRetryAttempts).toBeGreaterThan(0);
  expect(queues(template).map(({ arn }) => arn)).toContain(source.DestinationConfig?.OnFailure.Destination);
});

test("the sweeper runs every minute", () => {
  template.hasResourceProperties("AWS::Events::Rule", { ScheduleExpression: "rate(1 minute)", State: "ENABLED" });
});
