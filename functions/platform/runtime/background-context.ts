import type { Context } from "aws-lambda";
import { clock } from "./clock.ts";
import type { RequestContext } from "./request-context.ts";

/** Kept back from a function's time for logging and answering, in milliseconds. */
const MARGIN_MS = 2_000;

/** The work of a function that no person waits for: it may use nearly all of the function's time. */
export function backgroundContext(
  name: string,
  context: Context,
  correlationId = context.awsRequestId,
): RequestContext {
  const deadline = clock.now() + context.getRemainingTimeInMillis() - MARGIN_MS;
  return { correlationId, actor: `system:${name}`, cause: name, deadline, clock: clock.now };
}
