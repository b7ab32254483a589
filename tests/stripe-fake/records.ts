import type { Failure, TestCard } from "./test-cards.ts";

/** What the fake remembers. Times are seconds since 1970, as in Stripe's objects. */
export type Metadata = Readonly<Record<string, string>>;

export interface MethodRecord {
  readonly id: string;
  readonly created: number;
  /** `card`, or another type, such as `link`. */
  readonly type: string;
  readonly card: TestCard;
  customer?: string;
  /** Used for a payment without being attached to a customer: it may not be used again. */
  isConsumed: boolean;
  /** Set up for payments while the customer is away. */
  isSetUp: boolean;
}

export interface CustomerRecord {
  readonly id: string;
  readonly created: number;
  readonly email: string | null;
  readonly metadata: Metadata;
}

export type IntentStatus =
  | "requires_payment_method"
  | "requires_confirmation"
  | "requires_action"
  | "requires_capture"
  | "succeeded"
  | "canceled";

/** Why the last try to pay failed. */
export interface PaymentError {
  readonly type: "card_error" | "invalid_request_error";
  readonly code: string;
  readonly message: string;
  readonly declineCode?: string;
  readonly param?: string;
  readonly charge?: string;
  readonly method: string;
}

export interface IntentRecord {
  readonly id: string;
  readonly created: number;
  readonly clientSecret: string;
  readonly amount: number;
  readonly currency: string;
  metadata: Metadata;
  readonly customer?: string;
  readonly captureMethod: "automatic" | "automatic_async" | "manual";
  readonly confirmationMethod: "automatic" | "manual";
  readonly methodTypes: readonly string[];
  readonly description: string | null;
  readonly statementDescriptorSuffix: string | null;
  readonly setupFutureUsage: "off_session" | "on_session" | null;
  requestMulticapture: boolean;
  method?: string;
  status: IntentStatus;
  amountCapturable: number;
  amountReceived: number;
  captures: number;
  latestCharge?: string;
  lastError?: PaymentError;
  nextAction?: { readonly type: "use_stripe_sdk" | "redirect_to_url"; readonly returnUrl?: string };
  /** When the customer authenticated, in seconds: the next confirmation needs no action. */
  authenticatedAt?: number;
  canceledAt?: number;
  cancellationReason?: string;
}

export interface ChargeRecord {
  readonly id: string;
  readonly created: number;
  readonly intent: string;
  readonly amount: number;
  readonly currency: string;
  readonly customer?: string;
  readonly method: string;
  readonly card: TestCard;
  readonly metadata: Metadata;
  readonly status: "succeeded" | "failed";
  readonly failure?: Failure;
  readonly captureBefore?: number;
  readonly isMulticapture: boolean;
  amountCaptured: number;
  /** Given back of what was captured; a refund that is pending is in `amountPending`. */
  amountRefunded: number;
  /** Of refunds that are pending. */
  amountPending: number;
  /** Shown as a refund though it was never captured. */
  amountReleased: number;
  /** Nothing more can be captured: after the final capture, or when the hold was let go of. */
  isClosed: boolean;
  disputed: boolean;
  balanceTransaction?: string;
}

export type RefundStatus = "pending" | "succeeded" | "failed" | "canceled";

export interface RefundRecord {
  readonly id: string;
  readonly created: number;
  readonly charge: string;
  readonly intent: string;
  readonly method: string;
  readonly customer?: string;
  readonly amount: number;
  readonly currency: string;
  metadata: Metadata;
  readonly reason: string | null;
  /** Of money that was never captured: Stripe made it when the hold was let go of. */
  readonly isRelease: boolean;
  /** Made on Stripe's own page. */
  readonly isElsewhere: boolean;
  readonly balanceTransaction?: string;
  status: RefundStatus;
  pendingReason?: string;
  failureReason?: string;
  failureBalanceTransaction?: string;
}

export type DisputeStatus = "warning_needs_response" | "warning_closed" | "needs_response" | "won" | "lost";

export interface DisputeRecord {
  readonly id: string;
  readonly created: number;
  readonly charge: string;
  readonly intent: string;
  readonly amount: number;
  readonly currency: string;
  readonly reason: string;
  readonly brand: string;
  readonly isInquiry: boolean;
  readonly balanceTransactions: DisputeMove[];
  status: DisputeStatus;
}

/** What a dispute takes from the account's balance, or gives back to it. */
export interface DisputeMove {
  readonly id: string;
  readonly created: number;
  readonly amount: number;
  readonly fee: number;
}

export interface EventRecord {
  readonly id: string;
  readonly created: number;
  readonly type: string;
  /** The object as it was. */
  readonly object: object;
  readonly previous?: object;
}
