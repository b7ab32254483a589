import type { Timestamp } from "../../platform/values/time.ts";
import type { Capture, CaptureRequest } from "../payment-provider.ts";
import { authorizationAt, capturedOf } from "./sandbox-authorization.ts";
import type { Decision, SandboxAuthorization } from "./sandbox-items.ts";
import { sandboxMethod } from "./sandbox-methods.ts";

/** Captures a part or all of an authorization, once for each key. @throws where the request contradicts the ledger. */
export function capture(
  found: SandboxAuthorization,
  { captureKey, captureAmount, capturedBefore, final }: CaptureRequest,
  moment: Timestamp,
): Decision<Capture> {
  const entry = authorizationAt(found, moment);
  if (entry.captures.some(({ key }) => key === captureKey)) return { answer: captured(entry.status) };
  if (entry.status !== "AUTHORIZED") return { answer: refused(entry.status) };
  const { expires, multicapture } = sandboxMethod(entry.method);
  if (expires) return { answer: refused("EXPIRED"), changes: { status: "EXPIRED" } };
  requirePossible(entry, captureAmount, capturedBefore);
  const isLast = final || !multicapture || capturedBefore + captureAmount === entry.amount.amount;
  const status = isLast ? "CAPTURED" : "AUTHORIZED";
  const captures = [...entry.captures, { key: captureKey, amount: captureAmount, at: moment }];
  return { answer: captured(status), changes: { status, captures } };
}

function captured(status: SandboxAuthorization["status"]): Capture {
  return { outcome: "captured", closed: status !== "AUTHORIZED" };
}

function refused(status: SandboxAuthorization["status"]): Capture {
  const reason = status === "EXPIRED" ? "the authorization has expired" : `the authorization is ${status}`;
  return { outcome: "refused", reason };
}

/** @throws where more than the rest is asked for, or the caller's book is not the bank's: no answer of a bank. */
function requirePossible(entry: SandboxAuthorization, captureAmount: number, capturedBefore: number): void {
  const before = capturedOf(entry);
  const rest = entry.amount.amount - before;
  if (capturedBefore !== before) {
    throw new Error(`The sandbox captured ${before} of ${entry.key}, and the caller knows of ${capturedBefore}.`);
  }
  if (!Number.isSafeInteger(captureAmount) || captureAmount < 1 || captureAmount > rest) {
    throw new Error(`The sandbox cannot capture ${captureAmount} of ${entry.key}: ${rest} is left.`);
  }
}
