import { changeAt, type DisputeStatus } from "./order.ts";

/** What the provider knows. It decides by these books alone. */
export interface Bank {
  readonly intents: readonly Intent[];
  readonly refunds: readonly GivenRefund[];
  /** The idempotency keys of calls that took effect. */
  readonly keys: readonly string[];
  /** A webhook is on its way: late, and at least once. */
  readonly webhook: boolean;
  /** The customer completed the action. */
  readonly actionCompleted: boolean;
  /** A dispute of 1. A lost one takes it. */
  readonly dispute: DisputeStatus;
}

export interface Intent {
  readonly attempt: number;
  readonly status: IntentStatus;
  readonly amount: number;
  readonly captured: number;
}

export type IntentStatus =
  | "CREATED"
  | "ACTION_REQUIRED"
  | "DECLINED"
  | "AUTHORIZED"
  | "CAPTURED"
  | "CANCELED"
  | "EXPIRED";

/** An amount of 0 is a refund that was refused, or failed. */
export interface GivenRefund {
  /** The instruction that it carries; ELSEWHERE: none of ours. */
  readonly instruction: number;
  readonly amount: number;
}

export const ELSEWHERE = -2;

export const EMPTY_BANK: Bank = {
  intents: [],
  refunds: [],
  keys: [],
  webhook: false,
  actionCompleted: false,
  dispute: "NONE",
};

/** Nothing can be held or captured any more. */
export function isFinal(status: IntentStatus): boolean {
  return status === "CAPTURED" || status === "CANCELED" || status === "EXPIRED";
}

/** The numbers of an attempt's intents. */
export function intentsOf({ intents }: Bank, attempt: number): number[] {
  const numbers: number[] = [];
  intents.forEach((intent, number) => {
    if (intent.attempt === attempt) numbers.push(number);
  });
  return numbers;
}

export function changeIntent(bank: Bank, number: number, changes: Partial<Intent>): Bank {
  return { ...bank, intents: changeAt(bank.intents, number, changes) };
}

export function addRefund(bank: Bank, refund: GivenRefund): Bank {
  const refunds = [...bank.refunds, refund].sort((a, b) => a.instruction - b.instruction || a.amount - b.amount);
  return { ...bank, refunds };
}

/** Captured, and not given back. */
export function keptAmount({ intents, refunds, dispute }: Bank): number {
  let kept = dispute === "LOST" ? -1 : 0;
  for (const { captured } of intents) kept += captured;
  for (const { amount } of refunds) kept -= amount;
  return kept;
}

export function refundsOf({ refunds }: Bank, instruction: number): readonly GivenRefund[] {
  return refunds.filter((refund) => refund.instruction === instruction);
}

export function capturedAmountOf({ intents }: Bank, attempt: number): number {
  return intents.reduce((sum, intent) => (intent.attempt === attempt ? sum + intent.captured : sum), 0);
}

export function refundedAmountOf({ refunds }: Bank, instruction: number): number {
  return refunds.reduce((sum, refund) => (refund.instruction === instruction ? sum + refund.amount : sum), 0);
}
