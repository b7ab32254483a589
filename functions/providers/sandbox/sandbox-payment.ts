import type { Timestamp } from "../../platform/values/time.ts";
import type { ProviderPayment } from "../payment-provider.ts";
import { authorizationAt, capturedOf, nextActionOf } from "./sandbox-authorization.ts";
import { disputesAt } from "./sandbox-disputes.ts";
import type { SandboxAuthorization } from "./sandbox-items.ts";
import { sandboxMethod } from "./sandbox-methods.ts";
import { refundsAt } from "./sandbox-refunds.ts";

/** What the sandbox tells of an authorization. */
export function providerPayment(found: SandboxAuthorization, moment: Timestamp): ProviderPayment {
  const entry = authorizationAt(found, moment);
  const { reference, status, declineReason, expiresAt } = entry;
  const { multicapture } = sandboxMethod(entry.method);
  const disputes = disputesAt(entry, moment);
  return {
    reference,
    status,
    captured: capturedOf(entry),
    refunds: refundsAt(entry, moment),
    ...(declineReason !== undefined && { declineReason }),
    ...(expiresAt !== undefined && { expiresAt }),
    ...(multicapture && { multicapture }),
    ...(disputes.length > 0 && { disputes }),
    ...(status === "ACTION_REQUIRED" && { nextAction: nextActionOf(entry) }),
  };
}
