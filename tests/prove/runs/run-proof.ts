import { withEngines } from "./engines.ts";
import { emptyResult, type Job, type JobResult, mergeResults } from "./jobs.ts";
import { tooFewPlaced } from "./place-under-conflict.ts";
import { type ProofSize, planJobs } from "./plan-jobs.ts";
import { runJobs } from "./worker-pool.ts";

export interface Proof {
  readonly size: ProofSize;
  readonly result: JobResult;
  /** The run that detected each mutation; undefined if none did. */
  readonly mutations: ReadonlyMap<string, Detection | undefined>;
  readonly seconds: number;
  /** Seconds per kind of job, summed over the processes. */
  readonly secondsPerKind: Readonly<Record<string, number>>;
  readonly processes: number;
  readonly holds: boolean;
}

export interface Detection {
  readonly where: string;
  readonly invariant: string;
}

export interface ProofListener {
  started(jobs: number): void;
  finished(job: Job, result: JobResult): void;
}

export interface ProveOptions {
  readonly processes: number;
  readonly endpoint?: string;
}

export async function runProof(
  size: ProofSize,
  { processes, endpoint }: ProveOptions,
  listener: ProofListener,
): Promise<Proof> {
  const jobs = planJobs(size);
  listener.started(jobs.length);
  const startedAt = performance.now();
  let result = emptyResult();
  const mutations = new Map<string, Detection | undefined>();
  const secondsPerKind: Record<string, number> = {};
  await withEngines(endpoint, (engines) =>
    runJobs(jobs, processes, engines, (job, done, seconds) => {
      secondsPerKind[job.kind] = (secondsPerKind[job.kind] ?? 0) + seconds;
      listener.finished(job, done);
      if (job.kind !== "mutation") {
        result = mergeResults(result, done);
        return;
      }
      const [first] = done.failedRuns;
      mutations.set(job.mutation, first && { where: first.where, invariant: first.violations[0]?.invariant ?? "" });
    }),
  );
  result.failedRuns.push(...tooFewPlaced(result));
  const survived = [...mutations.values()].some((detection) => detection === undefined);
  return {
    size,
    result,
    mutations,
    secondsPerKind,
    processes,
    seconds: (performance.now() - startedAt) / 1_000,
    holds: result.failedRuns.length === 0 && !survived,
  };
}
