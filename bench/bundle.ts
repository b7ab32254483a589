import { Command } from "commander";
import { build } from "../tooling/build.ts";
import { withBenchStack } from "./bench-stack.ts";
import { type MeasuredWorkload, measureWorkload } from "./measure-workload.ts";
import { median } from "./run-probe.ts";
import { wholeNumber } from "./whole-number.ts";
import { workloadsOn } from "./workloads/all-workloads.ts";

const { processes, warm } = new Command("bench:bundle")
  .description(
    "Measures what each function's bundle costs: its size, its import, its first real work, and its own time when it is " +
      "warm. The table, the bus and the issuer's keys are served on this machine.",
  )
  .option("--processes <number>", "fresh processes for each kind of work", wholeNumber, 15)
  .option("--warm <number>", "invocations of a warm process", wholeNumber, 200)
  .parse()
  .opts<{ processes: number; warm: number }>();

const sizeOf = new Map((await build()).map(({ name, ...sizes }) => [name, sizes]));
const measured = await withBenchStack(async (stack) => {
  const all: MeasuredWorkload[] = [];
  for (const work of await workloadsOn(stack)) all.push(await measureWorkload(work, stack, { processes, warm }));
  return all;
});
console.log(
  `Node ${process.versions.node}; medians of ${processes} fresh processes, and of ${warm} invocations of a warm one.\n` +
    "Milliseconds; own: without the time in which a call to the table, the bus or the issuer was on its way.",
);
console.table(measured.map(row));

function row({ work, cold, warm }: MeasuredWorkload) {
  const { eagerBytes = 0, lazyBytes = 0 } = sizeOf.get(work.function) ?? {};
  const milliseconds = (values: readonly number[]) => Number(median(values).toFixed(1));
  return {
    function: work.function,
    work: work.does,
    "eager KB": Math.ceil(eagerBytes / 1_024),
    "lazy KB": Math.ceil(lazyBytes / 1_024),
    import: milliseconds(cold.map(({ process }) => process.import)),
    "import + first": milliseconds(cold.map(({ process, first }) => process.import + first.wall)),
    "own of it": milliseconds(cold.map(({ process, first }) => process.import + first.wall - first.waited)),
    "calls, warm": median(warm.map(({ calls }) => calls.length)),
    "own, warm": Number(median(warm.map(({ wall, waited }) => wall - waited)).toFixed(2)),
  };
}
