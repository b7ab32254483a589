import { appendFileSync, readFileSync } from "node:fs";

/** The parts of `.ci/run`, and the minutes that each may take on two cores; a part that needs more becomes nightly. */
export const BUDGETS = {
  install: 1,
  check: 2,
  "unit, template": 2,
  proof: 4,
  "end to end": 6,
  "contract fuzzing": 2,
  LocalStack: 5,
} as const;

export type Part = keyof typeof BUDGETS;

const WHOLE_BUDGET = 30;

/** The file to which each process of a run adds its parts; without it nothing is measured. */
export const minutesFile = process.env.WAYBILL_MINUTES;

/** Adds to the time of a part. */
export function recordPart(part: Part, seconds: number): void {
  if (minutesFile) appendFileSync(minutesFile, `${part}\t${seconds.toFixed(1)}\n`);
}

/** The parts of the run so far, as a table. */
export function minutesOfRun(file: string): string {
  return minutesTable(readFileSync(file, "utf8"));
}

/** The table of lines such as `check<tab>95.5`, in seconds; a part's lines are added up. */
export function minutesTable(lines: string): string {
  const taken = new Map<string, number>();
  for (const line of lines.split("\n").filter((one) => one !== "")) {
    const [part = "", seconds] = line.split("\t");
    taken.set(part, (taken.get(part) ?? 0) + Number(seconds));
  }
  const rows = Object.entries(BUDGETS).flatMap(([part, budget]) => {
    const seconds = taken.get(part);
    return seconds === undefined ? [] : row(part, seconds, budget);
  });
  const together = [...taken.values()].reduce((sum, seconds) => sum + seconds, 0);
  return ["minutes           taken   of", ...rows, row("together", together, WHOLE_BUDGET)].join("\n");
}

function row(part: string, seconds: number, budget: number): string {
  const minutes = seconds / 60;
  const over = minutes > budget ? "  over its budget" : "";
  return `${part.padEnd(16)} ${minutes.toFixed(1).padStart(6)} ${String(budget).padStart(4)}${over}`;
}
