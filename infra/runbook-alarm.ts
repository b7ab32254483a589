import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { Topic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";

/** The sections of docs/runbook.md, as GitHub makes anchors of their headings. */
export type RunbookSection =
  | "messages-in-a-dead-letter-queue"
  | "the-relay-is-behind"
  | "the-sweeper-fails"
  | "the-api-answers-5xx";

export interface RunbookAlarmProps {
  /** What is wrong when it rings, as a sentence. */
  meaning: string;
  section: RunbookSection;
  metric: IMetric;
  /** Rings above this value. */
  above: number;
  /** @default 1 */
  evaluationPeriods?: number;
  topicArn: string | undefined;
}

/** An alarm that says what is wrong and where the runbook tells how to see, stop and repair it. */
export class RunbookAlarm extends Construct {
  constructor(scope: Construct, id: string, props: RunbookAlarmProps) {
    super(scope, id);
    const { meaning, section, metric, above, evaluationPeriods = 1, topicArn } = props;
    const alarm = new Alarm(this, "Alarm", {
      alarmDescription: `${meaning} See docs/runbook.md#${section}`,
      metric,
      threshold: above,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    if (topicArn) alarm.addAlarmAction(new SnsAction(Topic.fromTopicArn(this, "Topic", topicArn)));
  }
}
