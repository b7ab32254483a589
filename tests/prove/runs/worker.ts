import "../silence-logs.ts";
import * as z from "zod";
import { runRandomHistories } from "../histories/random-histories.ts";
import { scenarioNamed } from "../scenarios/all.ts";
import { issuer } from "../world/client.ts";
import { applySettings } from "../world/settings.ts";
import { runFaultPairs } from "./fault-pairs.ts";
import { Job, type JobResult } from "./jobs.ts";
import { placeUnderConflict } from "./place-under-conflict.ts";
import { runMutation } from "./run-mutation.ts";
import { runSingleFaults } from "./single-faults.ts";

/** Entry file of a worker process: runs the jobs that its parent sends. */
const engine = z
  .object({ endpoint: z.string(), tableDefinition: z.looseObject({}) })
  .parse(JSON.parse(process.env.PROVE_ENGINE ?? ""));
applySettings(engine.endpoint, issuer.jwks);

function runJob(job: Job): Promise<JobResult> {
  switch (job.kind) {
    case "single faults":
      return runSingleFaults(scenarioNamed(job.scenario), job, engine);
    case "pairs of faults":
      return runFaultPairs(scenarioNamed(job.scenario), job, engine);
    case "histories":
      return runRandomHistories(job.from, job.count, engine, job);
    case "conflicts":
      return placeUnderConflict(job.orders, job.seed, engine);
    case "mutation":
      return runMutation(job, engine);
  }
}

process.on("message", (message) => {
  runJob(Job.parse(message)).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.stack : String(error) }),
  );
});
process.on("disconnect", () => process.exit());
process.send?.({ ready: true });
