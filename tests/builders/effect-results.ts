import {
  amountOf,
  attemptOf,
  capturedOfAttempt,
  captures,
  instructionOf,
  isDisputed,
  takenBack,
} from "../../functions/orders/rules/instructions.ts";
import type { ChangeContext } from "../../functions/orders/rules/next-order.ts";
import type { Order } from "../../functions/orders/rules/order.ts";
import {
  confirm,
  decline,
  giveUp,
  postpone,
  recordClosed,
  requireAction,
} from "../../functions/orders/rules/order-transitions.ts";
import type { Attempt, Dispute, Instruction } from "../../functions/orders/rules/payment.ts";
import type { Effect, PendingEffect } from "../../functions/orders/rules/pending-effect.ts";
import { recordRefresh, type SeenAttempt } from "../../functions/orders/rules/refresh-transitions.ts";
import { recordFoundDisputes, recordRefund } from "../../functions/orders/rules/refund-transitions.ts";
import {
  addShipments,
  recordCapture,
  recordRefusedCapture,
} from "../../functions/orders/rules/shipment-transitions.ts";
import { secondsAfter } from "../../functions/platform/values/time.ts";
import { pendingOf } from "./orders.ts";
import type { Step } from "./walk-steps.ts";

/** A result of the pending effect; not every one can follow from every order. */
interface Result {
  readonly step: Step;
  readonly fits?: (order: Order, now: string) => boolean;
}

/** Seconds for which an authorization of a walk holds. */
const HOLDS = 600_000;

const errorsAt = ({ now }: ChangeContext) => [{ at: now, effect: "ANY", reason: "no answer" }];

function pendingAttempt(order: Order): Attempt {
  const { attempt, instruction } = pendingOf(order);
  return attemptOf(order, attempt ?? instructionOf(order, instruction).attempt);
}

function pendingInstruction(order: Order): Instruction {
  return instructionOf(order, pendingOf(order).instruction);
}

/** After `askUntil` nobody asks any more. */
function isInTime(order: Order, now: string): boolean {
  return now < pendingAttempt(order).askUntil;
}

function isMulticapture(order: Order): boolean {
  return pendingAttempt(order).multicapture === true;
}

/** Money that is gone was not captured. */
function isNotGone(order: Order): boolean {
  return pendingAttempt(order).status !== "EXPIRED";
}

function confirmed(multicapture: boolean): Result {
  return {
    step: (order, context) => {
      const held = { reference: "auth-1", expiresAt: secondsAfter(context.now, HOLDS), multicapture };
      return confirm(order, pendingAttempt(order), held, errorsAt(context), context);
    },
    fits: isInTime,
  };
}

function captured(closed: boolean): Step {
  return (order, context) =>
    recordCapture(order, pendingInstruction(order), pendingAttempt(order), closed, [], context);
}

const refusedCapture: Step = (order, context) =>
  recordRefusedCapture(
    order,
    pendingInstruction(order),
    pendingAttempt(order),
    "it expired",
    errorsAt(context),
    context,
  );

function closed(wasHeld: boolean): Step {
  return (order, context) =>
    recordClosed(order, pendingInstruction(order), pendingAttempt(order), wasHeld, errorsAt(context), context);
}

function refunded(refusal: string | undefined): Step {
  return (order, context) => recordRefund(order, pendingInstruction(order), refusal, errorsAt(context), context);
}

/** A dispute is found before the refund is asked for, of what is left beside it. */
function foundDisputes(status: "OPEN" | "LOST"): Step {
  return (order, context) => {
    const attempt = attemptOf(order, instructionOf(order, pendingInstruction(order).capture).attempt);
    const { disputes } = openDispute(attempt, order);
    const found = (disputes ?? []).map((one) => (one.status === "OPEN" ? { ...one, status } : one));
    return recordFoundDisputes(order, attempt, found, errorsAt(context), context);
  };
}

const postponed: Result = { step: (order, context) => postpone(order, errorsAt(context), context) };

/** What the provider says of an attempt that Waybill has in this status. */
function seen(attempt: Attempt, order: Order, changes: Partial<SeenAttempt>): SeenAttempt {
  const { id, status, reference = "auth-1", externalRefunds, disputes } = attempt;
  const said = {
    REQUESTED: "UNCONFIRMED",
    CLOSED: "VOIDED",
  } as const;
  const same = status === "REQUESTED" || status === "CLOSED" ? said[status] : status;
  return {
    attempt: id,
    status: same,
    reference,
    captured: capturedOfAttempt(order, attempt),
    disputes,
    refunds: [],
    externalRefunds: externalRefunds.map((one) => ({ ...one, failed: one.failed === true })),
    ...changes,
  };
}

function refreshed(changes: (attempt: Attempt, order: Order) => Partial<SeenAttempt>): Result {
  return {
    step: (order, context) => {
      const all = order.payment.attempts.map((attempt) => seen(attempt, order, changes(attempt, order)));
      return recordRefresh(order, all, errorsAt(context), context);
    },
  };
}

/** Minor units of an attempt that the bank still could give back, or take. */
function keptAtBank(attempt: Attempt, order: Order): number {
  const taken = captures(order, "DONE").filter((one) => one.attempt === attempt.id);
  const refunds = order.payment.instructions.filter(({ kind, state }) => kind === "REFUND" && state !== "REFUSED");
  const given = refunds.filter(({ capture }) => taken.some(({ id }) => id === capture));
  return amountOf(taken) - amountOf(given) - takenBack(attempt);
}

