import { Logger } from "@aws-lambda-powertools/logger";

/** Structured log lines as JSON. Ids, codes and durations only: no personal data. */
export const log = new Logger();
