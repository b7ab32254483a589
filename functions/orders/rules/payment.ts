import * as z from "zod/mini";
import { Money } from "../../platform/values/money.ts";
import { problem } from "../../platform/values/problems.ts";
import { StateMachine } from "../../platform/values/state-machine.ts";
import { stored } from "../../platform/values/stored.ts";
import { Timestamp } from "../../platform/values/time.ts";

export const PAYMENT_STATUSES = [
  "PENDING",
  "AUTHORIZED",
  "DECLINED",
  "UNKNOWN",
  "VOIDED",
  "NONE",
  "CAPTURED",
  "EXPIRED",
  "PARTIALLY_REFUNDED",
  "REFUNDED",
] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

/** UNKNOWN: no answer before the time limit; a late authorization may exist until VOID has looked for it. */
export const paymentStates = new StateMachine<PaymentStatus>("payment", {
  PENDING: ["AUTHORIZED", "DECLINED", "UNKNOWN"],
  UNKNOWN: ["VOIDED", "NONE"],
  AUTHORIZED: ["CAPTURED", "VOIDED", "EXPIRED"],
  CAPTURED: ["PARTIALLY_REFUNDED", "REFUNDED"],
  PARTIALLY_REFUNDED: ["REFUNDED"],
  DECLINED: [],
  VOIDED: [],
  NONE: [],
  EXPIRED: [],
  REFUNDED: [],
});

/** A call to the provider that failed. */
export const ProviderError = z
  .strictObject({ at: Timestamp, effect: z.string(), reason: z.string() })
  .check(z.meta({ id: "ProviderError", description: "A call to the payment provider that failed, and why" }));
export type ProviderError = z.output<typeof ProviderError>;

/** Only the newest errors are kept, so that the item stays small. */
const MAX_PROVIDER_ERRORS = 10;

export const Payment = z.looseObject({
  status: z.enum(PAYMENT_STATUSES),
  provider: z.string(),
  /** The payment method, as the provider calls it. */
  method: z.string(),
  amount: stored(Money),
  /** No authorization is requested after this. */
  authorizeBy: Timestamp,
  /** Minor units. */
  captured: z.int(),
  refunded: z.int(),
  /** The authorization's id at the provider. */
  reference: z.exactOptional(z.string()),
  declineReason: z.exactOptional(z.string()),
  providerErrors: z.exactOptional(z.array(stored(ProviderError))),
});
export type Payment = z.output<typeof Payment>;

export const captureRefused = problem(409, "capture_refused", "The payment provider refused to capture the payment.");

/** The payment in its next status. @throws 409 `invalid_state_transition`. */
export function transitionPayment(payment: Payment, status: PaymentStatus, changes: Partial<Payment> = {}): Payment {
  return { ...payment, ...changes, status: paymentStates.transition(payment.status, status) };
}

/** The payment with these errors added. */
export function withProviderErrors(payment: Payment, providerErrors: readonly ProviderError[]): Payment {
  if (providerErrors.length === 0) return payment;
  return {
    ...payment,
    providerErrors: [...(payment.providerErrors ?? []), ...providerErrors].slice(-MAX_PROVIDER_ERRORS),
  };
}
