import { setTimeout as sleep } from "node:timers/promises";
import { Latencies } from "./latencies.ts";

/** One request of the load. */
export interface LoadRequest {
  /** What it is counted under. */
  readonly operation: string;
  readonly method: "GET" | "POST" | "PATCH";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Where the clients' requests come from, and who sees the answers. */
export interface Traffic {
  next(): LoadRequest;
  onAnswer(status: number, body: string): void;
}

export interface Load {
  readonly traffic: Traffic;
  readonly clients: number;
  /** No request starts after this time, … */
  readonly seconds: number;
  /** … or after this many. */
  readonly maxRequests: number;
  /** A client gives up on a request after this time. */
  readonly timeoutMs: number;
}

export interface LoadMeasurement {
  readonly seconds: number;
  readonly latencies: Latencies;
  /** The number of answers by status. */
  readonly statuses: ReadonlyMap<number, number>;
  /** Requests whose connection was lost, and those without an answer in time. */
  readonly lost: number;
  readonly timedOut: number;
}

/** A client whose request failed does not send the next one at once. */
const PAUSE_AFTER_FAILURE_MS = 100;

/**
 * Runs clients that each send a request, wait for the whole answer, and send the next one. A latency is the time from
 * before a request is sent until its last byte is read, and includes a new connection where one is needed.
 */
export async function runClients({
  traffic,
  clients,
  seconds,
  maxRequests,
  timeoutMs,
}: Load): Promise<LoadMeasurement> {
  const latencies = new Latencies();
  const statuses = new Map<number, number>();
  const failures = { lost: 0, timedOut: 0 };
  const startedAt = performance.now();
  let sent = 0;
  const client = async () => {
    while (performance.now() - startedAt < seconds * 1_000 && sent < maxRequests) {
      sent++;
      const { operation, url, ...request } = traffic.next();
      const sentAt = performance.now();
      const signal = AbortSignal.timeout(timeoutMs);
      try {
        const response = await fetch(url, { ...request, signal });
        const body = await response.text();
        latencies.record(operation, performance.now() - sentAt);
        statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
        traffic.onAnswer(response.status, body);
      } catch {
        failures[signal.aborted ? "timedOut" : "lost"]++;
        await sleep(PAUSE_AFTER_FAILURE_MS);
      }
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { seconds: (performance.now() - startedAt) / 1_000, latencies, statuses, ...failures };
}
