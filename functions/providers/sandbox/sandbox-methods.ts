import { type Money, minorDigits } from "../../platform/values/money.ts";

/** What a payment method of the sandbox does. */
export interface SandboxMethod {
  /** How many first tries fail with a transient error, before anything else happens. */
  readonly failsFirst?: number;
  /** The answer to the first try never comes: lost before the bank saw it, or after the bank acted on it. */
  readonly firstAnswerLost?: "before" | "after";
  /** No try is ever answered, and the authorization appears a while after the first one. */
  readonly appearsLate?: boolean;
  /** Why it is always declined. */
  readonly declined?: string;
  /** It can be authorized, but the authorization has run out by the time of the capture. */
  readonly expires?: boolean;
  /** How many first tries to capture it fail with a transient error. */
  readonly captureFailsFirst?: number;
  /** How many first tries to refund it fail with a transient error. */
  readonly refundFailsFirst?: number;
  /** It may be captured in several parts. */
  readonly multicapture?: boolean;
  /** The customer has to do something before it is authorized. */
  readonly needsAction?: boolean;
  /** A refund is refused, or accepted and failed by the bank later. */
  readonly refund?: "refused" | "fails";
  /** Somebody gives half of what was captured back on the bank's own page, late; it may fail as late again. */
  readonly refundedElsewhere?: "done" | "fails";
  /** The customer's bank disputes what was captured: for ever, or until the shop has won or lost it, late. */
  readonly dispute?: "stays open" | "won" | "lost";
}

const METHODS: ReadonlyMap<string, SandboxMethod> = new Map(
  Object.entries({
    pm_sandbox_ok: {},
    pm_sandbox_declined: { declined: "the card was declined" },
    pm_sandbox_timeout_before: { firstAnswerLost: "before" },
    pm_sandbox_timeout_after: { firstAnswerLost: "after" },
    pm_sandbox_flaky: { failsFirst: 2 },
    pm_sandbox_down: { failsFirst: Number.POSITIVE_INFINITY },
    pm_sandbox_late: { appearsLate: true },
    pm_sandbox_expires: { expires: true },
    // As often as one request tries: a dispatch is answered 202, and done when it is repeated or swept.
    pm_sandbox_capture_flaky: { captureFailsFirst: 3 },
    pm_sandbox_refund_flaky: { refundFailsFirst: 3 },
    pm_sandbox_multicapture: { multicapture: true },
    pm_sandbox_action: { needsAction: true },
    pm_sandbox_refund_refused: { refund: "refused" },
    pm_sandbox_refund_fails: { refund: "fails" },
    pm_sandbox_refunded_elsewhere: { refundedElsewhere: "done" },
    pm_sandbox_refunded_elsewhere_fails: { refundedElsewhere: "fails" },
    pm_sandbox_disputed: { dispute: "stays open" },
    pm_sandbox_dispute_won: { dispute: "won" },
    pm_sandbox_dispute_lost: { dispute: "lost" },
  } satisfies Record<string, SandboxMethod>),
);

/** The methods that the sandbox knows. */
export const sandboxMethods: readonly string[] = [...METHODS.keys()];

/** The method of this name. An order never has another, as they are refused before it is stored. */
export function sandboxMethod(name: string): SandboxMethod {
  return METHODS.get(name) ?? { declined: "the payment method is unknown" };
}

/** 1,000.00 of a currency with two decimals, 1,000 of one without: this much or more is declined. */
const DECLINED_FROM = 1_000;

/** Why this amount is not authorized; undefined where it is. */
export function reasonToDecline({ declined }: SandboxMethod, { amount, currency }: Money): string | undefined {
  const limit = DECLINED_FROM * 10 ** minorDigits(currency);
  return declined ?? (amount >= limit ? "the amount is over the limit" : undefined);
}

/** The outcome of one try to authorize: FAILED and LOST never reach the ledger. */
export type TryOutcome = "FAILED" | "LOST" | "STORED_WITHOUT_ANSWER" | "ANSWERED";

/** The outcome of the try with this number, counted from 1. */
export function outcomeOf({ failsFirst = 0, firstAnswerLost, appearsLate }: SandboxMethod, number: number): TryOutcome {
  if (number <= failsFirst) return "FAILED";
  if (appearsLate) return "STORED_WITHOUT_ANSWER";
  if (number > 1 || firstAnswerLost === undefined) return "ANSWERED";
  return firstAnswerLost === "before" ? "LOST" : "STORED_WITHOUT_ANSWER";
}

/** Whether the number of a try decides anything. */
export function countsTries({ failsFirst, firstAnswerLost }: SandboxMethod): boolean {
  return failsFirst !== undefined || firstAnswerLost !== undefined;
}
