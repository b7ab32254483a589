import { type RequestContext, runInContext } from "../../functions/platform/runtime/request-context.ts";

/** The context of a request of alice with fifteen seconds left. */
export function aContext(changes: Partial<RequestContext> = {}): RequestContext {
  return {
    correlationId: "request-1",
    actor: "customer:alice",
    cause: "placeOrder",
    deadline: Date.now() + 15_000,
    clock: Date.now,
    ...changes,
  };
}

/** Runs something with the clock stopped at this moment. */
export function runAt<Result>(moment: string, run: () => Promise<Result>): Promise<Result> {
  return runInContext(aContext({ clock: () => Date.parse(moment) }), run);
}
