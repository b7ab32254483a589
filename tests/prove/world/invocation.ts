import type { Context } from "aws-lambda";
import { type Actor, actAs, type Simulation } from "./simulation.ts";

export type Outcome<Result> =
  | { readonly ended: "answered"; readonly result: Result }
  | { readonly ended: "failed"; readonly error: unknown }
  | { readonly ended: "killed" };

/** A running function, which can be killed at any call. */
export interface Invocation extends Actor {
  kill(): void;
}

export interface InvocationOptions {
  readonly name: string;
  readonly timeoutMs: number;
  /** The error of the function's clock, in milliseconds. */
  readonly skew: number;
}

/** Runs a function until it returns, fails, is killed, or reaches its timeout. */
export function invoke<Result>(
  simulation: Simulation,
  { name, timeoutMs, skew }: InvocationOptions,
  run: (context: Context) => Promise<Result>,
): Promise<Outcome<Result>> {
  return new Promise((resolve) => {
    const end = (outcome: Outcome<Result>) => {
      invocation.alive = false;
      answered.abort();
      resolve(outcome);
    };
    const answered = new AbortController();
    const invocation: Invocation = { name, skew, alive: true, kill: () => end({ ended: "killed" }) };
    const startedAt = simulation.now;
    const context = contextOf(name, () => startedAt + timeoutMs - simulation.now);
    simulation.sleep(timeoutMs, answered.signal).then(invocation.kill);
    actAs(invocation, () => run(context)).then(
      (result) => end({ ended: "answered", result }),
      (error: unknown) => end({ ended: "failed", error }),
    );
  });
}

export function isInvocation(actor: Actor): actor is Invocation {
  return "kill" in actor;
}

let requests = 0;

function contextOf(functionName: string, getRemainingTimeInMillis: () => number): Context {
  // As long as Lambda's own: it is stored in items, whose size is part of their price.
  const awsRequestId = `00000000-0000-4000-8000-${String(++requests).padStart(12, "0")}`;
  return {
    functionName,
    awsRequestId,
    getRemainingTimeInMillis,
    callbackWaitsForEmptyEventLoop: false,
    functionVersion: "$LATEST",
    invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
    memoryLimitInMB: "512",
    logGroupName: functionName,
    logStreamName: functionName,
    done: () => {},
    fail: () => {},
    succeed: () => {},
  };
}
