import { AsyncLocalStorage } from "node:async_hooks";
import type { Context } from "aws-lambda";
import type { Timestamp } from "../values/time.ts";
import { clock } from "./clock.ts";

/** What a running request, message or sweep carries through every layer: who asked, for what reason, until when. */
export interface RequestContext {
  /** Follows one request through logs, stored items and events. */
  readonly correlationId: string;
  /** Who is responsible for a change: `customer:alice`, `staff:bob`, `system:sweeper`. */
  readonly actor: string;
  /** What set it off: an operationId, an event's type, `sweep`. */
  readonly cause: string;
  /** When it has to be over by the machine's time, in milliseconds since the epoch; no retry goes past it. */
  readonly deadline: number;
  /** The clock, in milliseconds since the epoch: a parameter, because the clocks of two processes differ. */
  readonly clock: () => number;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** Runs one piece of work; whatever it calls finds it with `currentContext()`. */
export function runInContext<Result>(work: RequestContext, run: () => Promise<Result>): Promise<Result> {
  return storage.run(work, run);
}

/** The work under way, if there is any. */
export function findContext(): RequestContext | undefined {
  return storage.getStore();
}

/** The work under way. @throws outside of `runInContext`, where nobody is responsible. */
export function currentContext(): RequestContext {
  const work = findContext();
  if (!work) throw new Error("Nothing is under way: an entry point has to call runInContext first.");
  return work;
}

/** The present moment by the clock of the work under way. */
export function now(): Timestamp {
  return new Date(currentContext().clock()).toISOString();
}

/** Milliseconds that are left to the work under way. */
export function timeLeft(): number {
  return currentContext().deadline - clock.now();
}

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
