import { Duration } from "aws-cdk-lib";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
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
  constructor(scope: Construct, id: string, { table, settings, dist }: SweeperProps) {
    super(scope, id);
    const { alarmTopicArn } = settings;
    const { lambda } = new WaybillFunction(this, "Function", {
      name,
      settings,
      dist,
      timeout: Duration.seconds(55),
      reservedConcurrency,
      environment: tableEnvironment(name, table, settings),
      allow: access ? table.statementsFor(access) : [],
    });
    const undelivered = new DeadLetterQueue(this, "Undelivered", { holds: "Sweeps that never started", alarmTopicArn });
    new Rule(this, "EveryMinute", {
      description: "Resumes unfinished work",
      schedule: Schedule.rate(Duration.minutes(1)),
      // The next minute's sweep does the same, so an old one is not worth starting.
      targets: [
        new LambdaFunction(lambda, {
          deadLetterQueue: undelivered.queue,
          maxEventAge: Duration.minutes(1),
          retryAttempts: 1,
        }),
      ],
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
