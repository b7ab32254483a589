import * as z from "zod/mini";
import { Sku } from "../../inventory/rules/product.ts";
import { problem } from "../../platform/values/problems.ts";
import { StateMachine } from "../../platform/values/state-machine.ts";
import { stored } from "../../platform/values/stored.ts";
import { Timestamp } from "../../platform/values/time.ts";

export const ATTEMPT_STATUSES = [
  "REQUESTED",
  "ACTION_REQUIRED",
  "AUTHORIZED",
  "DECLINED",
  "VOIDED",
  "CLOSED",
  "EXPIRED",
  "CAPTURED",
] as const;
export type AttemptStatus = (typeof ATTEMPT_STATUSES)[number];

/**
 * VOIDED held money before it was closed, CLOSED did not. A declined attempt may still be confirmed by a call that is
 * late, so it is closed, too.
 */
export const attemptStates = new StateMachine<AttemptStatus>(
  "payment attempt",
  {
    REQUESTED: ["ACTION_REQUIRED", "AUTHORIZED", "DECLINED", "VOIDED", "CLOSED"],
    ACTION_REQUIRED: ["REQUESTED", "AUTHORIZED", "DECLINED", "VOIDED", "CLOSED"],
    AUTHORIZED: ["CAPTURED", "VOIDED", "EXPIRED"],
    DECLINED: ["VOIDED", "CLOSED"],
    VOIDED: [],
    CLOSED: [],
    EXPIRED: [],
    CAPTURED: [],
  },
  ["REQUESTED", "CLOSED"],
);

/** A refund that was made at the provider, not by an instruction. */
export const ExternalRefund = z.looseObject({
  /** The provider's id of it. */
  reference: z.string(),
  /** Minor units. */
  amount: z.int(),
  /** When the provider first told of it. */
  seenAt: Timestamp,
  /** The bank could not give it back: the shop still has the money. */
  failed: z.exactOptional(z.boolean()),
});
export type ExternalRefund = z.output<typeof ExternalRefund>;

export const DISPUTE_STATUSES = ["OPEN", "WON", "LOST"] as const;

/** The customer's bank asks for captured money back. A lost one has taken it, a won one has not. */
export const Dispute = z.looseObject({
  /** The provider's id of it. */
  reference: z.string(),
  /** Minor units that are disputed. */
  amount: z.int(),
  status: z.enum(DISPUTE_STATUSES),
  /** When the provider first told of it. */
  seenAt: Timestamp,
});
export type Dispute = z.output<typeof Dispute>;

/** One attempt to pay, with one payment method. */
export const Attempt = z.looseObject({
  /** Counts an order's attempts from 1. */
  id: z.int(),
  /** The payment method, as the provider calls it. */
  method: z.string(),
  /** The provider's own id of the customer who saved the method there; absent of one that is used once. */
  customer: z.exactOptional(z.string()),
  /** The customer is not there to do anything; absent where they are. */
  offSession: z.exactOptional(z.boolean()),
  status: z.enum(ATTEMPT_STATUSES),
  /** Minor units to be authorized. */
  amount: z.int(),
  /** Absent: when the order was placed. */
  createdAt: z.exactOptional(Timestamp),
  /** No authorization is requested after this. */
  askUntil: Timestamp,
  /** Counts the tries to confirm it, so that each has a key of its own. */
  tries: z._default(z.int(), 0),
  /** The provider's id of it. */
  reference: z.exactOptional(z.string()),
  /** When the provider lets go of the money by itself. */
  expiresAt: z.exactOptional(Timestamp),
  /** It may be captured in several parts. */
  multicapture: z.exactOptional(z.boolean()),
  declineReason: z.exactOptional(z.string()),
  /** Minor units of its captures that were given back at the provider, not by an instruction. */
  refundedElsewhere: z._default(z.int(), 0),
  /** What `refundedElsewhere` adds up, and what of it failed. */
  externalRefunds: z._default(z.array(ExternalRefund), []),
  /** Of its captures. */
  disputes: z._default(z.array(Dispute), []),
  /** As earlier code stored an open dispute; the next REFRESH stores it among `disputes`. */
  disputed: z.exactOptional(z.boolean()),
  /** The request that made it: its caller's Idempotency-Key finds it again. Absent of the one that was placed. */
  request: z.exactOptional(z.string()),
  /** Of that request's body. */
  fingerprint: z.exactOptional(z.string()),
});
export type Attempt = z.output<typeof Attempt>;

