import "./cost/environment.ts";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "commander";
import { projectRoot } from "../local/environment.ts";
import { runMain } from "../local/terminal/clear-error.ts";
import { costReport } from "./cost/cost-report.ts";
import { deployedFunctions } from "./cost/deployed-functions.ts";
import { measureCosts } from "./cost/measure-costs.ts";
import { readPrices } from "./cost/prices.ts";
import { differences, readRecord, recordFile, recordOf } from "./cost/record.ts";

const REPORT = "docs/cost.md";

/** `npm run bench:cost`: measures what each operation uses; records it, or with `--check` compares it with the record. */
async function main(): Promise<void> {
  const { check } = new Command("bench:cost")
    .description(`Measures what each operation costs on AWS; writes ${recordFile} and ${REPORT}.`)
    .option("--check", "write nothing; fail where the figures are not the recorded ones")
    .parse()
    .opts<{ check?: true }>();
  const prices = readPrices();
  const operations = await measureCosts();
  const measured = recordOf(operations, prices);
  const changes = differences(await readRecord().catch(() => ({})), measured);
  for (const change of changes) console.log(change);
  if (check) {
    if (changes.length === 0) return;
    console.log(
      `These figures are not the recorded ones. To accept them: npm run bench:cost, then commit ${recordFile}.`,
    );
    process.exitCode = 1;
    return;
  }
  const report = costReport(operations, prices, deployedFunctions());
  await writeFile(join(projectRoot, recordFile), `${JSON.stringify(measured, null, 2)}\n`);
  await writeFile(join(projectRoot, REPORT), report);
  console.log(report);
}

await runMain(main);
