import { listSetting } from "../platform/runtime/settings.ts";
import type { Money } from "../platform/values/money.ts";
import { problemError } from "../platform/values/problems.ts";
import { unsupportedCurrency } from "./rules/product.ts";

/**
 * Checks the currency of a new price: the stage's setting `currencies` lists those sold in; without it, it is every
 * currency in use.
 *
 * @throws 422 `unsupported_currency` where the shop does not sell in it
 */
export function requireSoldCurrency({ currency }: Money): void {
  const sold = listSetting("CURRENCIES");
  if ((sold ?? Intl.supportedValuesOf("currency")).includes(currency)) return;
  const choice = sold ? `one of its currencies: ${sold.join(", ")}` : "a currency that is in use (ISO 4217)";
  throw problemError(unsupportedCurrency, `The shop does not sell in ${currency}. Send a price in ${choice}.`, {
    errors: [{ path: "price.currency", message: "must be a currency that the shop sells in" }],
  });
}
