import { Logger } from "@aws-lambda-powertools/logger";
import { findContext } from "./request-context.ts";

/** The fields of a log line: ids, codes and durations, no personal data. */
type Particulars = Readonly<Record<string, unknown>>;

type Lines = Pick<Logger, "info" | "warn" | "error">;

/** Structured JSON log lines, each with the id of the request that caused it. */
export function logTo(lines: Lines) {
  const withRequest = (particulars: Particulars = {}) => {
    const context = findContext();
    return { ...(context && { requestId: context.correlationId }), ...particulars };
  };
  return {
    info: (message: string, particulars?: Particulars) => lines.info(message, withRequest(particulars)),
    warn: (message: string, particulars?: Particulars) => lines.warn(message, withRequest(particulars)),
    error: (message: string, particulars?: Particulars) => lines.error(message, withRequest(particulars)),
  };
}

export const log = logTo(new Logger());

/** An error in one line of a log, or in a message to an operator. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