/** A customer disputes a part of what was captured. */
function openDispute(attempt: Attempt, order: Order): Partial<SeenAttempt> {
  const { disputes } = attempt;
  const amount = Math.min(900, keptAtBank(attempt, order));
  if (amount <= 0 || isDisputed(attempt)) return {};
  return { disputes: [...disputes, { reference: `dp_${disputes.length + 1}`, amount, status: "OPEN" }] };
}

/** The disputes that stand in one way end in another; a lost one may be reversed. */
function decided(from: Dispute["status"], status: Dispute["status"]): Result {
  return refreshed(({ disputes }) => ({
    disputes: disputes.map((one) => (one.status === from ? { ...one, status } : one)),
  }));
}

/** Somebody gives a part of what was captured back on the bank's own page: not while it is disputed. */
function refundElsewhere(attempt: Attempt, order: Order): Partial<SeenAttempt> {
  const amount = Math.min(100, keptAtBank(attempt, order));
  if (amount <= 0 || isDisputed(attempt)) return {};
  const known = attempt.externalRefunds.map((one) => ({ ...one, failed: one.failed === true }));
  return { externalRefunds: [...known, { reference: `re_${known.length + 1}`, amount, failed: false }] };
}

/** What becomes of an attempt that waits for its customer, or holds money; no other changes by itself. */
function becomes(status: SeenAttempt["status"], ...from: readonly Attempt["status"][]): Result {
  return refreshed((attempt) => (from.includes(attempt.status) ? { status } : {}));
}

/** The results of each effect; `resumeOrder` records only results of the pending one. */
const EFFECT_RESULTS: Readonly<Record<Effect, readonly Result[]>> = {
  AUTHORIZE: [
    confirmed(true),
    confirmed(false),
    {
      step: (order, context) => decline(order, pendingAttempt(order), "the card was declined", [], context),
      fits: isInTime,
    },
    {
      step: (order, context) => requireAction(order, pendingAttempt(order), "auth-1", [], context),
      fits: isInTime,
    },
    {
      step: (order, context) => giveUp(order, pendingAttempt(order), context),
      fits: (order, now) => !isInTime(order, now),
    },
    { ...postponed, fits: isInTime },
  ],
  SHIP: [{ step: addShipments }],
  CAPTURE: [
    { step: captured(true), fits: isNotGone },
    { step: captured(false), fits: (order) => isNotGone(order) && isMulticapture(order) },
    { step: refusedCapture },
    postponed,
  ],
  VOID: [
    { step: closed(true) },
    { step: closed(false), fits: (order) => pendingAttempt(order).status !== "AUTHORIZED" },
    postponed,
  ],
  REFUND: [
    { step: refunded(undefined) },
    { step: refunded("the account is closed") },
    { step: foundDisputes("OPEN") },
    { step: foundDisputes("LOST") },
    postponed,
  ],
  REFRESH: [
    refreshed(() => ({})),
    becomes("AUTHORIZED", "ACTION_REQUIRED"),
    becomes("UNCONFIRMED", "ACTION_REQUIRED"),
    becomes("DECLINED", "ACTION_REQUIRED"),
    becomes("VOIDED", "AUTHORIZED"),
    becomes("EXPIRED", "AUTHORIZED"),
    becomes("CAPTURED", "AUTHORIZED"), // the rest of it, where a part was captured
    refreshed(openDispute),
    decided("OPEN", "WON"),
    decided("OPEN", "LOST"),
    decided("LOST", "WON"),
    refreshed(refundElsewhere),
    refreshed(({ externalRefunds }) => ({ externalRefunds: externalRefunds.map((one) => ({ ...one, failed: true })) })),
    refreshed((attempt, { payment }) => ({
      refunds: payment.instructions
        .filter(({ kind, state }) => kind === "REFUND" && state === "DONE")
        .filter(({ capture }) => payment.instructions.some((one) => one.id === capture && one.attempt === attempt.id))
        .map(({ id, amount }) => ({ instruction: id, amount, failed: true })),
    })),
    postponed,
  ],
};

/** Each result that the pending effect can have. */
export function effectResults(order: Order, now: string): readonly Step[] {
  const { pending } = order;
  if (!pending) return [];
  return EFFECT_RESULTS[pending.effect].filter(({ fits }) => fits?.(order, now) ?? true).map(({ step }) => step);
}

/** The result of the pending effect at a provider that is well, and does what it is asked. */
export function goodResult(order: Order, { effect }: PendingEffect, now: string): Step {
  if (effect === "REFRESH") return expiredInTime.step;
  const [first] = effectResults(order, now);
  if (!first) throw new Error(`${effect} has no result.`);
  return first;
}

/** The provider lets go of what it holds when it said that it would. */
const expiredInTime: Result = {
  step: (order, context) => {
    const all = order.payment.attempts.map((attempt) => {
      const isOver = attempt.status === "AUTHORIZED" && (attempt.expiresAt ?? context.now) <= context.now;
      return seen(attempt, order, isOver ? { status: "EXPIRED" } : {});
    });
    return recordRefresh(order, all, [], context);
  },
};
