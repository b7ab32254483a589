import { type Money, minorDigits, spellMoney } from "../../platform/values/money.ts";

/**
 * How Stripe counts a currency that it does not count as ISO 4217 does (https://docs.stripe.com/currencies). Currencies
 * with two decimals or none are the same in both, except for these:
 *
 * - ISK and UGX have no decimals in ISO 4217; "to charge 5 ISK, provide an amount value of 500" (special cases).
 * - MGA has two decimals in ISO 4217 and none at Stripe (zero-decimal currencies).
 */
const STRIPE_DIGITS: Readonly<Record<string, number>> = { ISK: 2, UGX: 2, MGA: 0 };

/**
 * Currencies with three decimals that Stripe takes: "the least-significant (last) digit [has] to be 0"
 * (https://docs.stripe.com/currencies, three-decimal currencies).
 */
const THREE_DECIMALS = new Set(["BHD", "JOD", "KWD", "OMR", "TND"]);

/** Currencies without decimals in ISO 4217 that Stripe takes, beside those above. */
const NO_DECIMALS = new Set("BIF CLP DJF GNF JPY KMF KRW PYG RWF VND VUV XAF XOF XPF".split(" "));

/** An amount as Stripe counts it, or the sentence that says why it has none. */
export type StripeAmount = { readonly amount: number } | { readonly refusal: string };

/** What Stripe is asked for. Nothing is rounded: what was agreed with the customer is what is charged. */
export function toStripeAmount({ amount, currency }: Money): StripeAmount {
  if (!isKnown(currency)) return { refusal: `Stripe takes no payments in ${currency}.` };
  const step = stepOf(currency);
  if (amount % step !== 0) {
    const smallest = spellMoney({ amount: step, currency });
    return {
      refusal: `Stripe takes ${currency} in steps of ${smallest}, and not ${spellMoney({ amount, currency })}.`,
    };
  }
  return { amount: amount * 10 ** (stripeDigits(currency) - minorDigits(currency)) };
}

/** ISO 4217 minor units of what Stripe tells. @param currency in capitals */
export function fromStripeAmount(amount: number, currency: string): number {
  return amount * 10 ** (minorDigits(currency) - stripeDigits(currency));
}

function isKnown(currency: string): boolean {
  if (currency in STRIPE_DIGITS) return true;
  const digits = minorDigits(currency);
  if (digits === 2) return true;
  return digits === 0 ? NO_DECIMALS.has(currency) : THREE_DECIMALS.has(currency);
}

/** Whether Stripe takes every amount of the currency, and not only each tenth or hundredth. @param currency in capitals */
export function takesEveryAmount(currency: string): boolean {
  return stepOf(currency) === 1;
}

/** Minor units that an amount has to be a multiple of. */
function stepOf(currency: string): number {
  if (THREE_DECIMALS.has(currency)) return 10;
  return 10 ** Math.max(0, minorDigits(currency) - stripeDigits(currency));
}

function stripeDigits(currency: string): number {
  return STRIPE_DIGITS[currency] ?? minorDigits(currency);
}
