import { derivedId } from "../../platform/values/ids.ts";
import type { Timestamp } from "../../platform/values/time.ts";
import type { ProviderDispute } from "../payment-provider.ts";
import { capturedOf } from "./sandbox-authorization.ts";
import type { SandboxAuthorization } from "./sandbox-items.ts";
import { sandboxMethod } from "./sandbox-methods.ts";
import { isLate } from "./sandbox-settings.ts";

/** The disputes as they stand at a moment: the customer's bank asks for all that was captured, and decides late. */
export function disputesAt(found: SandboxAuthorization, moment: Timestamp): readonly ProviderDispute[] {
  const { dispute } = sandboxMethod(found.method);
  const last = found.captures.at(-1);
  if (!dispute || !last) return [];
  const reference = derivedId("sbx", found.reference, "dispute");
  return [{ reference, amount: capturedOf(found), status: isLate(last.at, moment) ? ENDS[dispute] : "OPEN" }];
}

const ENDS = { "stays open": "OPEN", won: "WON", lost: "LOST" } as const;

/** Whether the customer's bank disputes what was captured. */
export function isDisputed(found: SandboxAuthorization, moment: Timestamp): boolean {
  return disputesAt(found, moment).some(({ status }) => status === "OPEN");
}
