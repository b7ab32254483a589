import type { BenchStack } from "./bench-stack.ts";
import { type Invocation, type ProbeResult, runProbe } from "./run-probe.ts";
import type { Workload } from "./workloads/workload.ts";

export interface MeasuredWorkload {
  readonly work: Workload;
  /** Fresh processes with one invocation each. */
  readonly cold: readonly { readonly process: ProbeResult; readonly first: Invocation }[];
  /** One process with many invocations, and the largest one at its end. */
  readonly long: ProbeResult;
  /** Those of its invocations that are like each other, and warm. */
  readonly warm: readonly Invocation[];
}

export interface Counts {
  /** Fresh processes. */
  readonly processes: number;
  /** Invocations of the long process that are counted. */
  readonly warm: number;
}

/** Until the code is compiled and the connections are open. */
const WARM_UP = 20;

/** Does a function's work in fresh processes, and often in one. @throws where an answer is not as expected */
export async function measureWorkload(
  work: Workload,
  stack: BenchStack,
  { processes, warm }: Counts,
): Promise<MeasuredWorkload> {
  const run = async (events: readonly object[]) => {
    const process = await runProbe(work.function, stack.environment, events);
    const failed = process.invocations.find(({ answer }) => !work.isDone(answer));
    if (failed) throw new Error(`${work.function}, ${work.does}: the answer was ${JSON.stringify(failed.answer)}.`);
    return process;
  };
  // The first process only fills the disk cache.
  const events = await work.events(1 + processes + WARM_UP + warm);
  const cold: MeasuredWorkload["cold"][number][] = [];
  for (const event of events.slice(0, 1 + processes)) {
    const process = await run([event]);
    const [first] = process.invocations;
    if (first) cold.push({ process, first });
  }
  const largest = work.largest ? [await work.largest()] : [];
  const long = await run([...events.slice(1 + processes), ...largest]);
  return { work, cold: cold.slice(1), long, warm: long.invocations.slice(WARM_UP, WARM_UP + warm) };
}
