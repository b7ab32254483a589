import { createHistogram, type RecordableHistogram } from "node:perf_hooks";

/** Percentiles in milliseconds. */
export interface LatencySummary {
  readonly operation: string;
  readonly count: number;
  readonly median: number;
  readonly p90: number;
  readonly p99: number;
  readonly longest: number;
}

/** How long answers took, for each operation and together, in HDR histograms with three exact figures. */
export class Latencies {
  readonly #all = createHistogram();
  readonly #ofOperation = new Map<string, RecordableHistogram>();

  record(operation: string, milliseconds: number): void {
    const microseconds = Math.max(1, Math.round(milliseconds * 1_000));
    const known = this.#ofOperation.get(operation) ?? createHistogram();
    this.#ofOperation.set(operation, known);
    known.record(microseconds);
    this.#all.record(microseconds);
  }

  /** Of all operations together. */
  get all(): LatencySummary {
    return summaryOf("all", this.#all);
  }

  /** Of each operation, the most frequent first. */
  get byOperation(): LatencySummary[] {
    return [...this.#ofOperation]
      .map(([operation, histogram]) => summaryOf(operation, histogram))
      .sort((one, other) => other.count - one.count);
  }
}

function summaryOf(operation: string, histogram: RecordableHistogram): LatencySummary {
  const percentile = (percent: number) => (histogram.count === 0 ? 0 : histogram.percentile(percent) / 1_000);
  return {
    operation,
    count: histogram.count,
    median: percentile(50),
    p90: percentile(90),
    p99: percentile(99),
    longest: percentile(100),
  };
}
