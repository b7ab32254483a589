/**
 * What cannot be measured on one machine, stated instead: how long a function that is warm runs on AWS, and what Lambda
 * itself writes to its log. Cold starts are left out.
 */

/** Milliseconds that a function waits for one call. Calls of one invocation are counted one after the other. */
export const callMilliseconds = {
  GetItem: 4,
  BatchGetItem: 6,
  Query: 5,
  PutItem: 6,
  UpdateItem: 6,
  TransactWriteItems: 14,
  PutEvents: 15,
  SendMessage: 8,
} as const;

export type CountedOperation = keyof typeof callMilliseconds;

/** Milliseconds of a whole processor for an invocation, and for each call: as docs/memory.md measures warm functions. */
export const processorMilliseconds = { invocation: 0.5, call: 1.7 } as const;

/** Milliseconds that a function waits for one call to a payment provider. Priced apart from everything else. */
export const PROVIDER_MILLISECONDS = 400;

/** CloudWatch Logs counts so many bytes for each line beside its text. */
export const LOG_LINE_BYTES = 26;

const id = "00000000-0000-4000-8000-000000000000";

/** What Lambda writes for each invocation in the text format, and in JSON while its system log level is INFO. */
export const LAMBDA_TEXT_LINES = [
  `START RequestId: ${id} Version: $LATEST\n`,
  `END RequestId: ${id}\n`,
  `REPORT RequestId: ${id}\tDuration: 28.41 ms\tBilled Duration: 29 ms\tMemory Size: 1024 MB\tMax Memory Used: 112 MB\t\n`,
];
