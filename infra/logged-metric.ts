import type { Duration } from "aws-cdk-lib";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";

/** A metric that CloudWatch makes of the functions' log lines: see functions/platform/runtime/embedded-metrics.ts. */
export function loggedMetric(stage: string, metricName: string, statistic: string, period: Duration): Metric {
  return new Metric({ namespace: "Waybill", metricName, dimensionsMap: { stage }, statistic, period });
}
