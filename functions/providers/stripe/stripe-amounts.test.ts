import { expect, test } from "vitest";
import { fromStripeAmount, toStripeAmount } from "./stripe-amounts.ts";

test.each([
  [1_099, "EUR", 1_099],
  [500, "JPY", 500],
  [1_045, "HUF", 1_045],
  [5, "ISK", 500],
  [5, "UGX", 500],
  [500, "MGA", 5],
  [5_120, "KWD", 5_120],
])("%i %s in ISO 4217's minor units is %i at Stripe, and back", (amount, currency, atStripe) => {
  expect(toStripeAmount({ amount, currency })).toEqual({ amount: atStripe });
  expect(fromStripeAmount(atStripe, currency)).toBe(amount);
});

test.each([
  [5_124, "KWD", "Stripe takes KWD in steps of 0.010 KWD, and not 5.124 KWD."],
  [550, "MGA", "Stripe takes MGA in steps of 1.00 MGA, and not 5.50 MGA."],
  [100, "IQD", "Stripe takes no payments in IQD."],
  [100, "CLF", "Stripe takes no payments in CLF."],
  [100, "UYI", "Stripe takes no payments in UYI."],
])("%i %s: refused with a sentence", (amount, currency, refusal) => {
  expect(toStripeAmount({ amount, currency })).toEqual({ refusal });
});
