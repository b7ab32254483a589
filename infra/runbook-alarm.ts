import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { Topic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";

/** The sections of docs/runbook.md, as GitHub makes anchors of their headings. */
export type RunbookSection =
  | "messages-that-failed"
  | "events-that-were-not-delivered"
  | "records-that-the-relay-parked"
  | "stream-records-that-the-relay-gave-up-on"
  | "sweeps-that-failed-or-never-started"
  | "the-relay-is-behind"
  | "messages-wait"
  | "the-sweeper-fails"
  | "the-sweeper-does-not-run"
  | "an-effect-stays-pending"
  | "the-sweeper-makes-the-shipments"
  | "a-payment-instruction-was-refused"
  | "the-api-answers-5xx";

export type RunbookAlarmProps = {
  /** What is wrong when it rings, as a sentence. */
  meaning: string;
  section: RunbookSection;
  metric: IMetric;
  /** @default 1 */
  evaluationPeriods?: number;
  topicArn: string | undefined;
} & (
  | {
      /** Rings above this value; missing data is not a problem. */
      above: number;
    }
  | {
      /** Rings below this value, and where there is no data: for metrics that come regularly. */
      below: number;
    }
);

/** An alarm whose description says what is wrong and names the section of the runbook. */
export class RunbookAlarm extends Construct {
  constructor(scope: Construct, id: string, props: RunbookAlarmProps) {
    super(scope, id);
    const { meaning, section, metric, evaluationPeriods = 1, topicArn } = props;
    const alarm = new Alarm(this, "Alarm", {
      alarmDescription: `${meaning} See docs/runbook.md#${section}`,
      metric,
      evaluationPeriods,
      ...("below" in props
        ? {
            threshold: props.below,
            comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
            treatMissingData: TreatMissingData.BREACHING,
          }
        : {
            threshold: props.above,
            comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
            treatMissingData: TreatMissingData.NOT_BREACHING,
          }),
    });
    if (topicArn) alarm.addAlarmAction(new SnsAction(Topic.fromTopicArn(this, "Topic", topicArn)));
  }
}
