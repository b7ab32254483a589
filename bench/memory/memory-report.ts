import type { FunctionDeclaration } from "../../functions/registry/functions.ts";
import { dollarsPerMillion, durationWith, memorySizes, type Need, RUNTIME_MB } from "../cost/lambda-model.ts";
import type { MeasuredWorkload } from "../measure-workload.ts";
import { median, memoryOf } from "../run-probe.ts";
import { waitFor } from "./assumed-waits.ts";

/** What a function needs, by the most demanding of its work. */
export interface FunctionNeed {
  readonly declaration: FunctionDeclaration;
  readonly does: string;
  /** A first invocation, with the import. */
  readonly cold: Need;
  readonly warm: Need;
  /** The largest resident set of its process. */
  readonly peakMegabytes: number;
}

/** @param measured all work of the function */
export function needOf(declaration: FunctionDeclaration, measured: readonly MeasuredWorkload[]): FunctionNeed {
  const needs = measured.map(({ work, cold, long, warm }) => ({
    declaration,
    does: work.does,
    cold: {
      cpu: median(cold.map(({ process, first }) => process.importCpu + first.cpu)),
      wait: median(cold.map(({ first }) => waitFor(first.calls))),
    },
    warm: { cpu: mean(warm.map(({ cpu }) => cpu)), wait: mean(warm.map(({ calls }) => waitFor(calls))) },
    peakMegabytes: long.peakMegabytes,
  }));
  const [most] = needs.toSorted((one, other) => other.warm.cpu - one.warm.cpu);
  if (!most) throw new Error(`The bench has no work for the function ${declaration.name}.`);
  return { ...most, peakMegabytes: Math.max(...needs.map(({ peakMegabytes }) => peakMegabytes)) };
}

/** How much of its memory a function may use in the bench. */
const MAX_USE = 0.65;
/** How much longer a customer or the shop's staff may wait than with a whole processor. */
const MAX_WARM_DELAY_MS = 20;
const MAX_COLD_DELAY_MS = 400;

/** An operator's check of everything stored may take its time. */
const MAY_BE_SLOW = ["audit"];

/** The cheapest memory in which a function fits, and with which nobody waits too long for it. */
export function chooseMemory({ declaration, cold, warm, peakMegabytes }: FunctionNeed): number {
  const whole = Math.max(...memorySizes);
  const delay = (size: number, need: Need) => durationWith(size, need) - durationWith(whole, need);
  const isEnough = (size: number) => peakMegabytes + RUNTIME_MB <= size * MAX_USE;
  const somebodyWaits = declaration.kind === "api" && !MAY_BE_SLOW.includes(declaration.name);
  const isFastEnough = (size: number) =>
    !somebodyWaits || (delay(size, warm) <= MAX_WARM_DELAY_MS && delay(size, cold) <= MAX_COLD_DELAY_MS);
  const [cheapest] = memorySizes
    .filter((size) => isEnough(size) && isFastEnough(size))
    .toSorted((one, other) => dollarsPerMillion(one, warm) - dollarsPerMillion(other, warm));
  return cheapest ?? whole;
}

/** The text of docs/memory.md. */
export function memoryReport(needs: readonly FunctionNeed[], invocations: number): string {
  return `# How much memory each function has

Written by \`npm run bench:memory -- --write\`: every function's bundle does its real work in a process of its own, first
once in fresh processes, then ${invocations} times in one, and at its end the largest event that it may be given. Lambda gives a
function a share of a processor in proportion to its memory, a whole one with 1,769 MB.

| function | work | processor ms, first | processor ms, warm | waiting for AWS ms, warm | peak MB |
|---|---|---|---|---|---|
${needs.map(needRow).join("\n")}

- **Processor time** is that of all threads, the compiler and the garbage collector included; the first invocation's
  contains the import. **Waiting** is assumed, from the calls that were made (\`bench/cost/assumptions.ts\`).
- **Peak** is the whole process, Node included, its heap limited as Lambda limits it for the memory that the function has:
  with less, the garbage collector runs more often. Lambda's own runtime client adds about ${RUNTIME_MB} MB.

## What follows

Milliseconds of a warm invocation / of a first one / dollars for a million warm ones, computed: waiting, and processor
time divided by the share. Lambda's own start of a process comes on top of a first one, with any memory. Held against a
process under a quota of the Linux scheduler in November 2026: right within a tenth for 1,024 and 512 MB; with 256 MB it
took up to 45 % longer than computed.

| function | ${memorySizes.map((size) => `${size} MB`).join(" | ")} | chosen |
|---|${memorySizes.map(() => "---|").join("")}---|
${needs.map(choiceRow).join("\n")}

**Chosen** is the cheapest memory of which the function uses ${MAX_USE * 100} % or less; and for the functions of the API but
${MAY_BE_SLOW.join(", ")}, with which a warm request takes at most ${MAX_WARM_DELAY_MS} ms, and a first one at most ${MAX_COLD_DELAY_MS} ms, longer than with a
whole processor.
`;
}

function needRow({ declaration, does, cold, warm, peakMegabytes }: FunctionNeed): string {
  const numbers = [cold.cpu.toFixed(0), warm.cpu.toFixed(1), warm.wait.toFixed(0), peakMegabytes.toFixed(0)];
  return `| ${declaration.name} | ${does} | ${numbers.join(" | ")} |`;
}

function choiceRow(need: FunctionNeed): string {
  const { declaration, cold, warm, peakMegabytes } = need;
  const cells = memorySizes.map((size) => {
    if (peakMegabytes + RUNTIME_MB > size) return "too little";
    const milliseconds = `${durationWith(size, warm).toFixed(0)} / ${durationWith(size, cold).toFixed(0)} ms`;
    return `${milliseconds} / $${dollarsPerMillion(size, warm).toFixed(2)}`;
  });
  return `| ${declaration.name} | ${cells.join(" | ")} | **${memoryOf(declaration)} MB** |`;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
