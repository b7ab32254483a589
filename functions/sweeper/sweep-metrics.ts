import type { MetricUnits } from "../platform/runtime/embedded-metrics.ts";
import type { PendingWork } from "../platform/table/item-type.ts";
import type { Timestamp } from "../platform/values/time.ts";

/** The work that a sweep found due, before it was resumed. */
export interface DueWork {
  /** How long the effect that was claimed first has been pending. */
  readonly oldestPendingSeconds: number;
  /** How often the effect that was tried most often has been tried. */
  readonly mostTries: number;
  /** Shipments that were due because no OrderPlaced had arrived. */
  readonly overdueShipments: number;
}

export function summarize(due: readonly PendingWork[], now: Timestamp): DueWork {
  return {
    oldestPendingSeconds: Math.max(0, ...due.map((effect) => secondsPending(effect, now))),
    mostTries: Math.max(0, ...due.map(({ tries }) => tries)),
    overdueShipments: due.filter(({ effect, dueAt }) => effect === "SHIP" && dueAt <= now).length,
  };
}

function secondsPending({ since, dueAt }: PendingWork, now: Timestamp): number {
  return (Date.parse(now) - Date.parse(since ?? dueAt)) / 1_000;
}

/** The numbers of a sweep that CloudWatch makes metrics of, and their units. */
export const metricUnits = {
  resumed: "Count",
  oldestPendingSeconds: "Seconds",
  mostTries: "Count",
  overdueShipments: "Count",
} as const satisfies MetricUnits;
