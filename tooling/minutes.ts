import { appendFileSync, readFileSync } from "node:fs";

/** The minutes that each part of `.ci/run` may take on two cores; a part that needs more becomes nightly. */
const BUDGETS: ReadonlyMap<string, number> = new Map([
  ["install", 1],
  ["check", 2],
  ["unit, template", 2],
  ["proof", 4],
  ["end to end", 6],
  ["contract fuzzing", 2],
  ["LocalStack", 5],
  ["together", 30],
]);

/** The file to which each process of a run adds its parts; without it nothing is measured. */
export const minutesFile = process.env.WAYBILL_MINUTES;

/** Adds to the time of a part. */
export function recordPart(part: string, seconds: number): void {
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
  const together = [...taken.values()].reduce((sum, seconds) => sum + seconds, 0);
  const rows = [...taken, ["together", together] as const].map(([part, seconds]) => row(part, seconds / 60));
  return [`${"minutes".padEnd(18)} taken   of`, ...rows].join("\n");
}

function row(part: string, minutes: number): string {
  const budget = BUDGETS.get(part);
  const shown = minutes.toFixed(1);
  const isOver = budget !== undefined && Number(shown) > budget;
  return `${part.padEnd(18)}${shown.padStart(6)} ${String(budget ?? "").padStart(4)}${isOver ? "  over its budget" : ""}`.trimEnd();
}
