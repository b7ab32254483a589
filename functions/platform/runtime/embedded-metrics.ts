/** The numbers of a log line that CloudWatch makes metrics of, with their units. */
export type MetricUnits = Readonly<Record<string, "Count" | "Seconds">>;

/**
 * What makes metrics of the numbers in the same log line (CloudWatch's embedded metric format): no call, no permission.
 * @param at the moment that they are of, in milliseconds since the epoch
 */
export function embeddedMetrics(units: MetricUnits, stage: string, at: number) {
  const Metrics = Object.entries(units).map(([Name, Unit]) => ({ Name, Unit }));
  return {
    stage,
    _aws: { Timestamp: at, CloudWatchMetrics: [{ Namespace: "Waybill", Dimensions: [["stage"]], Metrics }] },
  };
}
