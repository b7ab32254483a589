import { sum } from "../invariants/stored-state.ts";
import type { Engine, Engines } from "./engines.ts";
import type { Job, JobResult } from "./jobs.ts";
import { WorkerProcess } from "./worker-process.ts";

/** An engine keeps the streams of deleted tables, as AWS does, so it is replaced after this many runs. */
const MAX_RUNS_PER_ENGINE = 2_000;

/** Runs jobs in parallel processes. @throws if a process fails. */
export async function runJobs(
  jobs: readonly Job[],
  processes: number,
  engines: Engines,
  done: (job: Job, result: JobResult, seconds: number) => void,
): Promise<void> {
  const left = [...jobs];
  await Promise.all(
    Array.from({ length: processes }, async () => {
      const slot = new WorkerSlot(engines);
      try {
        for (let job = left.shift(); job; job = left.shift()) {
          const startedAt = performance.now();
          const result = await slot.run(job);
          done(job, result, (performance.now() - startedAt) / 1_000);
        }
      } finally {
        await slot.stop();
      }
    }),
  );
}

/** One worker process with its own engine. */
class WorkerSlot {
  readonly #engines: Engines;
  #engine: Engine | undefined;
  #worker: WorkerProcess | undefined;
  #runs = 0;

  constructor(engines: Engines) {
    this.#engines = engines;
  }

  async run(job: Job): Promise<JobResult> {
    if (this.#runs > MAX_RUNS_PER_ENGINE) await this.stop();
    this.#engine ??= await this.#engines.start();
    // A mutation stays in its process, so each one gets a new process.
    if (job.kind === "mutation") this.#stopWorker();
    this.#worker ??= await WorkerProcess.start(this.#engine.endpoint, this.#engines.tableDefinition, job);
    const result = await this.#worker.run(job);
    if (job.kind === "mutation") this.#stopWorker();
    this.#runs += sum(Object.values(result.runs));
    return result;
  }

  async stop(): Promise<void> {
    this.#stopWorker();
    await this.#engine?.stop();
    this.#engine = undefined;
    this.#runs = 0;
  }

  #stopWorker(): void {
    this.#worker?.stop();
    this.#worker = undefined;
  }
}
