/**
 * One Lambda execution environment: loads the function, then handles one event after the other, as AWS's runtime for
 * Node does. Events come on standard input, reports go to a descriptor of their own, logs to standard output and
 * standard error.
 */
import { createInterface } from "node:readline";
import { setImmediate } from "node:timers/promises";
import { formatConsole } from "./console-lines.ts";
import { describeForLogs, errorResponse, RuntimeError } from "./error-response.ts";
import { type Handler, loadHandler } from "./load-handler.ts";
import { type Invocation, memoryMb, report } from "./protocol.ts";

let requestId: string | undefined;
/** A process may fail in several ways at once; only the first is reported. */
let isEnding = false;

formatConsole(() => requestId);
process.on("uncaughtException", (error) => void end("Uncaught Exception", error, 129));
process.on("unhandledRejection", (reason) => {
  const message = reason instanceof Error ? `${reason.name}: ${reason.message}` : String(reason);
  const error = new RuntimeError("UnhandledPromiseRejection", message);
  if (reason instanceof Error && reason.stack !== undefined) error.stack = reason.stack;
  void end("Unhandled Promise Rejection", error, 128);
});
process.on("beforeExit", () => {
  const why = "Nothing is left to run, and the function waits: most likely for a Promise that is never settled.";
  void end("Unexpected exit", new RuntimeError("NodeJsExit", why), 13);
});

const events = createInterface({ input: process.stdin });
// Whoever feeds this process is gone.
events.once("close", () => process.exit(0));
// Standard input keeps the process alive between events, not while the function runs: see "beforeExit".
process.stdin.unref();

const handler = await loadHandler(process.env.LAMBDA_TASK_ROOT ?? ".", process.env._HANDLER ?? "").catch(
  (error: unknown) => end("Uncaught Exception", error, 1),
);
if (handler !== undefined) {
  events.on("line", (line) => void handle(handler, JSON.parse(line)));
  process.stdin.ref();
  await report({ kind: "ready", memoryMb: memoryMb() });
}

async function handle(handler: Handler, invocation: Invocation): Promise<void> {
  requestId = invocation.requestId;
  process.env._X_AMZN_TRACE_ID = invocation.traceId;
  process.stdin.unref();
  try {
    const result = await handler(JSON.parse(invocation.event), contextOf(invocation));
    // What the function left rejected counts as its failure, if it was rejected by now.
    await setImmediate();
    process.stdin.ref();
    if (isEnding) return;
    // JSON has no undefined: a function that returns nothing answers null.
    await report({ kind: "result", payload: JSON.stringify(result ?? null), memoryMb: memoryMb() });
  } catch (error) {
    process.stdin.ref();
    if (isEnding) return;
    console.error("Invoke Error", describeForLogs(error));
    await report({ kind: "error", error: errorResponse(error), isFatal: false, memoryMb: memoryMb() });
  } finally {
    requestId = undefined;
  }
}

async function end(what: string, error: unknown, exitCode: number): Promise<undefined> {
  if (isEnding) return;
  isEnding = true;
  console.error(what, describeForLogs(error));
  await report({ kind: "error", error: errorResponse(error), isFatal: true, memoryMb: memoryMb() });
  process.exit(exitCode);
}

function contextOf(invocation: Invocation) {
  const { env } = process;
  return {
    awsRequestId: invocation.requestId,
    invokedFunctionArn: invocation.functionArn,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => invocation.deadline - Date.now(),
  };
}
