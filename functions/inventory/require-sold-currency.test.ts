import { afterEach, describe, expect, test, vi } from "vitest";
import { requireSoldCurrency } from "./require-sold-currency.ts";
import { unsupportedCurrency } from "./rules/product.ts";

afterEach(() => void vi.unstubAllEnvs());

function check(currency: string): void {
  requireSoldCurrency({ amount: 100, currency });
}

describe("shop that names its currencies", () => {
  test("listed currency: accepted", () => {
    vi.stubEnv("CURRENCIES", "EUR,USD");
    expect(() => ["EUR", "USD"].forEach(check)).not.toThrow();
  });

  test("another currency: 422 that names it, its field and those of the shop", () => {
    vi.stubEnv("CURRENCIES", "EUR,USD");
    expect(() => check("CHF")).toThrow(
      expect.objectContaining({
        problem: unsupportedCurrency,
        message: "The shop does not sell in CHF. Send a price in one of its currencies: EUR, USD.",
        errors: [{ path: "price.currency", message: "must be a currency that the shop sells in" }],
      }),
    );
  });
});

describe("shop that names no currencies", () => {
  test.each(["EUR", "USD", "CHF", "JPY", "KWD"])("%s, a currency in use: accepted", (currency) => {
    vi.stubEnv("CURRENCIES", "");
    expect(() => check(currency)).not.toThrow();
  });

  test.each([
    ["XXZ", "no code of ISO 4217"],
    ["XXX", "the code for no currency"],
    ["XTS", "the code for tests"],
    ["XAU", "gold"],
    ["DEM", "a currency that is no longer in use"],
  ])("%s, %s: 422", (currency) => {
    vi.stubEnv("CURRENCIES", "");
    expect(() => check(currency)).toThrow(`The shop does not sell in ${currency}. `);
  });
});
