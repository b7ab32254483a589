import { writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { projectRoot } from "../../local/project-paths.ts";
import { historyOf } from "./histories/random-histories.ts";
import { markdown } from "./report/markdown.ts";
import { Progress } from "./report/progress.ts";
import { type Extent, WHOLE } from "./runs/plan.ts";
import { prove } from "./runs/prove.ts";

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
  const { seed, from, only, histories } = options;
  if (seed !== undefined) return { ...NOTHING, histories: 1, seed };
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

const NOTHING: Extent = { singlesOneOf: 0, pairsOneOf: 0, histories: 0, conflicts: 0, mutationsOneOf: 0, seed: 0 };

if (options.seed !== undefined) console.log(JSON.stringify(historyOf(options.seed), undefined, 2));
const progress = new Progress(process.stderr);
const proof = await prove(extent(), options, progress);
progress.end();
const text = markdown(proof);
console.log(text);
const isWhole = options.seed === undefined && options.only === undefined && options.histories >= WHOLE.histories;
if (isWhole) await writeFile(join(projectRoot, "docs/proof.md"), text);
process.exitCode = proof.holds ? 0 : 1;
