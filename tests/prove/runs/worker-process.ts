import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import * as z from "zod";
import { scrubbedEnvironment } from "../../../local/environment.ts";
import { mutationNamed } from "../mutations/all.ts";
import { REPLACED_FUNCTION } from "../mutations/mutation.ts";
import { type Job, JobResult } from "./jobs.ts";

const Message = z.object({ result: JobResult.optional(), error: z.string().optional(), ready: z.boolean().optional() });

/** A process that runs `worker.ts`; for a mutation job, with the mutation in its functions. */
export class WorkerProcess {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async start(endpoint: string, tableDefinition: object, job: Job): Promise<WorkerProcess> {
    const child = fork(join(import.meta.dirname, "worker.ts"), {
      execArgv:
        job.kind === "mutation" ? ["--import", join(import.meta.dirname, "../mutations/replace-function.ts")] : [],
      env: {
        ...scrubbedEnvironment(process.env),
        PROVE_ENGINE: JSON.stringify({ endpoint, tableDefinition }),
        PROVE_MUTATION: job.kind === "mutation" ? job.mutation : "",
        [REPLACED_FUNCTION]: job.kind === "mutation" ? (mutationNamed(job.mutation).replaced?.name ?? "") : "",
      },
    });
    const worker = new WorkerProcess(child);
    await worker.#nextMessage();
    return worker;
  }

  async run(job: Job): Promise<JobResult> {
    this.#child.send(job);
    const { result, error } = await this.#nextMessage();
    if (!result) throw new Error(`${JSON.stringify(job)} failed: ${error}`);
    return result;
  }

  stop(): void {
    if (this.#child.connected) this.#child.disconnect();
  }

  async #nextMessage(): Promise<z.infer<typeof Message>> {
    const over = new AbortController();
    const ended = once(this.#child, "exit", { signal: over.signal }).then(() => {
      throw new Error("A worker process exited; see its output above.");
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
