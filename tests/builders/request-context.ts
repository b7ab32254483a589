import { type RequestContext, runInContext } from "../../functions/platform/runtime/request-context.ts";

/** A request of the customer alice with fifteen seconds to go. */
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

/** Runs something at a moment that stands still. */
export function runAt<Result>(moment: string, run: () => Promise<Result>): Promise<Result> {
  return runInContext(aContext({ clock: () => Date.parse(moment) }), run);
}
