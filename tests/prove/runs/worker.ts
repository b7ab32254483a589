import "../silence.ts";
import * as z from "zod";
import { randomHistories } from "../histories/random-histories.ts";
import { scenarioNamed } from "../scenarios/all.ts";
import { issuer } from "../world/client.ts";
import { settle } from "../world/settings.ts";
import { conflicts } from "./conflicts.ts";
import { faultPairs } from "./fault-pairs.ts";
import { hunt } from "./hunt.ts";
import { Job, type Result } from "./jobs.ts";
import { singleFaults } from "./single-faults.ts";

/** A process that does jobs: it has the functions to itself, on an engine of its own. */
const ground = z
  .object({ endpoint: z.string(), tableDefinition: z.looseObject({}) })
  .parse(JSON.parse(process.env.PROVE_GROUND ?? ""));
settle(ground.endpoint, issuer.jwks);

function work(job: Job): Promise<Result> {
  switch (job.kind) {
    case "single faults":
      return singleFaults(scenarioNamed(job.scenario), job, ground);
    case "pairs of faults":
      return faultPairs(scenarioNamed(job.scenario), job, ground);
    case "histories":
      return randomHistories(job.from, job.count, ground);
    case "conflicts":
      return conflicts(job.orders, job.seed, ground);
    case "hunt":
      return hunt(job, ground);
  }
}

process.on("message", (message) => {
  work(Job.parse(message)).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.stack : String(error) }),
  );
});
process.on("disconnect", () => process.exit());
process.send?.({ ready: true });
