import fc from "fast-check";
import { expect, test } from "vitest";
import * as z from "zod/mini";
import { Currency, MAX_AMOUNT, Money, spellMoney, taxWithin } from "./money.ts";

const amount = fc.integer({ min: 0, max: MAX_AMOUNT });
const rate = fc.integer({ min: 0, max: 10_000 });

/** gross / (1 + rate), rounded half up, in integers that cannot overflow. */
function netExactly(gross: number, basisPoints: number): bigint {
  const divisor = 10_000n + BigInt(basisPoints);
  return (BigInt(gross) * 20_000n + divisor) / (2n * divisor);
}

test("tax is what a net amount rounded half up leaves, for every amount and rate there may be", () => {
  fc.assert(
    fc.property(amount, rate, (gross, basisPoints) => {
      expect(BigInt(gross - taxWithin(gross, basisPoints))).toBe(netExactly(gross, basisPoints));
    }),
    {
      examples: [
        [MAX_AMOUNT, 10_000],
        [MAX_AMOUNT, 1],
        [MAX_AMOUNT - 1, 9_999],
      ],
    },
  );
});

test.each([
  [0, 1_900, 0],
  [11_900, 1_900, 1_900],
  [1_290, 1_900, 206],
  [1_290, 0, 0],
  [1, 10_000, 0],
  [3, 10_000, 1],
  [MAX_AMOUNT, 2_500, 200_000_000],
])("%i minor units at %i basis points hold %i of tax", (gross, basisPoints, tax) => {
  expect(taxWithin(gross, basisPoints)).toBe(tax);
});

test("tax is never negative and never more than the amount", () => {
  fc.assert(
    fc.property(amount, rate, (gross, basisPoints) => {
      const tax = taxWithin(gross, basisPoints);
      expect(tax).toBeGreaterThanOrEqual(0);
      expect(tax).toBeLessThanOrEqual(gross);
    }),
  );
});

test("a higher rate never means less tax", () => {
  fc.assert(
    fc.property(amount, fc.integer({ min: 0, max: 9_999 }), (gross, basisPoints) => {
      expect(taxWithin(gross, basisPoints + 1)).toBeGreaterThanOrEqual(taxWithin(gross, basisPoints));
    }),
  );
});

test.each([
  [25_000, "EUR", "250.00 EUR"],
  [5, "EUR", "0.05 EUR"],
  [0, "USD", "0.00 USD"],
  [129_900, "JPY", "129900 JPY"],
  [1_234, "KWD", "1.234 KWD"],
  [12_345, "HUF", "123.45 HUF"],
  [12_345, "CLF", "1.2345 CLF"],
  [MAX_AMOUNT, "EUR", "10000000.00 EUR"],
  [100, "XXX", "1.00 XXX"],
])("%i minor units of %s are spelled with the currency's own decimals: %s", (minorUnits, currency, spelled) => {
  expect(spellMoney({ amount: minorUnits, currency })).toBe(spelled);
});

test("spelling loses no minor unit", () => {
  fc.assert(
    fc.property(amount, fc.constantFrom("EUR", "JPY", "KWD"), (minorUnits, currency) => {
      const digits = spellMoney({ amount: minorUnits, currency }).replaceAll(/\D/g, "");
      expect(Number(digits)).toBe(minorUnits);
    }),
  );
});

test.each([-1, 0.5, MAX_AMOUNT + 1, Number.NaN, "100"])("amount %s: refused", (wrong) => {
  expect(z.safeParse(Money, { amount: wrong, currency: "EUR" }).success).toBe(false);
});

test.each(["eur", "EU", "EURO", "E1R", ""])("currency %j: refused", (wrong) => {
  expect(z.safeParse(Currency, wrong).success).toBe(false);
});
