import type { Result } from "autocannon";
import type { StoredState } from "../invariants/stored-state.ts";

export interface LoadResult {
  readonly result: Result;
  readonly killed: number;
  readonly idleSeconds: number;
  readonly stored: StoredState;
  readonly broken: readonly string[];
  readonly engine: string;
}

/** The text of docs/load.md. */
export function loadReport({ result, killed, idleSeconds, stored, broken, engine }: LoadResult): string {
  const { requests, latency, duration, statusCodeStats = {}, timeouts, errors } = result;
  const statuses = Object.entries(statusCodeStats).map(([status, { count }]) => `${status}: ${count}`);
  const orders = Object.entries(Object.groupBy(stored.orders, ({ status }) => status)).map(
    ([status, all]) => `${all?.length} ${status}`,
  );
  return `# Under load

Written by \`npm run prove:load -- --write\`: mixed traffic on a stack deployed to ${engine} on one machine,
whose functions are killed at random.

| | |
|---|---|
| time | ${duration.toFixed(0)} s with ${result.connections} clients |
| requests | ${requests.total}, ${requests.average.toFixed(1)} a second |
| latency | median ${latency.p50} ms, 90 % ${latency.p90} ms, 99 % ${latency.p99} ms, longest ${latency.max} ms |
| answers | ${statuses.join(", ")}; ${errors} lost connections, ${timeouts} without an answer |
| functions killed | ${killed} |
| orders | ${stored.orders.length}: ${orders.join(", ")} |
| time until no effect was pending | ${idleSeconds.toFixed(0)} s |
| violations | ${broken.length} |
${broken.map((one) => `\n- ${one}`).join("")}
`;
}