/** What an attempt is paid with: a payment method and, where it was saved, whose it is. */
export type PaidWith = Readonly<Pick<Attempt, "method" | "customer" | "offSession">>;

export function paidWith(method: string, customer?: string, offSession = false): PaidWith {
  return { method, ...(customer !== undefined && { customer }), ...(offSession && { offSession }) };
}

/**
 * IN_FLIGHT from the first call to the provider until the provider's word is recorded, also while another effect has its
 * place: its outcome is open, so nothing but that word ends or changes it.
 */
export const INSTRUCTION_STATES = ["REQUESTED", "IN_FLIGHT", "DONE", "REFUSED"] as const;

export const INSTRUCTION_KINDS = ["CAPTURE", "REFUND", "VOID"] as const;

/** What was decided to be captured, given back or let go of. */
export const Instruction = z.looseObject({
  /** Counts an order's instructions from 1: the version that decided it is the only one that can have this number. */
  id: z.int(),
  kind: z.enum(INSTRUCTION_KINDS),
  state: z.enum(INSTRUCTION_STATES),
  /** Minor units; 0 for a VOID. */
  amount: z._default(z.int(), 0),
  /** Of a CAPTURE or VOID: the attempt. A capture without one was recorded by hand. */
  attempt: z.exactOptional(z.int()),
  /** Of a REFUND: the capture's instruction. */
  capture: z.exactOptional(z.int()),
  /** Of a CAPTURE: the shipment that waits for it. */
  shipment: z.exactOptional(z.int()),
  /** Of a REFUND that follows from an edit of the order: the next edit does not give it back again. */
  cause: z.exactOptional(z.literal("edit")),
  /** Of a REFUND: the units that are paid back. */
  lines: z.exactOptional(z.array(z.looseObject({ sku: Sku, quantity: z.int() }))),
  /** Of a REFUND of what was received with a return: its number. */
  returnNumber: z.exactOptional(z.int()),
  /** Of such a REFUND: minor units of the order's shipping charge in it. */
  shipping: z.exactOptional(z.int()),
  /** The request that asked for it: its caller's Idempotency-Key finds it again. */
  request: z.exactOptional(z.string()),
  /** Of that request's body. */
  fingerprint: z.exactOptional(z.string()),
  /** Of a REFUND of money that came another way: how it was given back, and the request that recorded it. */
  givenBack: z.exactOptional(z.looseObject({ reference: z.string(), request: z.string(), fingerprint: z.string() })),
  /** What a person wrote: why money is given back, or where it was received. */
  note: z.exactOptional(z.string()),
  /** Why a REFUSED one was refused. */
  reason: z.exactOptional(z.string()),
  /** Tries so far, of one that had to give its place to another. */
  tries: z._default(z.int(), 0),
});
export type Instruction = z.output<typeof Instruction>;

/** A call to the provider that failed. */
export const ProviderError = z
  .strictObject({ at: Timestamp, effect: z.string(), reason: z.string() })
  .check(z.meta({ id: "ProviderError", description: "A call to the payment provider that failed, and why" }));
export type ProviderError = z.output<typeof ProviderError>;

/** Only the newest errors are kept, so that the item stays small. */
const MAX_PROVIDER_ERRORS = 10;

/** The money of an order: each method that was tried, and everything that was decided about what it holds. */
export const Payment = z.looseObject({
  provider: z.string(),
  attempts: z._default(z.array(Attempt), []),
  instructions: z._default(z.array(Instruction), []),
  /** The provider is to be asked how the attempts stand. */
  refresh: z.exactOptional(z.boolean()),
  providerErrors: z.exactOptional(z.array(stored(ProviderError))),
});
export type Payment = z.output<typeof Payment>;

export const captureRefused = problem(409, "capture_refused", "The payment provider refused to capture the payment.");

/** The payment with these errors added. */
export function withProviderErrors(payment: Payment, providerErrors: readonly ProviderError[]): Payment {
  if (providerErrors.length === 0) return payment;
  return {
    ...payment,
    providerErrors: [...(payment.providerErrors ?? []), ...providerErrors].slice(-MAX_PROVIDER_ERRORS),
  };
}
