import { doAll } from "./crew.ts";
import { withSite } from "./engines.ts";
import { type Job, noResult, type Result, together } from "./jobs.ts";
import { type Extent, plan } from "./plan.ts";

/** What a proof came to. */
export interface Proof {
  readonly extent: Extent;
  readonly result: Result;
  /** For each mutation the run that noticed; undefined where none did. */
  readonly hunted: ReadonlyMap<string, Caught | undefined>;
  readonly seconds: number;
  /** Seconds of work for each kind of job, in all processes. */
  readonly secondsOf: Readonly<Record<string, number>>;
  readonly processes: number;
  readonly holds: boolean;
}

export interface Caught {
  readonly where: string;
  readonly invariant: string;
}

export interface Watching {
  began(jobs: number): void;
  did(job: Job, result: Result): void;
}

export interface ProveOptions {
  readonly processes: number;
  readonly endpoint?: string;
}

/** Does everything that this extent asks for. */
export async function prove(extent: Extent, { processes, endpoint }: ProveOptions, watching: Watching): Promise<Proof> {
  const jobs = plan(extent);
  watching.began(jobs.length);
  const began = performance.now();
  let result = noResult();
  const hunted = new Map<string, Caught | undefined>();
  const secondsOf: Record<string, number> = {};
  await withSite(endpoint, (site) =>
    doAll(jobs, processes, site, (job, done, seconds) => {
      secondsOf[job.kind] = (secondsOf[job.kind] ?? 0) + seconds;
      watching.did(job, done);
      if (job.kind !== "hunt") {
        result = together(result, done);
        return;
      }
      const [first] = done.broken;
      hunted.set(job.mutation, first && { where: first.where, invariant: first.violations[0]?.invariant ?? "" });
    }),
  );
  const survived = [...hunted.values()].some((caught) => caught === undefined);
  return {
    extent,
    result,
    hunted,
    secondsOf,
    processes,
    seconds: (performance.now() - began) / 1_000,
    holds: result.broken.length === 0 && !survived,
  };
}
