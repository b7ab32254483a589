import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { projectRoot } from "../../local/environment.ts";
import type { CountedOperations } from "./measure-operations.ts";
import { type CountedStep, SANDBOX } from "./meter.ts";
import { dollarsPerMillion, providerWaitPerMillion } from "./price-usage.ts";
import type { Prices } from "./prices.ts";
import { sumOf, type Usage } from "./usage.ts";

const RecordedUsage = z.record(z.string(), z.number());
const Recorded = z.record(z.string(), RecordedUsage);

/** What each operation uses and costs. Absent is 0. */
export type CostRecord = z.infer<typeof Recorded>;

/** The figures that a commit accepts. */
export const recordFile = "bench/cost.recorded.json";

export async function readRecord(): Promise<CostRecord> {
  return Recorded.parse(JSON.parse(await readFile(join(projectRoot, recordFile), "utf8")));
}

export const REFERENCE_ORDER = "the reference order: placed, paid, shipment made";

/** The figures of a measurement: the reference order as a whole and by function, then everything else. */
export function recordOf({ order, later, others }: CountedOperations, prices: Prices): CostRecord {
  const byFunction = Map.groupBy(order, ({ by }) => by);
  const parts = [...byFunction].filter(([by]) => by !== SANDBOX);
  const entries = [
    [REFERENCE_ORDER, order] as const,
    ...parts.map(([by, steps]) => [`its part in ${by}`, steps] as const),
    ...Object.entries(later),
    ...Object.entries(others),
  ];
  return Object.fromEntries(entries.map(([name, steps]) => [name, priced(usageOf(steps), prices)]));
}

/** What Waybill uses itself, without the sandbox's own ledger. */
export function usageOf(steps: readonly CountedStep[]): Usage {
  return sumOf(steps.filter(({ by }) => by !== SANDBOX).map(({ usage }) => usage));
}

function priced(usage: Usage, prices: Prices): Record<string, number> {
  const wait = providerWaitPerMillion(usage, prices);
  return {
    ...usage,
    dollarsPerMillion: rounded(dollarsPerMillion(usage, prices).total),
    ...(wait > 0 && { providerWaitDollarsPerMillion: rounded(wait) }),
  };
}

function rounded(dollars: number): number {
  return Math.round(dollars * 1_000) / 1_000;
}

/** Each figure that is not as recorded, as a sentence; the ones that rose first. */
export function differences(recorded: CostRecord, measured: CostRecord): string[] {
  const names = [...new Set([...Object.keys(recorded), ...Object.keys(measured)])];
  const found = names.flatMap((name) => {
    const before = recorded[name];
    const after = measured[name];
    if (!before) return [{ rise: 1, sentence: `${name}: not recorded yet` }];
    if (!after) return [{ rise: 0, sentence: `${name}: recorded, and not measured any more` }];
    const measures = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return measures.flatMap((measure) => {
      const rise = (after[measure] ?? 0) - (before[measure] ?? 0);
      if (rise === 0) return [];
      const verb = rise > 0 ? "rose" : "fell";
      return [{ rise, sentence: `${name}: ${measure} ${verb} from ${before[measure] ?? 0} to ${after[measure] ?? 0}` }];
    });
  });
  return found.sort((a, b) => Math.sign(b.rise) - Math.sign(a.rise)).map(({ sentence }) => sentence);
}
