import { listSetting } from "../platform/runtime/settings.ts";
import type { Money } from "../platform/values/money.ts";
import { problemError } from "../platform/values/problems.ts";
import { unsupportedCurrency } from "./rules/product.ts";

/** Checks the currency of a new price. @throws 422 `unsupported_currency` where the shop does not sell in it. */
export function requireSoldCurrency({ currency }: Money): void {
  const sold = soldCurrencies();
  if (sold.includes(currency)) return;
  throw problemError(
    unsupportedCurrency,
    `The shop does not sell in ${currency}. Send a price in one of its currencies: ${sold.join(", ")}.`,
    { errors: [{ path: "price.currency", message: "must be a currency that the shop sells in" }] },
  );
}

/** The stage's setting `currencies`; without it every currency in use (ISO 4217). */
function soldCurrencies(): readonly string[] {
  return listSetting("CURRENCIES") ?? Intl.supportedValuesOf("currency");
}
