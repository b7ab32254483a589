import { notFound, problemError } from "../../platform/values/problems.ts";
import { invalidStateTransition } from "../../platform/values/state-machine.ts";
import { actionIdOf } from "./sandbox-authorization.ts";
import type { Decision, SandboxAuthorization } from "./sandbox-items.ts";
import { authorizationsOf, changeAuthorization } from "./sandbox-ledger.ts";
import { sandboxMethod } from "./sandbox-methods.ts";

/** What comes of the customer's action, as on the page of a real bank. */
export type ActionResult = "completed" | "failed";

/** An action that is over. */
export interface CompletedAction {
  readonly actionId: string;
  readonly result: ActionResult;
}

/** Completes the customer's action, or lets it fail; the same again is the same. @throws 404, 409. */
export async function completeAction(actionId: string, result: ActionResult): Promise<CompletedAction> {
  const orderId = actionId.slice(0, Math.max(actionId.lastIndexOf("."), 0));
  const needing = (await authorizationsOf(orderId)).filter(({ method }) => sandboxMethod(method).needsAction);
  const named = needing.find((one) => actionIdOf(one) === actionId);
  if (!named) throw problemError(notFound, `The sandbox knows no action ${actionId}.`);
  await changeAuthorization(named, (found = named) => complete(found, result));
  return { actionId, result };
}

function complete(found: SandboxAuthorization, result: ActionResult): Decision<void> {
  const { status, authorizedAt } = found;
  if (status === "ACTION_REQUIRED") return { answer: undefined, changes: CHANGES[result] };
  const isCompleted = status === "UNCONFIRMED" || authorizedAt !== undefined;
  if (result === "completed" ? isCompleted : status === "DECLINED") return { answer: undefined };
  throw problemError(invalidStateTransition, `The payment is ${status}: its action cannot be ${result} any more.`);
}

const CHANGES = {
  completed: { status: "UNCONFIRMED" },
  failed: { status: "DECLINED", declineReason: "the customer's action failed" },
} as const;
