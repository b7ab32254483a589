import { numberSetting } from "../platform/runtime/settings.ts";
import type { Money } from "../platform/values/money.ts";
import { problem } from "../platform/values/problems.ts";

export const unknownPaymentMethod = problem(
  422,
  "unknown_payment_method",
  "The payment provider does not know the payment method.",
);

/** One authorization as the provider knows it. */
export interface ProviderPayment {
  /** The provider's own id of the authorization. */
  readonly reference: string;
  /** The idempotency key under which it was asked for. */
  readonly key: string;
  readonly status: "AUTHORIZED" | "DECLINED" | "CAPTURED" | "VOIDED" | "EXPIRED";
  readonly declineReason?: string;
}

export interface AuthorizeRequest {
  /** `orderId/effect/id`: stored in the order before the call, and the same at every attempt. */
  readonly key: string;
  readonly orderId: string;
  readonly amount: Money;
  /** The payment method, as the provider calls it. */
  readonly method: string;
}

export interface HeldPayment {
  readonly key: string;
  readonly orderId: string;
  readonly reference: string;
}

export interface CaptureRequest extends HeldPayment {
  readonly amount: Money;
}

export type Authorization =
  | { readonly outcome: "authorized"; readonly reference: string }
  | { readonly outcome: "declined"; readonly reason: string };

/** `refused`: permanent, and only where no money is held any more, for example after the authorization expired. */
export type Settlement = { readonly outcome: "done" } | { readonly outcome: "refused"; readonly reason: string };

/**
 * Authorizes, captures and voids payments. Every method is idempotent by the request's key, obeys the signal, and throws
 * `ProviderUnavailableError` where the outcome is unknown.
 */
export interface PaymentProvider {
  readonly name: string;
  /**
   * Seconds after which a call that was sent has either taken effect or never will, as the provider promises.
   * An authorization that cannot be found after that does not exist.
   */
  readonly settlesWithin: number;
  /** Why a payment method is invalid for this provider; undefined where it may be valid. Makes no call. */
  rejectMethod(method: string): string | undefined;
  authorize(request: AuthorizeRequest, signal: AbortSignal): Promise<Authorization>;
  capture(request: CaptureRequest, signal: AbortSignal): Promise<Settlement>;
  void(request: HeldPayment, signal: AbortSignal): Promise<Settlement>;
  /** All authorizations that were made for an order. */
  find(orderId: string, signal: AbortSignal): Promise<readonly ProviderPayment[]>;
}

/** No definite answer: a timeout, a provider's 5xx, a lost connection. */
export class ProviderUnavailableError extends Error {
  override readonly name = "ProviderUnavailableError";
}

/** How long one call to a provider may take at most, in milliseconds. */
export function providerTimeout(): number {
  return numberSetting("PROVIDER_TIMEOUT_MS", 4_000);
}
