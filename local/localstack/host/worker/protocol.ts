import { writeFileSync } from "node:fs";
import type { ErrorResponse } from "./error-response.ts";

/** One event for the function, as `lambda_environment.py` writes it to standard input, a line each. */
export interface Invocation {
  requestId: string;
  functionArn: string;
  traceId: string;
  /** When the function's timeout ends, in milliseconds since 1970. */
  deadline: number;
  /** The event's JSON text. */
  event: string;
}

/** What an execution environment reports, a line each. `memoryMb` is what the process holds now. */
export type Report =
  | { kind: "ready"; memoryMb: number }
  | { kind: "result"; payload: string; memoryMb: number }
  /** With `isFatal` the process ends now, and the next event needs a new one. */
  | { kind: "error"; error: ErrorResponse; isFatal: boolean; memoryMb: number };

/** The descriptor for reports is the process's one argument. */
const reportDescriptor = Number(process.argv[2]);

/** Ends what was logged so far. It follows on standard output, because a report may overtake the logs. */
const endOfLogs = "\0end of logs\0";

/** Sends a report, once everything that was logged before it is on its way. */
export async function report(message: Report): Promise<void> {
  await written(process.stderr, "");
  await written(process.stdout, endOfLogs);
  writeFileSync(reportDescriptor, `${JSON.stringify(message)}\n`);
}

/** What this process holds, in megabytes, for the REPORT line of the logs. */
export function memoryMb(): number {
  return Math.round(process.memoryUsage.rss() / 2 ** 20);
}

function written(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve) => {
    stream.write(text, () => resolve());
  });
}
