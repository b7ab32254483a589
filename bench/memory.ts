import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "commander";
import { functions } from "../functions/registry/functions.ts";
import { projectRoot } from "../local/environment.ts";
import { build } from "../tooling/build.ts";
import { withBenchStack } from "./bench-stack.ts";
import { type MeasuredWorkload, measureWorkload } from "./measure-workload.ts";
import { chooseMemory, memoryReport, needOf } from "./memory/memory-report.ts";
import { memoryOf } from "./run-probe.ts";
import { wholeNumber } from "./whole-number.ts";
import { workloadsOn } from "./workloads/all-workloads.ts";

const options = new Command("bench:memory")
  .description("Measures what each function needs of processor and memory, and says how much memory it should have.")
  .option("--processes <number>", "fresh processes for each kind of work", wholeNumber, 5)
  .option("--warm <number>", "invocations of a warm process", wholeNumber, 200)
  .option("--write", "write docs/memory.md")
  .parse()
  .opts<{ processes: number; warm: number; write?: true }>();

await build();
const measured = await withBenchStack(async (stack) => {
  const all: MeasuredWorkload[] = [];
  for (const work of await workloadsOn(stack)) all.push(await measureWorkload(work, stack, options));
  return all;
});
const needs = functions.flatMap((declaration) => {
  const ofFunction = measured.filter(({ work }) => work.function === declaration.name);
  if (ofFunction.length === 0) console.log(`${declaration.name} is not measured: bench/workloads/ has no work for it.`);
  return ofFunction.length === 0 ? [] : needOf(declaration, ofFunction);
});
const report = memoryReport(needs, options.warm);
console.log(report);
for (const need of needs) {
  const [deployed, chosen] = [memoryOf(need.declaration), chooseMemory(need)];
  if (chosen === deployed) continue;
  console.log(`${need.declaration.name} has ${deployed} MB; by this measurement it should have ${chosen} MB.`);
}
if (options.write) await writeFile(join(projectRoot, "docs/memory.md"), report);
