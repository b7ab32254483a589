import type { Caller } from "../platform/values/caller.ts";
import { loadProvider } from "../providers/load-provider.ts";
import { retrieveAttempt } from "./effects/retrieve-attempt.ts";
import { refreshOrder } from "./refresh-order.ts";
import { type Resumed, resumeAsFarAsPossible } from "./resume-order.ts";
import { attemptsWithOpenAction } from "./rules/due.ts";
import type { Order } from "./rules/order.ts";

/**
 * Resumes an order whose payment somebody asks for, also again: tells what the customer has to do, as long as that is
 * open, and goes on once they have done it.
 */
export async function resumePayment(order: Order, caller: Caller): Promise<Resumed> {
  const resumed = await resumeAsFarAsPossible(order);
  const [attempt] = attemptsWithOpenAction(resumed.order);
  if (!attempt || resumed.nextAction) return resumed;
  const provider = await loadProvider(order.payment.provider);
  const seen = await retrieveAttempt(resumed.order, attempt, provider);
  if (!seen) return resumed;
  if (seen.status !== "ACTION_REQUIRED") return refreshOrder(order.id, caller);
  return { ...resumed, ...(seen.nextAction && { nextAction: seen.nextAction }) };
}
