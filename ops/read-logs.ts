import {
  type CloudWatchLogsClient,
  FilterLogEventsCommand,
  type FilterLogEventsCommandOutput,
  ResourceNotFoundException,
} from "@aws-sdk/client-cloudwatch-logs";
import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import pLimit from "p-limit";
import { functionOutput } from "../infra/output-names.ts";
import { type LogLine, parseLogLine } from "./log-line.ts";
import { inOrder } from "./select-lines.ts";
import { outputOf, type TargetStack } from "./target-stack.ts";

/** A log group, and the function that writes to it. */
export interface FunctionLog {
  readonly functionName: string;
  readonly logGroup: string;
}

/** Which events are read. */
export interface LogQuery {
  /** Milliseconds since the epoch. */
  readonly from: number;
  /** A text that an event must have in it. */
  readonly term?: string | undefined;
}

export interface FoundLines {
  /** The oldest first. */
  readonly lines: readonly LogLine[];
  /** Functions with more events than `MAX_EVENTS`, of which only the first were read. */
  readonly cut: readonly string[];
}

/** Of one function in one query: more than a person reads. */
export const MAX_EVENTS = 20_000;
/** FilterLogEvents has a quota of 5 or 10 calls a second, depending on the region. */
const MAX_CONCURRENT = 3;

/** The log groups of these functions. */
export async function logsOf(stack: TargetStack, functionNames: readonly string[]): Promise<FunctionLog[]> {
  const logs = await Promise.all(
    functionNames.map(async (functionName) => {
      const FunctionName = outputOf(stack, functionOutput(functionName));
      const { LoggingConfig } = await stack.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      const byDefault = `/aws/lambda/${FunctionName}`;
      // LocalStack writes to the default group, whatever the configuration says.
      const groups = new Set([LoggingConfig?.LogGroup ?? byDefault, ...(stack.isEmulated ? [byDefault] : [])]);
      return [...groups].map((logGroup) => ({ functionName, logGroup }));
    }),
  );
  return logs.flat();
}

/** The lines in several logs. */
export async function readLogs(
  client: CloudWatchLogsClient,
  logs: readonly FunctionLog[],
  query: LogQuery,
): Promise<FoundLines> {
  const limit = pLimit(MAX_CONCURRENT);
  const read = await Promise.all(logs.map((log) => limit(() => readLog(client, log, query))));
  return { lines: inOrder(read.flatMap(({ lines }) => lines)), cut: read.flatMap(({ cut }) => cut) };
}

async function readLog(
  client: CloudWatchLogsClient,
  { functionName, logGroup }: FunctionLog,
  { from, term }: LogQuery,
): Promise<FoundLines> {
  const lines: LogLine[] = [];
  let read = 0;
  let nextToken: string | undefined;
  do {
    const page: FilterLogEventsCommandOutput | undefined = await client
      .send(
        new FilterLogEventsCommand({
          logGroupName: logGroup,
          startTime: from,
          ...(term !== undefined && { filterPattern: JSON.stringify(term) }),
          ...(nextToken !== undefined && { nextToken }),
        }),
      )
      .catch(undefinedIfAbsent);
    for (const { eventId, logStreamName, timestamp = from, message = "" } of page?.events ?? []) {
      read++;
      // Not every engine knows filter patterns.
      if (term !== undefined && !message.includes(term)) continue;
      const id = `${logGroup} ${logStreamName} ${eventId ?? `${timestamp} ${message}`}`;
      const line = parseLogLine({ id, functionName, timestamp, message });
      if (line) lines.push(line);
    }
    nextToken = page?.nextToken;
  } while (nextToken !== undefined && read < MAX_EVENTS);
  return { lines, cut: nextToken === undefined ? [] : [functionName] };
}

/** On an engine, a log group may not exist before its first line. */
function undefinedIfAbsent(error: unknown): undefined {
  if (!(error instanceof ResourceNotFoundException)) throw error;
}
