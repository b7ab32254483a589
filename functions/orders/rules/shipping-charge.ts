import type { Charge } from "./price-parts.ts";

/** A shop's flat shipping charge in one currency. */
export interface ShippingRate {
  /** As the customer reads it, such as "Standard shipping". */
  readonly name: string;
  /** Minor units, tax included. */
  readonly amount: number;
  /** Basis points. */
  readonly taxRate: number;
  /** Minor units: shipping is free from this subtotal on. Without it, it is never free. */
  readonly freeFrom?: number;
}

/** By currency; an order in a currency without a rate has no shipping charge. */
export type ShippingRates = Readonly<Record<string, ShippingRate>>;

/**
 * The shipping charge of an order that a customer places; none where shipping is free.
 *
 * @param subtotal of the lines, less discounts, as in Shopify: what the customer pays for goods decides
 */
export function shippingChargeFor(rates: ShippingRates, currency: string, subtotal: number): Charge | undefined {
  const rate = rates[currency];
  if (!rate || rate.amount === 0 || subtotal >= (rate.freeFrom ?? Number.POSITIVE_INFINITY)) return undefined;
  const { name, amount, taxRate } = rate;
  return { kind: "shipping", name, amount, taxRate };
}
