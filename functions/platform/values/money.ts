import * as z from "zod/mini";

/** The largest amount that the API takes or gives, in minor units: all sums of a request stay exact integers. */
export const MAX_AMOUNT = 1_000_000_000;

/** ISO 4217 alphabetic code. */
export const Currency = z
  .string()
  .check(
    z.regex(/^[A-Z]{3}$/, "must be an ISO 4217 code in capitals, like EUR"),
    z.meta({ id: "Currency", description: "ISO 4217 alphabetic code", examples: ["EUR"] }),
  );

/** Money as integer minor units (cents, for EUR), at least `least`, with its currency. */
export function moneyFrom(least: number) {
  return z.strictObject({
    amount: z
      .int()
      .check(z.minimum(least), z.maximum(MAX_AMOUNT), z.meta({ description: "Minor units, such as cents" })),
    currency: Currency,
  });
}

export const Money = moneyFrom(0).check(z.meta({ id: "Money", examples: [{ amount: 25000, currency: "EUR" }] }));
export type Money = z.output<typeof Money>;

/** Whole basis points: 1900 is 19 %. */
export const BasisPoints = z
  .int()
  .check(z.minimum(0), z.maximum(10_000), z.meta({ id: "BasisPoints", description: "1900 is 19 %", examples: [1900] }));

/**
 * How much of a gross amount is tax at a rate in basis points: the net amount is rounded half up, tax is the rest.
 * Exact while the gross amount is at most MAX_AMOUNT: the products stay below 2^53.
 */
export function taxWithin(gross: number, basisPoints: number): number {
  const divisor = 10_000 + basisPoints;
  const net = Math.floor((gross * 10_000 * 2 + divisor) / (divisor * 2));
  return gross - net;
}

/** The currencies of ISO 4217 that do not have two decimals. Node's own list is CLDR's, in which the forint has none. */
const DECIMALS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
  }).flatMap(([digits, currencies]) => currencies.split(" ").map((currency) => [currency, Number(digits)] as const)),
);

/** How many decimals a currency has (ISO 4217): 2 for EUR, 0 for JPY, 3 for KWD. */
export function minorDigits(currency: string): number {
  return DECIMALS.get(currency) ?? 2;
}

/** For people: `250.00 EUR`, with as many decimals as the currency has. */
export function spellMoney({ amount, currency }: Money): string {
  const digits = minorDigits(currency);
  return `${(amount / 10 ** digits).toFixed(digits)} ${currency}`;
}
