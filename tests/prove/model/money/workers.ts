import type { GivenRefund, Intent } from "./bank-books.ts";
import { attemptOf, type DisputeStatus, instructionOf, type Order, type PendingEffect } from "./order.ts";
import { capturedAmount } from "./rules/captures.ts";

/** A function that resumes the order, or one that could. It may die between any two of its steps. */
export type Worker =
  | { readonly at: "IDLE" }
  /** Has died, and nobody takes its place. */
  | { readonly at: "GONE" }
  /** A request to place the order has found none, and enough stock or too little. */
  | { readonly at: "PLACING"; readonly enough: boolean }
  /** READ: has read the order. CREATED: has found or created the intent. ASKED: has made its last call. LOOKED: found none. */
  | { readonly at: "READ" | "CREATED" | "ASKED" | "LOOKED"; readonly fresh: boolean; readonly job: Job }
  /** Has read the bank for a REFRESH. */
  | ({ readonly at: "TOLD"; readonly fresh: boolean; readonly job: Job } & BankAnswer);

export interface BankAnswer {
  readonly intents: readonly Intent[];
  readonly refunds: readonly GivenRefund[];
  readonly dispute: DisputeStatus;
}

/** What a worker carries out, as it was in the version that it read. */
export type Job =
  | {
      readonly effect: "AUTHORIZE";
      readonly attempt: number;
      readonly tries: number;
      /** For a worker that does not read the clock right before the call: what it said at the read. */
      readonly mayAskAtRead?: boolean;
    }
  | {
      readonly effect: "CAPTURE";
      readonly instruction: number;
      readonly attempt: number;
      readonly amount: number;
      /** What the order knew to be captured of the attempt. */
      readonly booked: number;
    }
  | {
      readonly effect: "REFUND";
      readonly instruction: number;
      readonly amount: number;
      /** What the order knew of a dispute. */
      readonly dispute: DisputeStatus;
    }
  | { readonly effect: "VOID"; readonly instruction: number; readonly attempt: number }
  | { readonly effect: "REFRESH" }
  | { readonly effect: "SHIP" };

/** A worker that carries an effect out. */
export type BusyWorker = Extract<Worker, { readonly job: Job }>;

export const IDLE: Worker = { at: "IDLE" };
export const GONE: Worker = { at: "GONE" };

export function isBusy(worker: Worker): worker is BusyWorker {
  return "job" in worker;
}

export function jobOf(order: Order, pending: PendingEffect): Job {
  if (pending.effect === "REFRESH" || pending.effect === "SHIP") return pending;
  if (pending.effect === "AUTHORIZE") {
    const { attempt } = pending;
    return { effect: "AUTHORIZE", attempt, tries: attemptOf(order, attempt).tries };
  }
  const { effect, instruction } = pending;
  const { target, amount } = instructionOf(order, instruction);
  if (effect === "REFUND") return { effect, instruction, amount, dispute: order.dispute };
  if (effect === "VOID") return { effect, instruction, attempt: target };
  return { effect, instruction, attempt: target, amount, booked: capturedAmount(order, ["DONE"], target) };
}
