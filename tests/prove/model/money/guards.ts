import type { ScenarioName } from "./scenarios.ts";

interface GuardReason {
  readonly purpose: string;
  /** A small scenario that breaks without it. */
  readonly scenario: ScenarioName;
}

/** The guards of the money protocol. Without any one of them a scenario has a violation. */
const REASONS = {
  "record: only on the version read": {
    purpose: "a step that another process took stays taken",
    scenario: "one call",
  },
  "record: claims the next": { purpose: "what is queued is found again", scenario: "parcels" },
  "authorize: one intent per attempt": {
    purpose: "a slow create and its repetition are one intent",
    scenario: "one call",
  },
  "authorize: searches once keys are forgotten": {
    purpose: "a create after 24 hours is not a second intent",
    scenario: "keys",
  },
  "authorize: not after askUntil": {
    purpose: "the wait for late authorizations ends, where a provider authorizes in one call",
    scenario: "one call",
  },
  "confirm: a new key for each try": {
    purpose: "a replayed requires_action does not last for ever",
    scenario: "action",
  },
  "refresh: confirms a completed action": {
    purpose: "somebody asks for the money once the customer did the action",
    scenario: "action",
  },
  "attempt: none before the earlier are closed": { purpose: "two attempts never hold at once", scenario: "one call" },
  "attempt: askUntil is due": { purpose: "an abandoned action ends", scenario: "action" },
  "decline: is not a close": { purpose: "a late confirm of a declined intent holds nothing", scenario: "ship" },
  "give up: claims a close": { purpose: "an authorization that nobody saw is let go of", scenario: "ship" },
  "close: creates what it does not find": {
    purpose: "a create that lands after the close can not be confirmed",
    scenario: "ship",
  },
  "close: waits where it leaves no mark": {
    purpose: "an authorization in one call that lands after the close holds nothing",
    scenario: "one call",
  },
  "close: is over by the bank's word": { purpose: "a cancel that was lost is repeated", scenario: "one call" },
  "end: voids what may be held": { purpose: "nothing is held for an ended order", scenario: "parcels" },
  "end: refunds what is captured": { purpose: "nothing is kept for an ended order", scenario: "keys" },
  "end: refunds the capture in flight": { purpose: "cancel during placement's capture", scenario: "keys" },
  "cancel: not in a dispatch, queued or not": { purpose: "what leaves the house is paid", scenario: "expiry" },
  "edit: only what is not in flight": {
    purpose: "the amount that was asked for is the amount that is recorded",
    scenario: "placement",
  },
  "edit: lowers the queued captures": {
    purpose: "no more is captured than the order calls for",
    scenario: "parcels",
  },
  "edit: lowers the queued captures together": {
    purpose: "two queued captures do not both take what is left",
    scenario: "no answer, parcels",
  },
  "edit: ends a capture of nothing": {
    purpose: "a queued capture that is lowered to 0 does not wait for ever",
    scenario: "no answer, parcels",
  },
  "edit: refunds what is captured beyond": {
    purpose: "what was captured, or is in flight, and is not called for any more is given back",
    scenario: "placement",
  },
  "edit: confirms what it leaves paid": {
    purpose: "part paid by hand, the rest taken out: the order is not PENDING for ever",
    scenario: "by hand",
  },
  "edit: closes when nothing is left to capture": {
    purpose: "the rest of a multicapture hold is let go of",
    scenario: "multicapture",
  },
  "capture: closes when nothing is left to capture": {
    purpose: "the rest of a hold is let go of when an edit came during the capture of a part",
    scenario: "multicapture",
  },
  "capture: no answer is not a refusal": { purpose: "money that was taken is not forgotten", scenario: "parcels" },
  "capture: counts what is captured first": {
    purpose: "multicapture: a capture after 24 hours is not a second capture",
    scenario: "keys, parcels",
  },
  "capture: one key": {
    purpose: "multicapture: a call and its repetition are one capture",
    scenario: "multicapture",
  },
  "due: queued captures count": { purpose: "a manual payment during a capture: not paid twice", scenario: "ship" },
  "manual: closes open attempts": { purpose: "nothing is held for a paid order", scenario: "ship" },
  "refund: reserves": { purpose: "two requests do not promise the same money", scenario: "keys" },
  "refund: one key": { purpose: "a call and its repetition are one refund", scenario: "keys" },
  "refund: looks for its own first": { purpose: "a refund after 24 hours is not a second refund", scenario: "keys" },
  "refund: manual money waits for a person": { purpose: "no provider can give it back", scenario: "ship" },
  "instruction: ends with its target": {
    purpose: "what can never be carried out does not wait for ever",
    scenario: "expiry",
  },
  "refresh: expiry is due": { purpose: "a hold that ran out is noticed", scenario: "parcels" },
  "refresh: its own refunds are not external": { purpose: "a refund is booked once", scenario: "elsewhere" },
  "refresh: a refund that failed is REFUSED": {
    purpose: "DONE is not for ever: banks fail refunds days later",
    scenario: "elsewhere",
  },
  "refresh: what came back waits for a person": {
    purpose: "money that the order does not call for is never kept unseen",
    scenario: "elsewhere",
  },
  "webhook: during a REFRESH asks for another": {
    purpose: "the answer may be older than the hint",
    scenario: "elsewhere",
  },
  "hold: its end is due": { purpose: "an unpaid order gives its stock back", scenario: "parcels" },
  "hold: not while something may pay": {
    purpose: "no attempt in flight and no hold is thrown away",
    scenario: "parcels",
  },

  "resume: what is pending is due": { purpose: "the sweeper resumes what a crash interrupted", scenario: "one call" },
  "request: only on the version read": { purpose: "either the cancel or the dispatch succeeds", scenario: "stock" },
  "cancel: only an open order": { purpose: "an order that has ended is not ended again", scenario: "stock" },

  "place: only where there is none": {
    purpose: "two requests with one key create one order",
    scenario: "placing, stock",
  },
  "place: only what is available": { purpose: "nothing is oversold", scenario: "placing, stock" },
  "place: reserves the stock in the same transaction": {
    purpose: "a stored order holds its stock, even after a crash",
    scenario: "placing, stock",
  },
  "end: releases the stock in the same write": { purpose: "an ended order holds no stock", scenario: "placing, stock" },
  "end: cancels the parcel": { purpose: "an ended order is not packed", scenario: "stock" },
  "edit: releases the stock in the same write": {
    purpose: "what was taken out of an order can be ordered again",
    scenario: "stock",
  },
  "edit: shrinks the parcel": { purpose: "a parcel holds what the order calls for", scenario: "stock" },
  "edit: not what is packed": { purpose: "what is packed is what is shipped", scenario: "stock" },
  "ship: is claimed with the confirmation": {
    purpose: "the sweeper ships an order whose OrderPlaced never arrives",
    scenario: "stock",
  },
  "ship: only a confirmed order": { purpose: "what is not paid is not packed", scenario: "stock" },
  "ship: each write decides about it again": {
    purpose: "a pending SHIP holds up no instruction, and ships no ended order",
    scenario: "stock",
  },
  "ship: one parcel": { purpose: "an order is shipped once", scenario: "stock" },
  "ship: only what is pending": {
    purpose: "a repeated or late OrderPlaced makes no second parcel",
    scenario: "stock",
  },
  "dispatch: only a packed parcel": { purpose: "what is not packed does not leave", scenario: "stock" },
  "dispatch: takes the stock out in the same write": {
    purpose: "shipped units are no longer reserved",
    scenario: "stock",
  },

  "authorize: the clock is read right before the call": {
    purpose: "a delayed process does not ask after askUntil",
    scenario: "skew",
  },
  "close: waits as long as a call may take": { purpose: "a late authorization is found", scenario: "one call" },
  "close: waits for the clocks to agree": {
    purpose: "a late authorization is found although clocks differ",
    scenario: "skew",
  },
  "close: asks after the wait": { purpose: "an answer from before the wait proves nothing", scenario: "one call" },
  "provider: a call takes effect within its limit or never": {
    purpose: "the wait for late authorizations is long enough",
    scenario: "one call",
  },
  "provider: what took effect is found": { purpose: "what is not found does not exist", scenario: "one call" },

  "dispute: blocks refunds": { purpose: "a refund waits until the dispute is over", scenario: "disputes" },
  "dispute: what it took is not refunded": { purpose: "money is given back once", scenario: "disputes" },
  "refund: looks for a dispute first": {
    purpose: "a dispute that the order does not know of blocks refunds, too",
    scenario: "disputes",
  },
  "refresh: records a dispute": { purpose: "the order knows of it, and of its end", scenario: "disputes" },

  "postpone: gives its place to the next": {
    purpose: "an effect that is never answered holds up no other for ever",
    scenario: "no answer",
  },
  "postpone: the instruction stays in flight": {
    purpose: "nobody changes what the bank may already have done",
    scenario: "no answer",
  },
  "authorize: takes the place of another effect": {
    purpose: "a customer may pay again although a refund is never answered",
    scenario: "no answer, paid again",
  },
  "capture: not beside another of its attempt": {
    purpose: "multicapture: the bank's sum tells which capture it took",
    scenario: "no answer, parcels",
  },
  "capture: leaves a closed attempt closed": {
    purpose: "a VOID that overtook a capture stays recorded",
    scenario: "no answer",
  },
} as const satisfies Readonly<Record<string, GuardReason>>;

export type Guard = keyof typeof REASONS;

/** The guards that are active. */
export type Guards = ReadonlySet<Guard>;

export const GUARDS: Readonly<Record<Guard, GuardReason>> = REASONS;

export const GUARD_NAMES: readonly Guard[] = Object.keys(REASONS).filter(isGuard);

export const ALL_GUARDS: Guards = new Set(GUARD_NAMES);

export function isGuard(name: string): name is Guard {
  return Object.hasOwn(REASONS, name);
}

/** All guards but one. */
export function without(guard: Guard): Guards {
  return new Set(GUARD_NAMES.filter((one) => one !== guard));
}
