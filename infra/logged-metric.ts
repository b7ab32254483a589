import type { Duration } from "aws-cdk-lib";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { METRIC_NAMESPACE } from "../functions/platform/runtime/embedded-metrics.ts";

/** A metric that CloudWatch makes of the functions' log lines: see functions/platform/runtime/embedded-metrics.ts. */
export function loggedMetric(stage: string, metricName: string, statistic: string, period: Duration): Metric {
  return new Metric({ namespace: METRIC_NAMESPACE, metricName, dimensionsMap: { stage }, statistic, period });
}
