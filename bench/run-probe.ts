import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import * as z from "zod";
import { type FunctionDeclaration, functions } from "../functions/registry/functions.ts";
import { defaultMemoryMegabytes } from "../infra/waybill-function.ts";
import { projectRoot } from "../local/environment.ts";

const probe = join(import.meta.dirname, "probe.mjs");

const Invocation = z.object({
  /** Milliseconds from the event to the answer. */
  wall: z.number(),
  /** Milliseconds of these in which a call to AWS, or for the issuer's keys, was on its way. */
  waited: z.number(),
  /** Milliseconds of processor time, of all threads. */
  cpu: z.number(),
  /** What the calls asked for: an AWS operation, or method and path. */
  calls: z.array(z.string()),
  /** The status of an API's answer, or the whole answer of any other function. */
  answer: z.unknown(),
});

const ProbeResult = z.object({
  /** Milliseconds that the import of the bundle took. */
  import: z.number(),
  importCpu: z.number(),
  invocations: z.array(Invocation),
  /** The largest resident set of the process, Node included. */
  peakMegabytes: z.number(),
});

export type Invocation = z.infer<typeof Invocation>;
export type ProbeResult = z.infer<typeof ProbeResult>;

/** Runs a function's bundle with these events in a fresh process, whose heap is limited as Lambda limits it. */
export async function runProbe(
  functionName: string,
  environment: Readonly<Record<string, string>>,
  events: readonly object[],
): Promise<ProbeResult> {
  const declaration = functions.find(({ name }) => name === functionName);
  if (!declaration) throw new Error(`There is no function ${functionName}.`);
  const folder = await mkdtemp(join(tmpdir(), "waybill-bench-"));
  try {
    const eventsFile = join(folder, "events.json");
    await writeFile(eventsFile, JSON.stringify(events));
    const bundle = join(projectRoot, "dist", functionName, "index.mjs");
    const options = { env: { PATH: process.env.PATH, ...environment }, extendEnv: false, timeout: 120_000 };
    const argv = [...heapLimits(memoryOf(declaration)), probe, bundle, eventsFile];
    const { stdout } = await execa(process.execPath, argv, options);
    return ProbeResult.parse(JSON.parse(stdout.split("\n").at(-1) ?? ""));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Lambda starts Node with these, so that its garbage collector minds the function's memory. */
function heapLimits(megabytes: number): string[] {
  return [
    `--max-semi-space-size=${Math.floor(megabytes / 20)}`,
    `--max-old-space-size=${Math.floor((megabytes * 9) / 10)}`,
  ];
}

/** In MB, as the function is deployed. */
export function memoryOf({ memoryMegabytes = defaultMemoryMegabytes }: FunctionDeclaration): number {
  return memoryMegabytes;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = low] = sorted.slice(middle - (sorted.length % 2 === 0 ? 1 : 0), middle + 1);
  return (low + high) / 2;
}
