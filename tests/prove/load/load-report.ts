import type { StoredState } from "../invariants/stored-state.ts";
import type { LatencySummary } from "./latencies.ts";
import type { LoadMeasurement } from "./run-clients.ts";

export interface LoadResult {
  readonly measured: LoadMeasurement;
  readonly clients: number;
  /** How late the clients' own process was for its timers, in 99 of 100 cases. */
  readonly ownDelayMs: number;
  readonly killed: number;
  readonly idleSeconds: number;
  readonly stored: StoredState;
  readonly broken: readonly string[];
  readonly engine: string;
}

/** The text of docs/load.md. */
export function loadReport(result: LoadResult): string {
  const { measured, clients, ownDelayMs, killed, idleSeconds, stored, broken, engine } = result;
  const { seconds, latencies, statuses, lost, timedOut } = measured;
  const { all } = latencies;
  const answers = [...statuses].sort(([one], [other]) => one - other).map(([status, count]) => `${status}: ${count}`);
  const orders = Object.entries(Object.groupBy(stored.orders, ({ status }) => status)).map(
    ([status, ofStatus]) => `${ofStatus?.length} ${status}`,
  );
  return `# Under load

Written by \`npm run prove:load -- --write\`: mixed traffic on a stack deployed to ${engine} on one machine,
whose functions are killed at random. Each client waits for an answer before it sends its next request; clients, engine
and functions share the machine's processors. Why no load tool: [a decision](decisions/2026-11-27-load-clients.md).

| | |
|---|---|
| time | ${seconds.toFixed(0)} s with ${clients} clients |
| requests | ${all.count}, ${(all.count / seconds).toFixed(1)} a second |
| answers | ${answers.join(", ")}; ${lost} lost connections, ${timedOut} without an answer |
| functions killed | ${killed} |
| orders | ${stored.orders.length}: ${orders.join(", ")} |
| time until no effect was pending | ${idleSeconds.toFixed(0)} s |
| violations | ${broken.length} |
${broken.map((one) => `\n- ${one}`).join("")}
Milliseconds from before a request is sent until its whole answer is read. A killed function's request is answered by
the engine, and the next one waits for a new process. Three in ten orders are paid with a method that the sandbox answers
with an error, late or never; then the order waits for up to a second, several times. In 99 of 100 cases the clients
themselves were late by ${ownDelayMs.toFixed(0)} ms or less.

| operation | requests | median | 90 % | 99 % | longest |
|---|---|---|---|---|---|
${[all, ...latencies.byOperation].map(latencyRow).join("\n")}
`;
}

function latencyRow({ operation, count, median, p90, p99, longest }: LatencySummary): string {
  return `| ${operation} | ${count} | ${[median, p90, p99, longest].map((one) => one.toFixed(0)).join(" | ")} |`;
}
