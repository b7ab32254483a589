import { setTimeout as sleep } from "node:timers/promises";
import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { LogLine } from "./log-line.ts";
import { type FoundLines, type FunctionLog, readLogs } from "./read-logs.ts";
import { inOrder, linesOfOrder, linesOfRequest, requestsOf } from "./select-lines.ts";

/** What the lines are about; without either, all lines. */
export interface LogSubject {
  readonly order?: string | undefined;
  readonly request?: string | undefined;
}

/** How often new lines are looked for. */
const POLL_MS = 2_000;
/** How long after its time a line may arrive in CloudWatch Logs. */
const LATE_MS = 30_000;
/** An engine logs a line at the end of its invocation, so its own time may be minutes earlier. */
const KEPT_MS = 600_000;

/** The lines since a moment. CloudWatch Logs itself looks for the ids, so that little is transferred. */
export async function pastLines(
  client: CloudWatchLogsClient,
  logs: readonly FunctionLog[],
  from: number,
  subject: LogSubject,
): Promise<FoundLines> {
  const naming = await readLogs(client, logs, { from, term: subject.order ?? subject.request });
  const found = [naming];
  if (subject.order !== undefined) {
    for (const term of requestsOf(naming.lines)) found.push(await readLogs(client, logs, { from, term }));
  }
  return {
    lines: select(subject, inOrder(found.flatMap(({ lines }) => lines))),
    cut: [...new Set(found.flatMap(({ cut }) => cut))],
  };
}

/** Lines that are logged from now on, until the signal; `before` are those that were found already. */
export async function* newLines(
  client: CloudWatchLogsClient,
  logs: readonly FunctionLog[],
  before: readonly LogLine[],
  subject: LogSubject,
  signal: AbortSignal,
): AsyncGenerator<LogLine> {
  let known = before;
  while (await waited(signal)) {
    const { lines } = await readLogs(client, logs, { from: Date.now() - LATE_MS });
    const shown = new Set(known.map(({ id }) => id));
    // The lines before tell which requests are about the order.
    const selected = select(subject, inOrder([...known, ...lines]));
    yield* selected.filter(({ id }) => !shown.has(id));
    known = subject.order === undefined ? selected.filter(isRecent) : selected;
  }
}

function select({ order, request }: LogSubject, lines: readonly LogLine[]): LogLine[] {
  const ofOrder = order === undefined ? lines : linesOfOrder(order, lines);
  return request === undefined ? [...ofOrder] : linesOfRequest(request, ofOrder);
}

/** Whether the line may be read again. */
function isRecent({ at }: LogLine): boolean {
  return Date.now() - Date.parse(at) < KEPT_MS;
}

/** Waits for the next look; false after the signal. */
async function waited(signal: AbortSignal): Promise<boolean> {
  return sleep(POLL_MS, !signal.aborted, { signal }).catch(() => false);
}
