import { numberSetting } from "../platform/runtime/settings.ts";
import type { Money } from "../platform/values/money.ts";
import { problem } from "../platform/values/problems.ts";
import type { Timestamp } from "../platform/values/time.ts";

export const unknownPaymentMethod = problem(
  422,
  "unknown_payment_method",
  "The payment provider does not know the payment method.",
);

export const webhookRefused = problem(
  400,
  "webhook_refused",
  "The event has no signature of the payment provider from this moment.",
);

/** One attempt to pay an order: its fields are stored before the first call and the same in every call about it. */
export interface PaymentAttempt {
  readonly orderId: string;
  /** `orderId/attempt`: the idempotency key of what the attempt creates at the provider. */
  readonly key: string;
  readonly amount: Money;
  /** The payment method, as the provider calls it. */
  readonly method: string;
  /** When the attempt was made; a provider that forgets keys searches from here. */
  readonly createdAt: Timestamp;
  /** The provider's own id of it, once known. */
  readonly reference?: string;
  /** The provider's own id of the customer who saved the payment method there; absent of one that is used once. */
  readonly customer?: string;
  /** The customer is not there to do anything, such as 3-D Secure: what needs that is declined. Only with `customer`. */
  readonly offSession?: boolean;
}

/** What an attempt is paid with. */
export type PaidWith = Pick<PaymentAttempt, "method" | "customer" | "offSession">;

export interface AuthorizeRequest extends PaymentAttempt {
  /** Counts the tries to confirm it, from 0; stored before the call. A new number asks anew, the same one never twice. */
  readonly tries: number;
}

/** What the customer has to do before the payment can be authorized. Never stored: a secret may be in it. */
export interface NextAction {
  readonly type: string;
  readonly clientSecret: string;
}

export type Authorization =
  | {
      readonly outcome: "authorized";
      readonly reference: string;
      /** When the provider lets go of the money by itself. */
      readonly expiresAt?: Timestamp;
      /** Whether it may be captured in several parts. */
      readonly multicapture?: boolean;
    }
  | { readonly outcome: "actionRequired"; readonly reference: string; readonly nextAction: NextAction }
  | { readonly outcome: "declined"; readonly reason: string; readonly reference?: string };

export interface CaptureRequest extends PaymentAttempt {
  readonly reference: string;
  /** The idempotency key of this capture: `orderId/instruction`. */
  readonly captureKey: string;
  /** Minor units to be captured now. */
  readonly captureAmount: number;
  /** Minor units captured of this attempt before, as the order knows: a call of which the answer was lost adds `captureAmount`. */
  readonly capturedBefore: number;
  /** Nothing more is captured of this attempt: the rest is let go of. */
  readonly final: boolean;
}

/**
 * `captured`: the attempt ends with it where `closed`. `refused`: permanent, and only where nothing is held any more,
 * for example after the authorization ran out.
 */
export type Capture =
  | { readonly outcome: "captured"; readonly closed: boolean }
  | { readonly outcome: "refused"; readonly reason: string };

/** The attempt holds nothing any more, and never will. */
export interface Closed {
  /** Whether the provider had seen the attempt at all. */
  readonly isKnown: boolean;
  /** Whether it held money before: authorized, captured or run out. */
  readonly wasHeld: boolean;
}

export interface RefundRequest extends PaymentAttempt {
  readonly reference: string;
  /** The idempotency key of this refund: `orderId/instruction`. A refund that carries it already is not made again. */
  readonly refundKey: string;
  /** Minor units. */
  readonly refundAmount: number;
  readonly reason?: string;
}

/** `accepted`: the provider gives it back; a bank may still fail it days later, which `retrieve` then shows. */
export type Refund = { readonly outcome: "accepted" } | { readonly outcome: "refused"; readonly reason: string };

/** A refund as the provider knows it. */
export type ProviderRefund = OwnRefund | ExternalRefund;

interface RefundState {
  /** Minor units. */
  readonly amount: number;
  readonly status: "PENDING" | "DONE" | "FAILED";
}

interface OwnRefund extends RefundState {
  /** The `refundKey` that made it. */
  readonly key: string;
}

/** One that was made elsewhere, such as on the provider's own page: it carries none of our keys. */
interface ExternalRefund extends RefundState {
  readonly key?: undefined;
  /** The provider's own id of it. */
  readonly reference: string;
}

