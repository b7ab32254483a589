import type { Product, Sku } from "../../inventory/rules/product.ts";
import { requireOnSale, type Sold } from "../../inventory/rules/requested-units.ts";
import type { Units } from "../../inventory/rules/stock.ts";
import type { Money } from "../../platform/values/money.ts";
import { problem, problemError } from "../../platform/values/problems.ts";
import { NO_UNITS, type OrderLine } from "./line.ts";
import { mixedCurrencies } from "./order.ts";

export const severalPrices = problem(422, "several_prices", "Items of one product have different prices or tax rates.");

/** A line that is asked for; staff and services may say its price and tax rate. */
export interface RequestedItem extends Units {
  readonly unitPrice?: Money;
  readonly taxRate?: number;
}

/** The lines of a new order, and their currency. @throws 422 for what cannot be sold. */
export function requestedLines(
  items: readonly RequestedItem[],
  products: ReadonlyMap<Sku, Product>,
): { readonly lines: OrderLine[]; readonly currency: string } {
  requireOnePrice(items);
  const sold = requireOnSale(items, products);
  const currency = requireOneCurrency(sold.map(({ item, product }) => (item.unitPrice ?? product.price).currency));
  return { lines: sold.map(draftLine), currency };
}

function requireOnePrice(items: readonly RequestedItem[]): void {
  const priceOf = ({ unitPrice, taxRate }: RequestedItem) => `${unitPrice?.amount} ${unitPrice?.currency} ${taxRate}`;
  const errors = items.flatMap((item, index) => {
    const first = items.find(({ sku }) => sku === item.sku);
    const differs = first !== undefined && priceOf(first) !== priceOf(item);
    return differs
      ? [{ path: `items.${index}`, message: `has another price or tax rate than ${item.sku} has above` }]
      : [];
  });
  if (errors.length === 0) return;
  throw problemError(severalPrices, "Items of one product become one line, with one price. Send one price for each.", {
    errors,
  });
}

/** @throws 422 where there are several. */
export function requireOneCurrency(currencies: readonly string[]): string {
  const [currency, ...others] = new Set(currencies);
  if (currency !== undefined && others.length === 0) return currency;
  throw problemError(
    mixedCurrencies,
    `The order's prices are in ${[currency, ...others].join(" and ")}. Place one order for each currency.`,
  );
}

function draftLine({ item, product }: Sold<RequestedItem>): OrderLine {
  const { sku, name } = product;
  const { quantity, unitPrice = product.price, taxRate = product.taxRate } = item;
  return {
    ...NO_UNITS,
    sku,
    name,
    quantity,
    unitPrice: unitPrice.amount,
    taxRate,
  };
}
