import { Duration } from "aws-cdk-lib";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import { DeadLetterQueue } from "./dead-letter-queue.ts";
import { functionSettings, tableEnvironment } from "./function-settings.ts";
import { RunbookAlarm } from "./runbook-alarm.ts";
import type { WaybillTable } from "./table.ts";
import { type FunctionDefaults, WaybillFunction } from "./waybill-function.ts";

const name = "sweeper";
const { table: access, reservedConcurrency } = functionSettings[name];

export interface SweeperProps extends FunctionDefaults {
  table: WaybillTable;
}

/** Every minute: the function that finishes what a crash, a lost event or a silent provider left unfinished. */
export class Sweeper extends Construct {
  readonly lambda: IFunction;

  constructor(scope: Construct, id: string, { table, settings, dist }: SweeperProps) {
    super(scope, id);
    const { alarmTopicArn } = settings;
    const failures = new DeadLetterQueue(this, "Undelivered", {
      holds: "More than two sweeps that failed or never started",
      section: "sweeps-that-failed-or-never-started",
      output: "SweeperFailuresUrl",
      // The next sweep makes up for one; a cause that stays fills the queue within minutes.
      ringsAbove: 2,
      alarmTopicArn,
    });
    const { lambda } = new WaybillFunction(this, "Function", {
      name,
      settings,
      dist,
      timeout: Duration.seconds(55),
      reservedConcurrency,
      environment: tableEnvironment(name, table, settings),
      allow: [
        ...(access ? table.statementsFor(access) : []),
        new PolicyStatement({ actions: ["sqs:SendMessage"], resources: [failures.queue.queueArn] }),
      ],
    });
    this.lambda = lambda;
    // The next minute's sweep does the same, so none is worth a second try or a long wait.
    const once = { retryAttempts: 0, maxEventAge: Duration.minutes(1) };
    // EventBridge only hands the event over: from then on Lambda's own retries count, by default two, within six hours.
    lambda.configureAsyncInvoke({ ...once, onFailure: { bind: () => ({ destination: failures.queue.queueArn }) } });
    new Rule(this, "EveryMinute", {
      description: "Resumes unfinished work",
      schedule: Schedule.rate(Duration.minutes(1)),
      // The target's own policy is for what EventBridge cannot even hand over: no permission, or no such function.
      targets: [new LambdaFunction(lambda, { ...once, deadLetterQueue: failures.queue })],
    });
    new RunbookAlarm(this, "Failing", {
      meaning: "The sweeper failed three minutes in a row; unfinished orders stay unfinished.",
      section: "the-sweeper-fails",
      metric: lambda.metricErrors({ period: Duration.minutes(1), statistic: "sum" }),
      above: 0,
      evaluationPeriods: 3,
      topicArn: alarmTopicArn,
    });
  }
}
