import { derivedId } from "../../platform/values/ids.ts";
import { secondsAfter, type Timestamp } from "../../platform/values/time.ts";
import type { Authorization, AuthorizeRequest, Closed, NextAction } from "../payment-provider.ts";
import type { AuthorizationName, Decision, NewAuthorization, SandboxAuthorization } from "./sandbox-items.ts";
import { reasonToDecline, type SandboxMethod, sandboxMethod } from "./sandbox-methods.ts";
import { holdSeconds, lateSeconds } from "./sandbox-settings.ts";

/** The authorization that a first request makes. */
export function newAuthorization(
  request: AuthorizeRequest,
  method: SandboxMethod,
  moment: Timestamp,
): NewAuthorization {
  const { key, orderId, amount, tries } = request;
  const appearsAt = secondsAfter(moment, method.appearsLate ? lateSeconds() : 0);
  const entry = { key, orderId, amount, tries, method: request.method, reference: derivedId("sbx", key), appearsAt };
  const declineReason = reasonToDecline(method, amount) ?? reasonOffSession(method, request);
  if (declineReason !== undefined) return { ...entry, status: "DECLINED", declineReason };
  return method.needsAction ? { ...entry, status: "ACTION_REQUIRED" } : { ...entry, ...heldFrom(appearsAt) };
}

/** An action that nobody is there for cannot be done. */
function reasonOffSession({ needsAction }: SandboxMethod, { offSession }: AuthorizeRequest): string | undefined {
  return needsAction && offSession ? "the customer is not there to act" : undefined;
}

/** It holds the money from this moment until it runs out. */
function heldFrom(moment: Timestamp) {
  return { status: "AUTHORIZED", authorizedAt: moment, expiresAt: secondsAfter(moment, holdSeconds()) } as const;
}

/** How an authorization stands at a moment: the bank lets go of it when it runs out, but keeps what was captured. */
export function authorizationAt(found: SandboxAuthorization, moment: Timestamp): SandboxAuthorization {
  const hasRunOut = found.status === "AUTHORIZED" && found.expiresAt !== undefined && found.expiresAt <= moment;
  return hasRunOut ? { ...found, status: capturedOf(found) > 0 ? "CAPTURED" : "EXPIRED" } : found;
}

/** Minor units captured so far. */
export function capturedOf({ captures }: SandboxAuthorization): number {
  return captures.reduce((sum, { amount }) => sum + amount, 0);
}

/** Another try to confirm: with a new number after the customer's action, the money is held. */
export function confirmAgain(found: SandboxAuthorization, tries: number, moment: Timestamp): Decision<Authorization> {
  const entry = authorizationAt(found, moment);
  if (tries <= entry.tries) return { answer: authorizationAnswer(entry) };
  if (entry.status === "ACTION_REQUIRED") return { answer: authorizationAnswer(entry), changes: { tries } };
  if (entry.status !== "UNCONFIRMED") return { answer: authorizationAnswer(entry) };
  const changes = { tries, ...heldFrom(moment) };
  return { answer: authorizationAnswer({ ...entry, ...changes }), changes };
}

/** What a request to authorize is answered. */
export function authorizationAnswer(entry: SandboxAuthorization): Authorization {
  const { reference, status, expiresAt } = entry;
  switch (status) {
    case "AUTHORIZED":
    case "CAPTURED": {
      const { multicapture } = sandboxMethod(entry.method);
      return {
        outcome: "authorized",
        reference,
        ...(expiresAt !== undefined && { expiresAt }),
        ...(multicapture && { multicapture }),
      };
    }
    // The same number gets the same answer, also once the customer has done it: only a new number asks anew.
    case "ACTION_REQUIRED":
    case "UNCONFIRMED":
      return { outcome: "actionRequired", reference, nextAction: nextActionOf(entry) };
    case "DECLINED":
      return { outcome: "declined", reason: entry.declineReason ?? "declined", reference };
    case "VOIDED":
    case "EXPIRED":
      return { outcome: "declined", reason: `the authorization is ${status}`, reference };
  }
}

/** What the customer has to do: the secret is the action's id. */
export function nextActionOf(entry: AuthorizationName): NextAction {
  return { type: "sandbox_action", clientSecret: actionIdOf(entry) };
}

/** The id of the action that an authorization needs: derived, stored nowhere. */
export function actionIdOf({ orderId, key }: AuthorizationName): string {
  return `${orderId}.${derivedId("act", key)}`;
}

/** Lets go of what is held; an authorization that the bank has not seen leaves no mark. */
export function close(found: SandboxAuthorization | undefined, moment: Timestamp): Decision<Closed> {
  if (!found) return { answer: { isKnown: false, wasHeld: false } };
  const { status } = authorizationAt(found, moment);
  const answer = { isKnown: true, wasHeld: found.authorizedAt !== undefined };
  switch (status) {
    case "AUTHORIZED":
      return { answer, changes: { status: capturedOf(found) > 0 ? "CAPTURED" : "VOIDED" } };
    case "ACTION_REQUIRED":
    case "UNCONFIRMED":
      return { answer, changes: { status: "VOIDED" } };
    default:
      return { answer };
  }
}
