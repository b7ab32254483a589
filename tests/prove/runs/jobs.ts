import * as z from "zod";

/** A piece of the proof that one process does by itself. */
export const Job = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("single faults"), scenario: z.string(), part: z.int(), of: z.int() }),
  z.object({ kind: z.literal("pairs of faults"), scenario: z.string(), part: z.int(), of: z.int() }),
  z.object({ kind: z.literal("histories"), from: z.int(), count: z.int() }),
  z.object({ kind: z.literal("conflicts"), orders: z.int(), seed: z.int() }),
  z.object({ kind: z.literal("mutation"), mutation: z.string(), scenarios: z.array(z.string()), histories: z.int() }),
]);
export type Job = z.infer<typeof Job>;

const FailedRun = z.object({
  where: z.string(),
  details: z.string(),
  violations: z.array(z.object({ invariant: z.string(), detail: z.string() })),
});
/** A run that broke an invariant, with all that is needed to see it again. */
export type Broken = z.infer<typeof FailedRun>;

/** What a job came to. */
export const JobResult = z.object({
  /** How many runs of each kind. */
  runs: z.record(z.string(), z.int()),
  /** How many faults of each kind struck, in all of them. */
  faults: z.record(z.string(), z.int()),
  calls: z.int(),
  /** In how many runs each operation was asked for. */
  operations: z.record(z.string(), z.int()),
  /** The longest that anything waited after it was due, in seconds, by how much went wrong. */
  longestWaits: z.record(z.string(), z.number()),
  failedRuns: z.array(FailedRun),
  /** Of what else was counted. */
  counts: z.record(z.string(), z.number()),
});
export type JobResult = z.infer<typeof JobResult>;

export function emptyResult(): JobResult {
  return { runs: {}, faults: {}, calls: 0, operations: {}, longestWaits: {}, failedRuns: [], counts: {} };
}

/** One more of a kind. */
export function increment(counts: Record<string, number>, kind: string, more = 1): void {
  counts[kind] = (counts[kind] ?? 0) + more;
}

/** The longer ones of two lists of waits. */
export function maxWaits(one: JobResult["longestWaits"], other: JobResult["longestWaits"]): JobResult["longestWaits"] {
  const kinds = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(kinds.map((kind) => [kind, Math.max(one[kind] ?? 0, other[kind] ?? 0)]));
}

/** Two jobs' results as one. */
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
    longestWaits: maxWaits(a.longestWaits, b.longestWaits),
    failedRuns: [...a.failedRuns, ...b.failedRuns],
    counts: sum(a.counts, b.counts),
  };
}
