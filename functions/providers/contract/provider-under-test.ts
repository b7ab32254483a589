import type { NextAction, PaymentAttempt, PaymentProvider } from "../payment-provider.ts";
import type { TestNetwork } from "./test-network.ts";

/** The payment methods that a provider has for tests, by what they do. */
export interface TestMethods {
  readonly authorized: string;
  readonly declined: string;
  /** It may be captured in several parts. */
  readonly multicapture?: string;
  /** The customer has to do something first; `completeAction` does it. */
  readonly needsAction?: string;
  readonly refundRefused?: string;
  /** Its refunds are accepted and fail later. */
  readonly refundFails?: string;
  /** The customer's bank disputes what was captured of it, at the latest once `waitForBank` is over. */
  readonly disputed?: string;
}

/** A payment method that a customer saved at the provider. */
export interface SavedMethod {
  readonly method: string;
  readonly customer: string;
}

/** What the bank's own books say of an order, over all that it has of it, in minor units. */
export interface BankBooks {
  /** Authorized and not captured: it can still be captured. */
  readonly held: number;
  /** Before refunds. */
  readonly captured: number;
  /** Given back, or on its way: without refunds that failed. */
  readonly refunded: number;
}

/** What a test can do with the bank beside paying: each is optional, and shows one more promise. */
export interface BankControls {
  /** Does what the customer has to do, or fails at it; needed with `needsAction`. */
  completeAction?(action: NextAction, result: "completed" | "failed"): Promise<void>;
  /** Lets the time pass at which the bank lets go of what the attempt holds. */
  letExpire?(attempt: PaymentAttempt & { readonly reference: string }): Promise<void>;
  /** Gives money back on the bank's own page, so that the refund has no key of ours. */
  refundElsewhere?(attempt: PaymentAttempt & { readonly reference: string }, amount: number): Promise<void>;
  /** Answers every message with the bank's own failure, such as 503, while `run` runs. */
  whileBankFails?(run: () => Promise<void>): Promise<void>;
  /** Refuses our key, as after it was revoked, while `run` runs. */
  whileKeyRefused?(run: () => Promise<void>): Promise<void>;
  /** Reads the bank's own books, and not through the provider. */
  books?(orderId: string): Promise<BankBooks>;
}

/** What a provider may be unable to show in a test, because its bank has no such thing. */
export type Ability = OptionalKey<TestMethods> | keyof BankControls | "saved";

type OptionalKey<Type> = { [Key in keyof Type]-?: undefined extends Type[Key] ? Key : never }[keyof Type];

/** A provider that moves money, as the contract's cases see it. */
export interface ProviderUnderTest extends BankControls {
  readonly provider: PaymentProvider;
  /** What every message between the provider's code and its bank goes through. */
  readonly network: TestNetwork;
  readonly methods: TestMethods;
  readonly saved?: SavedMethod;
  /** The id of an order that the provider has never seen. */
  newOrderId(): string;
  /** The bank's clock, in milliseconds since the epoch; the computer's where absent. */
  now?(): number;
  /** Waits until the bank has done what it does later: refunds have become what they will be, a dispute is open. */
  waitForBank(): Promise<void>;
  /** Why it cannot show an ability that is missing here: one sentence each. A case fails where one is not explained. */
  readonly cannotShow: Readonly<Partial<Record<Ability, string>>>;
}

/** A provider that moves no money: nothing is ever asked of it. */
export interface NoMoneyUnderTest {
  readonly provider: PaymentProvider;
  readonly movesNoMoney: true;
  /** The one payment method that it knows. */
  readonly method: string;
}
