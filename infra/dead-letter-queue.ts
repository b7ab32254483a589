import { CfnOutput, Duration, Stack, Validations } from "aws-cdk-lib";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { RunbookAlarm, type RunbookSection } from "./runbook-alarm.ts";

export interface DeadLetterQueueProps {
  /** Describes its messages in the alarm: "Records that the relay cannot map". */
  holds: string;
  section: RunbookSection;
  /** The stack's output with the queue's URL: `npm run redrive` finds it there. */
  output: string;
  /** The queue's name for `npm run redrive -- --queue`. */
  redrive: string;
  /** Rings when there are more messages than this. @default 0 */
  ringsAbove?: number;
  /** @default 14 days, which is as long as SQS can */
  keptFor?: Duration;
  alarmTopicArn: string | undefined;
}

/** A queue for messages that could not be handled, with an alarm. */
export class DeadLetterQueue extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, props: DeadLetterQueueProps) {
    super(scope, id);
    const { holds, section, output, redrive, ringsAbove = 0, keptFor = Duration.days(14), alarmTopicArn } = props;
    this.queue = new Queue(this, "Queue", {
      retentionPeriod: keptFor,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    const reason =
      "It is a dead-letter queue itself: of a function, a rule's target or a queue. Its alarm calls a person.";
    Validations.of(this.queue).acknowledge(
      { id: "AwsSolutions::AwsSolutions-SQS3", reason },
      { id: "Serverless::Serverless-SQSRedrivePolicy", reason },
    );
    new RunbookAlarm(this, "Depth", {
      meaning: `${holds} are in a dead-letter queue: npm run redrive -- --queue ${redrive}.`,
      section,
      metric: this.queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: "max" }),
      above: ringsAbove,
      topicArn: alarmTopicArn,
    });
    new CfnOutput(Stack.of(this), output, { value: this.queue.queueUrl });
  }
}
