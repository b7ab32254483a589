import { Duration } from "aws-cdk-lib";
import { Stats } from "aws-cdk-lib/aws-cloudwatch";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import { sweeper } from "../functions/registry/functions.ts";
import { DeadLetterQueue } from "./dead-letter-queue.ts";
import { tableEnvironment } from "./function-environment.ts";
import { loggedMetric } from "./logged-metric.ts";
import { providerStatements } from "./provider-access.ts";
import { RunbookAlarm } from "./runbook-alarm.ts";
import type { Settings } from "./settings.ts";
import type { WaybillTable } from "./table.ts";
import { type FunctionDefaults, WaybillFunction } from "./waybill-function.ts";

export interface SweeperProps extends FunctionDefaults {
  table: WaybillTable;
}

/** Every minute: the function that resumes work left unfinished by a crash, a lost event or a provider without answer. */
export class Sweeper extends Construct {
  readonly lambda: IFunction;

  constructor(scope: Construct, id: string, { table, settings, dist }: SweeperProps) {
    super(scope, id);
    const { alarmTopicArn } = settings;
    const { name, table: access, reservedConcurrency } = sweeper;
    const failures = new DeadLetterQueue(this, "Undelivered", {
      holds: "More than two sweeps that failed or never started",
      section: "sweeps-that-failed-or-never-started",
      output: "SweeperFailuresUrl",
      redrive: "sweeper",
      // The next sweep makes up for one; a cause that stays fills the queue within minutes.
      ringsAbove: 2,
      keptFor: Duration.days(1),
      alarmTopicArn,
    });
    const { lambda } = new WaybillFunction(this, "Function", {
      name,
      settings,
      dist,
      timeout: Duration.seconds(55),
      memorySize: sweeper.memoryMegabytes,
      reservedConcurrency,
      environment: tableEnvironment(sweeper, table, settings),
      // CloudWatch makes the metrics below of a log line of the level INFO: no setting may silence it.
      logLevel: settings.logLevel === "DEBUG" ? "DEBUG" : "INFO",
      allow: [
        ...(access ? table.statementsFor(access) : []),
        ...providerStatements(sweeper, settings),
        new PolicyStatement({ actions: ["sqs:SendMessage"], resources: [failures.queue.queueArn] }),
      ],
    });
    this.lambda = lambda;
    // The next minute's sweep does the same, so none is worth a second try or a long wait.
    const noRetries = { retryAttempts: 0, maxEventAge: Duration.minutes(1) };
    // EventBridge only hands the event over: from then on Lambda's own retries count, by default two, within six hours.
    lambda.configureAsyncInvoke({
      ...noRetries,
      onFailure: { bind: () => ({ destination: failures.queue.queueArn }) },
    });
    new Rule(this, "EveryMinute", {
      description: "Resumes unfinished work",
      schedule: Schedule.rate(Duration.minutes(1)),
      // The target's own policy is for what EventBridge cannot even hand over: no permission, or no such function.
      targets: [new LambdaFunction(lambda, { ...noRetries, deadLetterQueue: failures.queue })],
    });
    new RunbookAlarm(this, "Failing", {
      meaning: "The sweeper failed for three minutes: some items were not resumed, or due items could not be read.",
      section: "the-sweeper-fails",
      metric: lambda.metricErrors({ period: Duration.minutes(1), statistic: "sum" }),
      above: 0,
      evaluationPeriods: 3,
      topicArn: alarmTopicArn,
    });
    this.#watchSweeps(settings);
  }

  /** Alarms on the metrics of each sweep: see functions/sweeper/sweep-metrics.ts. */
  #watchSweeps({ stage, authorizeWithinSeconds, shipWithinSeconds, alarmTopicArn: topicArn }: Settings): void {
    const metric = (metricName: string, statistic: string, period: Duration) =>
      loggedMetric(stage, metricName, statistic, period);
    // Longer than the longest wait between two tries, 5 minutes, so that what is stuck is in every period.
    const period = Duration.minutes(10);

    new RunbookAlarm(this, "NotRunning", {
      meaning: "No sweep finished for five minutes.",
      section: "the-sweeper-does-not-run",
      metric: metric("resumed", Stats.SAMPLE_COUNT, Duration.minutes(1)),
      below: 1,
      evaluationPeriods: 5,
      topicArn,
    });
    new RunbookAlarm(this, "PendingLong", {
      meaning: "An effect of an order is pending for an hour longer than its limit.",
      section: "an-effect-stays-pending",
      metric: metric("oldestPendingSeconds", Stats.MAXIMUM, period),
      above: Math.max(authorizeWithinSeconds, shipWithinSeconds) + Duration.hours(1).toSeconds(),
      topicArn,
    });
    new RunbookAlarm(this, "TriedOften", {
      meaning: "An effect of an order was tried more than 20 times.",
      section: "an-effect-stays-pending",
      metric: metric("mostTries", Stats.MAXIMUM, period),
      above: 20,
      topicArn,
    });
    new RunbookAlarm(this, "ShipsInstead", {
      meaning: "The sweeper made a shipment for which OrderPlaced did not arrive.",
      section: "the-sweeper-makes-the-shipments",
      metric: metric("overdueShipments", Stats.SUM, Duration.hours(1)),
      above: 0,
      topicArn,
    });
  }
}
