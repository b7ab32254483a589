import "./silence-logs.ts";
import { writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { Command, Option } from "commander";
import { projectRoot } from "../../local/environment.ts";
import { Progress } from "./report/progress.ts";
import { proofReport } from "./report/proof-report.ts";
import { FULL, type ProofSize, type SingleFaults } from "./runs/plan-jobs.ts";
import { replay } from "./runs/replay.ts";
import { runProof } from "./runs/run-proof.ts";
import { PROVIDERS, type Provider } from "./world/providers.ts";

/** `npm run prove`: the whole proof; `npm run prove -- --seed 7`: one history, printed call by call. */
const options = new Command("prove")
  .description("Checks the invariants of orders under injected faults. A full run writes docs/proof.md.")
  .option("--seed <number>", "repeat the random history of this seed and print every call", wholeNumber)
  .addOption(new Option("--provider <name>", "the payment provider of that history").choices(PROVIDERS))
  .option("--from <number>", "first seed of the random histories; where it is left out, others each night", wholeNumber)
  .option("--night <number>", "counts the nights: each runs other faults and histories", wholeNumber, FULL.night)
  .option("--histories <number>", "number of random histories", wholeNumber, FULL.histories)
  .option("--all-pairs", "run every pair of faults, which takes about half an hour more")
  .option("--only <part>", "run one part: faults, histories, conflicts or mutations")
  .option(
    "--processes <number>",
    "number of processes, each with its own engine",
    wholeNumber,
    Math.max(2, cpus().length),
  )
  .option("--endpoint <url>", "use a running DynamoDB with streams, such as DynamoDB Local")
  .parse()
  .opts<Options>();

interface Options {
  readonly seed?: number;
  readonly from?: number;
  readonly night: number;
  readonly histories: number;
  readonly allPairs?: boolean;
  readonly only?: string;
  readonly processes: number;
  readonly endpoint?: string;
  readonly provider?: Provider;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`"${text}" is not a whole number of 0 or more.`);
  return value;
}

const NONE: SingleFaults = { mainOneIn: 0, othersOneIn: 0 };

function requestedSize(): ProofSize {
  const { night, only, histories, allPairs } = options;
  const { from = FULL.seed + night * histories } = options;
  const faultPairs = allPairs ? { firstsOneIn: 1, secondsOneIn: 1 } : FULL.faultPairs;
  const includes = (part: string) => only === undefined || only === part;
  return {
    singleFaults: includes("faults") ? FULL.singleFaults : NONE,
    faultPairs: includes("faults") ? faultPairs : undefined,
    histories: includes("histories") ? histories : 0,
    stripe: {
      singleFaults: includes("faults") ? FULL.stripe.singleFaults : NONE,
      faultPairs: includes("faults") ? FULL.stripe.faultPairs : undefined,
      histories: includes("histories") ? FULL.stripe.histories : 0,
    },
    conflicts: includes("conflicts") ? FULL.conflicts : 0,
    mutationsOneIn: includes("mutations") ? FULL.mutationsOneIn : 0,
    seed: from,
    night,
  };
}

/** Runs the requested parts; a full run writes docs/proof.md. @returns whether there was no violation. */
async function proveAndReport(): Promise<boolean> {
  const progress = new Progress(process.stderr);
  const proof = await runProof(requestedSize(), options, progress);
  progress.end();
  const text = proofReport(proof);
  console.log(text);
  const isWhole = options.only === undefined && options.histories >= FULL.histories;
  if (isWhole) await writeFile(join(projectRoot, "docs/proof.md"), text);
  return proof.holds;
}

process.exitCode = (await (options.seed === undefined ? proveAndReport() : replay(options.seed, options, console.log)))
  ? 0
  : 1;
