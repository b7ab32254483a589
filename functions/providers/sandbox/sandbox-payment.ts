import type { Timestamp } from "../../platform/values/time.ts";
import type { ProviderPayment } from "../payment-provider.ts";
import { authorizationAt, capturedOf, nextActionOf } from "./sandbox-authorization.ts";
import type { SandboxAuthorization } from "./sandbox-items.ts";
import { sandboxMethod } from "./sandbox-methods.ts";
import { isDisputed, refundsAt } from "./sandbox-refunds.ts";

/** What the sandbox tells of an authorization. */
export function providerPayment(found: SandboxAuthorization, moment: Timestamp): ProviderPayment {
  const entry = authorizationAt(found, moment);
  const { reference, status, declineReason, expiresAt } = entry;
  const { multicapture } = sandboxMethod(entry.method);
  return {
    reference,
    status,
    captured: capturedOf(entry),
    refunds: refundsAt(entry, moment),
    ...(declineReason !== undefined && { declineReason }),
    ...(expiresAt !== undefined && { expiresAt }),
    ...(multicapture && { multicapture }),
    ...(isDisputed(entry) && { disputed: true }),
    ...(status === "ACTION_REQUIRED" && { nextAction: nextActionOf(entry) }),
  };
}
