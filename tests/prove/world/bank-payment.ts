import { clock } from "../../../functions/platform/runtime/clock.ts";
import type { ProviderPayment } from "../../../functions/providers/payment-provider.ts";
import { authorizationAt, capturedOf } from "../../../functions/providers/sandbox/sandbox-authorization.ts";
import type { SandboxAuthorization } from "../../../functions/providers/sandbox/sandbox-items.ts";

/** One payment in the books of a world's bank: the sandbox's ledger, or those of the fake of Stripe. */
export interface BankPayment {
  readonly orderId: string;
  /** The key of the attempt that made it: `orderId/attempt`. */
  readonly key: string;
  readonly reference: string;
  readonly status: ProviderPayment["status"];
  /** Minor units, as all amounts here. */
  readonly amount: number;
  readonly captured: number;
  readonly refunds: readonly BankRefund[];
}

/** One that was made elsewhere carries no key. */
export interface BankRefund {
  readonly key?: string;
  readonly amount: number;
  /** The customer's bank sent it back. */
  readonly failed?: boolean;
}

/** As it stands now: the sandbox's ledger keeps no clock. */
export function sandboxPayment(found: SandboxAuthorization): BankPayment {
  const { orderId, key, reference, amount, refunds } = found;
  const { status } = authorizationAt(found, new Date(clock.now()).toISOString());
  return { orderId, key, reference, status, amount: amount.amount, captured: capturedOf(found), refunds };
}
