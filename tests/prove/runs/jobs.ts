import * as z from "zod";
import { PROVIDERS } from "../world/providers.ts";

/** A part of the proof that one process runs. */
export const Job = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("single faults"), scenario: z.string(), part: z.int(), of: z.int(), offset: z.int() }),
  z.object({ kind: z.literal("pairs of faults"), scenario: z.string(), firstsOneIn: z.int(), secondsOneIn: z.int() }),
  z.object({ kind: z.literal("histories"), from: z.int(), count: z.int(), provider: z.enum(PROVIDERS) }),
  z.object({ kind: z.literal("conflicts"), orders: z.int(), seed: z.int() }),
  z.object({ kind: z.literal("mutation"), mutation: z.string(), scenarios: z.array(z.string()), histories: z.int() }),
]);
export type Job = z.infer<typeof Job>;

const FailedRun = z.object({
  where: z.string(),
  details: z.string(),
  violations: z.array(z.object({ invariant: z.string(), detail: z.string() })),
});
/** A run that violated an invariant; `details` holds what is needed to repeat it. */
export type Broken = z.infer<typeof FailedRun>;

export const JobResult = z.object({
  /** Runs per scenario. */
  runs: z.record(z.string(), z.int()),
  /** Injected faults per scenario and kind. */
  faults: z.record(z.string(), z.int()),
  calls: z.int(),
  /** Runs per operation. */
  operations: z.record(z.string(), z.int()),
  /** Runs per access that IAM has to allow, as `function action resource`. */
  access: z.record(z.string(), z.int()),
  /** The longest wait after the due time, in seconds, per number of faults. */
  longestWaits: z.record(z.string(), z.number()),
  failedRuns: z.array(FailedRun),
  counts: z.record(z.string(), z.number()),
});
export type JobResult = z.infer<typeof JobResult>;

export function emptyResult(): JobResult {
  return { runs: {}, faults: {}, calls: 0, operations: {}, access: {}, longestWaits: {}, failedRuns: [], counts: {} };
}

export function increment(counts: Record<string, number>, kind: string, more = 1): void {
  counts[kind] = (counts[kind] ?? 0) + more;
}

export function maxWaits(one: JobResult["longestWaits"], other: JobResult["longestWaits"]): JobResult["longestWaits"] {
  const kinds = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(kinds.map((kind) => [kind, Math.max(one[kind] ?? 0, other[kind] ?? 0)]));
}

export function mergeResults(a: JobResult, b: JobResult): JobResult {
  const sum = (one: Record<string, number>, other: Record<string, number>) => {
    const both = { ...one };
    for (const [kind, count] of Object.entries(other)) increment(both, kind, count);
    return both;
  };
  return {
    runs: sum(a.runs, b.runs),
    faults: sum(a.faults, b.faults),
    calls: a.calls + b.calls,
    operations: sum(a.operations, b.operations),
    access: sum(a.access, b.access),
    longestWaits: maxWaits(a.longestWaits, b.longestWaits),
    failedRuns: [...a.failedRuns, ...b.failedRuns],
    counts: sum(a.counts, b.counts),
  };
}
