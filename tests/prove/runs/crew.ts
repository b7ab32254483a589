import { sum } from "../invariants/books.ts";
import type { Place, Site } from "./engines.ts";
import type { Job, Result } from "./jobs.ts";
import { WorkerProcess } from "./worker-process.ts";

/** Engines keep what was in a dropped table's stream, as AWS does: after so many runs one is replaced by a new one. */
const RUNS_ON_AN_ENGINE = 2_000;

/** Does jobs with so many processes, each taking the next when it is done. @throws where a process fails. */
export async function doAll(
  jobs: readonly Job[],
  processes: number,
  site: Site,
  done: (job: Job, result: Result, seconds: number) => void,
): Promise<void> {
  const left = [...jobs];
  await Promise.all(
    Array.from({ length: processes }, async () => {
      const bench = new Bench(site);
      try {
        for (let job = left.shift(); job; job = left.shift()) {
          const began = performance.now();
          const result = await bench.work(job);
          done(job, result, (performance.now() - began) / 1_000);
        }
      } finally {
        await bench.leave();
      }
    }),
  );
}

/** A process on an engine of its own. */
class Bench {
  readonly #site: Site;
  #place: Place | undefined;
  #worker: WorkerProcess | undefined;
  #runs = 0;

  constructor(site: Site) {
    this.#site = site;
  }

  async work(job: Job): Promise<Result> {
    if (this.#runs > RUNS_ON_AN_ENGINE) await this.leave();
    this.#place ??= await this.#site.open();
    // A mutation stays in the process that it was made in.
    if (job.kind === "hunt") this.#dismiss();
    this.#worker ??= await WorkerProcess.start(this.#place.endpoint, this.#site.tableDefinition, job);
    const result = await this.#worker.work(job);
    if (job.kind === "hunt") this.#dismiss();
    this.#runs += sum(Object.values(result.runs));
    return result;
  }

  async leave(): Promise<void> {
    this.#dismiss();
    await this.#place?.leave();
    this.#place = undefined;
    this.#runs = 0;
  }

  #dismiss(): void {
    this.#worker?.end();
    this.#worker = undefined;
  }
}
