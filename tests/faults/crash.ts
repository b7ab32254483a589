import type { APIGatewayProxyEvent, Context } from "aws-lambda";
import { tableClient } from "../../functions/platform/table/table-client.ts";

type Handler = (event: APIGatewayProxyEvent, context: Context) => unknown;

/** `crash-before:3` or `crash-after:3`: the process exits before or after the request's third call to the table. */
const FAULT_HEADER = "x-waybill-fault";

interface Crash {
  readonly when: string;
  readonly call: number;
}

let crash: Crash | undefined;
let calls = 0;

// Exits the process: no error handler and no finally block runs.
tableClient.middlewareStack.add(
  (next) => async (args) => {
    calls++;
    if (crash?.when === "crash-before" && crash.call === calls) process.exit(1);
    const output = await next(args);
    if (crash?.when === "crash-after" && crash.call === calls) process.exit(1);
    return output;
  },
  { step: "finalizeRequest", name: "waybillCrash" },
);

/** The handler with crashes on request; bundled only for tests. */
export function withCrash(handler: Handler): Handler {
  return (event, context) => {
    calls = 0;
    crash = crashIn(event);
    return handler(event, context);
  };
}

function crashIn({ headers }: APIGatewayProxyEvent): Crash | undefined {
  const [, value] = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === FAULT_HEADER) ?? [];
  const [when, call] = (value ?? "").split(":");
  return when ? { when, call: Number(call) } : undefined;
}
