import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import * as z from "zod";
import { scrubbedEnvironment } from "../../../local/environment.ts";
import { type Job, Result } from "./jobs.ts";

const Message = z.object({ result: Result.optional(), error: z.string().optional(), ready: z.boolean().optional() });

/** Where processes work: each engine is one's own. */
export interface Site {
  readonly endpoints: readonly string[];
  readonly tableDefinition: object;
}

/** Does jobs with one process per engine, each taking the next when it is done. @throws where a process fails. */
export async function doAll(
  jobs: readonly Job[],
  site: Site,
  done: (job: Job, result: Result, seconds: number) => void,
): Promise<void> {
  const left = [...jobs];
  await Promise.all(
    site.endpoints.map(async (endpoint) => {
      let worker: Worker | undefined;
      try {
        for (let job = left.shift(); job; job = left.shift()) {
          // A mutation stays in the process that it was made in.
          if (job.kind === "hunt") worker?.end();
          worker = job.kind === "hunt" || !worker ? await Worker.start(endpoint, site, job) : worker;
          const began = performance.now();
          const result = await worker.work(job);
          done(job, result, (performance.now() - began) / 1_000);
        }
      } finally {
        worker?.end();
      }
    }),
  );
}

class Worker {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async start(endpoint: string, { tableDefinition }: Site, job: Job): Promise<Worker> {
    const child = fork(join(import.meta.dirname, "worker.ts"), {
      execArgv: job.kind === "hunt" ? ["--import", join(import.meta.dirname, "../mutations/mutate.ts")] : [],
      env: {
        ...scrubbedEnvironment(process.env),
        PROVE_GROUND: JSON.stringify({ endpoint, tableDefinition }),
        PROVE_MUTATION: job.kind === "hunt" ? job.mutation : "",
        POWERTOOLS_LOG_LEVEL: "SILENT",
      },
    });
    const worker = new Worker(child);
    await worker.#answer();
    return worker;
  }

  async work(job: Job): Promise<Result> {
    this.#child.send(job);
    const { result, error } = await this.#answer();
    if (!result) throw new Error(`${JSON.stringify(job)} failed: ${error}`);
    return result;
  }

  end(): void {
    if (this.#child.connected) this.#child.disconnect();
  }

  async #answer(): Promise<z.infer<typeof Message>> {
    const over = new AbortController();
    const ended = once(this.#child, "exit", { signal: over.signal }).then(() => {
      throw new Error("A process of the proof ended by itself; what it said is above.");
    });
    ended.catch(() => {});
    try {
      const message: unknown[] = await Promise.race([once(this.#child, "message", { signal: over.signal }), ended]);
      return Message.parse(message[0]);
    } finally {
      over.abort();
    }
  }
}
