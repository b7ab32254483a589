import { Duration, Validations } from "aws-cdk-lib";
import { Stats } from "aws-cdk-lib/aws-cloudwatch";
import type { EventBus } from "aws-cdk-lib/aws-events";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { EventSourceMapping, FilterCriteria, StartingPosition } from "aws-cdk-lib/aws-lambda";
import { Construct, DependencyGroup, type IDependable } from "constructs";
import { relay } from "../functions/registry/functions.ts";
import { DeadLetterQueue } from "./dead-letter-queue.ts";
import { loggedMetric } from "./logged-metric.ts";
import { relayFilters } from "./relayed-records.ts";
import { RunbookAlarm } from "./runbook-alarm.ts";
import type { WaybillTable } from "./table.ts";
import { type FunctionDefaults, WaybillFunction } from "./waybill-function.ts";

export interface RelayProps extends FunctionDefaults {
  bus: EventBus;
  table: WaybillTable;
}

/** The table's stream -> the function that maps changes to events -> the bus. */
export class Relay extends Construct {
  /** Deployed before every function that writes to the table. */
  readonly reader: IDependable;

  constructor(scope: Construct, id: string, { bus, table, settings, dist }: RelayProps) {
    super(scope, id);
    const { alarmTopicArn } = settings;
    const parking = new DeadLetterQueue(this, "Parking", {
      holds: "Records that the relay cannot map",
      section: "records-that-the-relay-parked",
      output: "ParkingQueueUrl",
      redrive: "relay",
      alarmTopicArn,
    });
    const failures = new DeadLetterQueue(this, "Failures", {
      holds: "Stream positions that the relay gave up on",
      section: "stream-records-that-the-relay-gave-up-on",
      output: "RelayFailuresUrl",
      redrive: "relay-failures",
      alarmTopicArn,
    });
    const streamArn = table.table.tableStreamArn;
    if (streamArn === undefined) throw new Error("The relay needs the table's stream.");

    const { lambda } = new WaybillFunction(this, "Function", {
      name: relay.name,
      settings,
      dist,
      timeout: Duration.seconds(60),
      memorySize: relay.memoryMegabytes,
      reservedConcurrency: relay.reservedConcurrency,
      environment: {
        EVENT_BUS_NAME: bus.eventBusName,
        PARKING_QUEUE_URL: parking.queue.queueUrl,
        PUBLISH_STOCK_MOVES: String(settings.publishStockMoves),
      },
      allow: [
        new PolicyStatement({
          actions: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
          resources: [streamArn],
        }),
        new PolicyStatement({ actions: ["dynamodb:ListStreams"], resources: [`${table.table.tableArn}/stream/*`] }),
        new PolicyStatement({ actions: ["events:PutEvents"], resources: [bus.eventBusArn] }),
        // The function parks what it cannot map; Lambda sends the positions of batches it gave up on, in the same role.
        new PolicyStatement({
          actions: ["sqs:SendMessage"],
          resources: [parking.queue.queueArn, failures.queue.queueArn],
        }),
      ],
    });
    Validations.of(this).acknowledge({
      id: "AwsSolutions::AwsSolutions-IAM5[Resource::<Table710B521B.Arn>/stream/*]",
      reason: "Lambda lists a table's streams before it reads one, and IAM knows no single stream for that.",
    });
    const source = new EventSourceMapping(this, "Source", {
      target: lambda,
      eventSourceArn: streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      filters: relayFilters.map((filter) => FilterCriteria.filter({ ...filter })),
      // A batch fails because of the bus, not because of a record, which is parked: retry for hours, within the stream's 24.
      bisectBatchOnError: true,
      retryAttempts: 10_000,
      maxRecordAge: Duration.hours(12),
      // Not SqsDlq: it would add two grants that Lambda makes no use of.
      onFailure: { bind: () => ({ destination: failures.queue.queueArn }) },
    });
    this.reader = new DependencyGroup(lambda, source);
    new RunbookAlarm(this, "Behind", {
      meaning: "Events are published more than a minute late.",
      section: "the-relay-is-behind",
      metric: lambda.metric("IteratorAge", { period: Duration.minutes(1), statistic: "max" }),
      above: Duration.minutes(1).toMilliseconds(),
      evaluationPeriods: 2,
      topicArn: alarmTopicArn,
    });
    // The relay sees every version of every order, whoever wrote it: see functions/relay/log-refused.ts.
    new RunbookAlarm(this, "RefusedInstructions", {
      meaning: "A capture or refund of an order was refused, and waits for a person.",
      section: "a-payment-instruction-was-refused",
      metric: loggedMetric(settings.stage, "refusedInstructions", Stats.SUM, Duration.minutes(5)),
      above: 0,
      topicArn: alarmTopicArn,
    });
  }
}
