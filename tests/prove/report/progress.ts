import { sum } from "../invariants/stored-state.ts";
import type { Job, JobResult } from "../runs/jobs.ts";
import type { ProofListener } from "../runs/run-proof.ts";

/** Interval of progress lines when the output is not a terminal. */
const REPORT_EVERY_MS = 30_000;

/** Prints the progress of a proof, and each violation when it is found. */
export class Progress implements ProofListener {
  readonly #out: NodeJS.WriteStream;
  readonly #began = performance.now();
  #said = this.#began;
  #jobs = 0;
  #done = 0;
  #runs = 0;
  #failedRuns = 0;

  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
  }

  started(jobs: number): void {
    this.#jobs = jobs;
  }

  finished(job: Job, { runs, failedRuns }: JobResult): void {
    this.#done++;
    this.#runs += sum(Object.values(runs));
    if (job.kind === "mutation") {
      const [first] = failedRuns;
      const seen = first ? `detected by ${first.where}: ${first.violations[0]?.invariant}` : "NOT DETECTED";
      this.#line(`without ${job.mutation}: ${seen}`);
    } else {
      this.#failedRuns += failedRuns.length;
      for (const { where, details, violations } of failedRuns.slice(0, 3)) {
        this.#line(`FAILED ${where} ${details}`);
        for (const { invariant, detail } of violations.slice(0, 5)) this.#line(`       ${invariant}: ${detail}`);
      }
    }
    const now = performance.now();
    const minutes = ((now - this.#began) / 60_000).toFixed(1);
    const state = `${this.#done} of ${this.#jobs} jobs, ${this.#runs} runs, ${this.#failedRuns} failed, ${minutes} min`;
    if (this.#out.isTTY) this.#out.write(`\r${state} `);
    else if (now - this.#said > REPORT_EVERY_MS || this.#done === this.#jobs) {
      this.#out.write(`${state}\n`);
      this.#said = now;
    }
  }

  end(): void {
    if (this.#out.isTTY) this.#out.write("\n");
  }

  #line(text: string): void {
    this.#out.write(`${this.#out.isTTY ? "\r\x1b[K" : ""}${text}\n`);
  }
}