/** A dispute of what was captured. OPEN: not decided yet. WON: the shop keeps the money. LOST: the customer has it. */
export interface ProviderDispute {
  /** The provider's own id of it. */
  readonly reference: string;
  /** Minor units that are disputed. */
  readonly amount: number;
  readonly status: "OPEN" | "WON" | "LOST";
}

/** One attempt as the provider knows it. */
export interface ProviderPayment {
  /** The provider's own id of it. */
  readonly reference: string;
  /** UNCONFIRMED: it exists and holds nothing until it is confirmed; also after the customer's action is done. */
  readonly status: "UNCONFIRMED" | "ACTION_REQUIRED" | "AUTHORIZED" | "DECLINED" | "CAPTURED" | "VOIDED" | "EXPIRED";
  readonly declineReason?: string;
  /** Minor units. */
  readonly captured: number;
  readonly refunds: readonly ProviderRefund[];
  readonly expiresAt?: Timestamp;
  readonly multicapture?: boolean;
  /** All that there were, the oldest first; absent where there was none. Refunds are not asked for while one is open. */
  readonly disputes?: readonly ProviderDispute[];
  readonly nextAction?: NextAction;
}

/** A payment in the provider's own books, whoever made it. */
export interface BankPayment extends Omit<ProviderPayment, "nextAction"> {
  /** The attempt's key (`orderId/attempt`), as it is written on it; absent of one that no order of ours made. */
  readonly key?: string;
  readonly amount: Money;
  /** When it was made, or something became of it last, as far as the provider tells. */
  readonly changedAt: Timestamp;
}

/**
 * Authorizes, captures, closes and refunds payments. Every method is idempotent by the request's key, obeys the signal,
 * throws `ProviderUnavailableError` where the outcome is unknown, and `ProviderMisconfiguredError` where the provider
 * refuses us and not the payment.
 */
export interface PaymentProvider {
  readonly name: string;
  /**
   * Seconds after which a call that was sent has either taken effect or never will, as the provider promises.
   * An authorization that cannot be found after that does not exist.
   */
  readonly settlesWithin: number;
  /**
   * Whether closing an attempt that the provider has not seen keeps a late call from creating it. Where not, it is closed
   * only by an answer from after `askUntil` + `settlesWithin`.
   */
  readonly closeLeavesMark: boolean;
  /** Why a payment method is invalid for this provider; undefined where it may be valid. Makes no call. */
  rejectMethod(method: string): string | undefined;
  /**
   * Why no customer of this provider can have this id; undefined where one may. Makes no call. Left out by a provider that
   * keeps no customers' payment methods: a request that names a customer is then refused.
   */
  rejectCustomer?(customer: string): string | undefined;
  /** Asks for the money to be held; with the next `tries`, asks again after the customer's action. */
  authorize(request: AuthorizeRequest, signal: AbortSignal): Promise<Authorization>;
  capture(request: CaptureRequest, signal: AbortSignal): Promise<Capture>;
  /** Lets go of whatever the attempt holds and keeps it from holding more; an attempt that is closed already stays so. */
  close(attempt: PaymentAttempt, signal: AbortSignal): Promise<Closed>;
  refund(request: RefundRequest, signal: AbortSignal): Promise<Refund>;
  /** How the provider knows the attempt; undefined where it has not seen it. */
  retrieve(attempt: PaymentAttempt, signal: AbortSignal): Promise<ProviderPayment | undefined>;
  /**
   * Every payment that was made, refunded or disputed from one moment until before another, as it stands now: for
   * `npm run reconcile`. Absent where the provider cannot list them.
   */
  list?(from: Timestamp, to: Timestamp, signal: AbortSignal): AsyncIterable<BankPayment>;
}

/** No definite answer: a timeout, a provider's 5xx, a lost connection. */
export class ProviderUnavailableError extends Error {
  override readonly name: string = "ProviderUnavailableError";
}

/**
 * The provider refuses us, whatever the payment: a wrong key, a missing permission, a request that it does not know. The
 * call had no effect. A person has to mend it, so it is not tried again at once; the order waits as without an answer.
 */
export class ProviderMisconfiguredError extends ProviderUnavailableError {
  override readonly name = "ProviderMisconfiguredError";
}

/** How long one call to a provider may take at most, in milliseconds. */
export function providerTimeout(): number {
  return numberSetting("PROVIDER_TIMEOUT_MS", 4_000);
}
