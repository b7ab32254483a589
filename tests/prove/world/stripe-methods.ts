import type { OwnFault } from "./call.ts";
import { TIMES } from "./settings.ts";

/** The requests of the adapter that a card may fail. */
export type CardRequest = "confirm" | "capture" | "refund";

/** A test card of https://docs.stripe.com/testing that stands for a payment method of the sandbox. */
export interface StripeCard {
  readonly method: string;
  /** A fault that its first requests of a kind meet, beside those that are injected. */
  readonly fails?: OwnFault & { readonly at: CardRequest; readonly times: number };
  /** The hold has run out by the time of the first capture. */
  readonly expires?: boolean;
}

const ALWAYS = Number.POSITIVE_INFINITY;

/**
 * Each has a card of its own, by which the world tells what happens to it. Where parts are captured, the card's bank
 * decides whether it grants that: the first one does not, as `pm_sandbox_ok`.
 */
const CARDS: Readonly<Record<string, StripeCard>> = {
  pm_sandbox_ok: { method: "pm_card_credit_disableEnterpriseCardFeatures" },
  pm_sandbox_multicapture: { method: "pm_card_visa" },
  pm_sandbox_declined: { method: "pm_card_chargeDeclined" },
  pm_sandbox_action: { method: "pm_card_threeDSecure2Required" },
  pm_sandbox_refund_fails: { method: "pm_card_refundFail" },
  pm_sandbox_disputed: { method: "pm_card_createDispute" },
  pm_sandbox_refund_refused: { method: "pm_card_createDisputeProductNotReceived" },
  pm_sandbox_expires: { method: "pm_card_visa_debit", expires: true },
  pm_sandbox_timeout_before: {
    method: "pm_card_mastercard",
    fails: { at: "confirm", times: 1, kind: "timeout before" },
  },
  pm_sandbox_timeout_after: { method: "pm_card_discover", fails: { at: "confirm", times: 1, kind: "timeout after" } },
  pm_sandbox_flaky: { method: "pm_card_diners", fails: { at: "confirm", times: 2, kind: "server error" } },
  pm_sandbox_down: { method: "pm_card_jcb", fails: { at: "confirm", times: ALWAYS, kind: "server error" } },
  pm_sandbox_late: {
    method: "pm_card_unionpay",
    fails: { at: "confirm", times: ALWAYS, kind: "lands late", lateMs: TIMES.late * 1_000 },
  },
  pm_sandbox_capture_flaky: {
    method: "pm_card_mastercard_debit",
    fails: { at: "capture", times: 3, kind: "server error" },
  },
  pm_sandbox_refund_flaky: {
    method: "pm_card_mastercard_prepaid",
    fails: { at: "refund", times: 3, kind: "server error" },
  },
};

/** The card that stands for a payment method of the sandbox. @throws where none does. */
export function stripeCardFor(sandboxMethod: string): StripeCard {
  const card = CARDS[sandboxMethod];
  if (card) return card;
  throw new Error(`No card of Stripe stands for ${sandboxMethod}: add it to stripe-methods.ts.`);
}

/** The card with this id, with what the world does to it. */
export function stripeCard(method: string): StripeCard {
  return Object.values(CARDS).find((one) => one.method === method) ?? { method };
}
