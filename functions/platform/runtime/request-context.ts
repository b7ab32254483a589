import { AsyncLocalStorage } from "node:async_hooks";
import type { Context } from "aws-lambda";
import type { Timestamp } from "../values/time.ts";
import { clock } from "./clock.ts";

/** What every layer knows of the request, message or sweep that is being handled. */
export interface RequestContext {
  /** Follows one request through logs, stored items and events. */
  readonly correlationId: string;
  /** Who is responsible for a change: `customer:alice`, `staff:bob`, `system:sweeper`. */
  readonly actor: string;
  /** What caused it: an operationId, an event's type, `sweep`. */
  readonly cause: string;
  /** Milliseconds since the epoch; no retry starts after it. */
  readonly deadline: number;
  /** The clock, in milliseconds since the epoch: a parameter, because the clocks of two processes differ. */
  readonly clock: () => number;
  /** What the line that ends the log of the request or message says about its results; absent where there is no such line. */
  readonly results?: Record<string, unknown>;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** Runs a function in a context; everything that it calls gets the context from `currentContext()`. */
export function runInContext<Result>(context: RequestContext, run: () => Promise<Result>): Promise<Result> {
  return storage.run(context, run);
}

/** The context, if there is one. */
export function findContext(): RequestContext | undefined {
  return storage.getStore();
}

/** The context. @throws outside of `runInContext`. */
export function currentContext(): RequestContext {
  const context = findContext();
  if (!context) throw new Error("There is no request context: an entry point has to call runInContext first.");
  return context;
}

/** The present moment, by the context's clock. */
export function now(): Timestamp {
  return new Date(currentContext().clock()).toISOString();
}

/** Milliseconds until the deadline. */
export function timeLeft(): number {
  return currentContext().deadline - clock.now();
}

/** Reserved for logging and answering, in milliseconds. */
const MARGIN_MS = 2_000;

/** The context of a function that no caller waits for: it may use nearly all of the function's time. */
export function backgroundContext(
  name: string,
  context: Context,
  correlationId = context.awsRequestId,
): RequestContext {
  const deadline = clock.now() + context.getRemainingTimeInMillis() - MARGIN_MS;
  return { correlationId, actor: `system:${name}`, cause: name, deadline, clock: clock.now };
}
