import { Duration } from "aws-cdk-lib";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { RunbookAlarm } from "./runbook-alarm.ts";

export interface DeadLetterQueueProps {
  /** What its messages are, for the alarm: "Orders that could not be shipped". */
  holds: string;
  alarmTopicArn: string | undefined;
}

/** Where messages end that nobody could handle: kept as long as SQS can, with an alarm as soon as there is one. */
export class DeadLetterQueue extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, { holds, alarmTopicArn }: DeadLetterQueueProps) {
    super(scope, id);
    this.queue = new Queue(this, "Queue", {
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
    });
    new RunbookAlarm(this, "Depth", {
      meaning: `${holds} wait in a dead-letter queue.`,
      section: "messages-in-a-dead-letter-queue",
      metric: this.queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: "max" }),
      above: 0,
      topicArn: alarmTopicArn,
    });
  }
}
