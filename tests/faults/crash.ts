import type { APIGatewayProxyEvent, Context } from "aws-lambda";
import { tableClient } from "../../functions/platform/table/table-client.ts";

type Handler = (event: APIGatewayProxyEvent, context: Context) => unknown;

/** The header that asks for a fault: `crash-before:3` or `crash-after:3`, counting the request's calls to the table. */
const FAULT_HEADER = "x-waybill-fault";

interface Fault {
  readonly when: string;
  readonly call: number;
}

let fault: Fault | undefined;
let calls = 0;

// A killed function takes its process with it: no handler, no finally block, no answer.
tableClient.middlewareStack.add(
  (next) => async (args) => {
    calls++;
    if (fault?.when === "crash-before" && fault.call === calls) process.exit(1);
    const output = await next(args);
    if (fault?.when === "crash-after" && fault.call === calls) process.exit(1);
    return output;
  },
  { step: "finalizeRequest", name: "waybillCrash" },
);

/** The handler, dying where a request's header says so. It is bundled only for tests. */
export function crashing(handler: Handler): Handler {
  return (event, context) => {
    calls = 0;
    fault = faultIn(event);
    return handler(event, context);
  };
}

function faultIn({ headers }: APIGatewayProxyEvent): Fault | undefined {
  const [, value] = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === FAULT_HEADER) ?? [];
  const [when, call] = (value ?? "").split(":");
  return when ? { when, call: Number(call) } : undefined;
}
