import { LogFormatter, Logger, LogItem } from "@aws-lambda-powertools/logger";
import type { LogAttributes, UnformattedAttributes } from "@aws-lambda-powertools/logger/types";
import { findContext } from "./request-context.ts";

/** The fields of a log line: ids, codes and durations, no personal data. */
type Particulars = Readonly<Record<string, unknown>>;

type Lines = Pick<Logger, "info" | "warn" | "error">;

/** What each line has beside its particulars. The logger's own format adds an X-Ray trace id, and nothing is traced. */
export class LineFormatter extends LogFormatter {
  override formatAttributes(line: UnformattedAttributes, particulars: LogAttributes): LogItem {
    const { logLevel: level, message, timestamp, serviceName: service } = line;
    const attributes = { level, message, timestamp: this.formatTimestamp(timestamp), service };
    return new LogItem({ attributes }).addAttributes(particulars);
  }
}

/** Structured JSON log lines, each with the id of the request that caused it. */
export function logTo(lines: Lines) {
  const withRequest = (particulars: Particulars = {}) => {
    const context = findContext();
    return { ...(context && { requestId: context.correlationId }), ...particulars };
  };
  return {
    /**
     * What became of one order or product: a part of the line that the request or the message ends with, so that each has
     * one line. Elsewhere, as in a sweep of many orders, it is a line of its own.
     */
    result: (message: string, particulars: Particulars) => {
      const results = findContext()?.results;
      if (results) Object.assign(results, particulars);
      else lines.info(message, withRequest(particulars));
    },
    info: (message: string, particulars?: Particulars) => lines.info(message, withRequest(particulars)),
    warn: (message: string, particulars?: Particulars) => lines.warn(message, withRequest(particulars)),
    error: (message: string, particulars?: Particulars) => lines.error(message, withRequest(particulars)),
  };
}

export const log = logTo(new Logger({ logFormatter: new LineFormatter() }));

/** An error in one line of a log, or in a message to an operator. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
