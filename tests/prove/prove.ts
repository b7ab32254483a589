import "./silence.ts";
import { writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { projectRoot } from "../../local/project-paths.ts";
import { markdown } from "./report/markdown.ts";
import { Progress } from "./report/progress.ts";
import { type Extent, WHOLE } from "./runs/plan.ts";
import { prove } from "./runs/prove.ts";
import { retell } from "./runs/retell.ts";

/** `npm run prove`: the whole proof, or `-- --seed 7`: one history again. */
const options = new Command("prove")
  .description("Checks every promise about orders under every fault, and writes docs/proof.md.")
  .option("--seed <number>", "one random history, by its seed, told step by step", wholeNumber)
  .option("--from <number>", "where the seeds of the histories begin", wholeNumber, WHOLE.seed)
  .option("--histories <number>", "how many random histories", wholeNumber, WHOLE.histories)
  .option("--only <part>", "faults, histories, conflicts or mutations")
  .option("--processes <number>", "how many processes, each with an engine", wholeNumber, Math.max(2, cpus().length))
  .option("--endpoint <url>", "a DynamoDB that runs already, with streams, such as DynamoDB Local")
  .parse()
  .opts<Options>();

interface Options {
  readonly seed?: number;
  readonly from: number;
  readonly histories: number;
  readonly only?: string;
  readonly processes: number;
  readonly endpoint?: string;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`"${text}" must be a whole number, 0 or more.`);
  return value;
}

function extent(): Extent {
  const { from, only, histories } = options;
  const wants = (part: string) => only === undefined || only === part;
  return {
    singlesOneOf: wants("faults") ? WHOLE.singlesOneOf : 0,
    pairsOneOf: wants("faults") ? WHOLE.pairsOneOf : 0,
    histories: wants("histories") ? histories : 0,
    conflicts: wants("conflicts") ? WHOLE.conflicts : 0,
    mutationsOneOf: wants("mutations") ? WHOLE.mutationsOneOf : 0,
    seed: from,
  };
}

/** What the options ask for; a whole run is written down. @returns whether everything held. */
async function proven(): Promise<boolean> {
  const progress = new Progress(process.stderr);
  const proof = await prove(extent(), options, progress);
  progress.end();
  const text = markdown(proof);
  console.log(text);
  const isWhole = options.only === undefined && options.histories >= WHOLE.histories;
  if (isWhole) await writeFile(join(projectRoot, "docs/proof.md"), text);
  return proof.holds;
}

process.exitCode = (await (options.seed === undefined ? proven() : retell(options.seed, options.endpoint, console.log)))
  ? 0
  : 1;
