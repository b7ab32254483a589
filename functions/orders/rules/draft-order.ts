import type { Product, Sku } from "../../inventory/rules/product.ts";
import { unknownProduct } from "../../inventory/rules/product.ts";
import type { Stock, Units } from "../../inventory/rules/stock.ts";
import { MAX_AMOUNT, taxWithin } from "../../platform/values/money.ts";
import { problemError } from "../../platform/values/problems.ts";
import { secondsAfter, type Timestamp } from "../../platform/values/time.ts";
import { firstVersion } from "../../platform/values/version.ts";
import {
  type Address,
  type CustomerId,
  mixedCurrencies,
  type Order,
  type OrderId,
  type OrderLine,
  type Shortage,
  totalTooLarge,
} from "./order.ts";
import { failOutOfStock, withPending } from "./order-transitions.ts";
import type { Timing } from "./timing.ts";

/** What an order is made from. */
export interface OrderRequest {
  readonly id: OrderId;
  readonly customerId: CustomerId;
  /** As requested: items of one SKU are not merged yet. */
  readonly items: readonly Units[];
  readonly shippingAddress: Address;
  readonly paymentMethod: string;
  readonly provider: string;
  readonly fingerprint: string;
}

/** Merges items of one SKU, because a transaction may write an item only once. The first item's place is kept. */
export function mergeBySku(items: readonly Units[]): Units[] {
  const quantities = new Map<Sku, number>();
  for (const { sku, quantity } of items) quantities.set(sku, (quantities.get(sku) ?? 0) + quantity);
  return [...quantities].map(([sku, quantity]) => ({ sku, quantity }));
}

/** The PENDING order of a request, with AUTHORIZE claimed. @throws 422 for what cannot be sold. */
export function draftOrder(
  request: OrderRequest,
  products: ReadonlyMap<Sku, Product>,
  now: Timestamp,
  timing: Timing,
): Order {
  const { id, customerId, shippingAddress, fingerprint } = request;
  const lines = linesOf(request.items, products);
  const authorizeBy = secondsAfter(now, timing.authorizeWithin);
  const amount = totalOf(lines);
  const order: Order = {
    ...firstVersion(now),
    id,
    customerId,
    status: "PENDING",
    lines,
    total: amount,
    shippingAddress,
    payment: {
      status: "PENDING",
      provider: request.provider,
      method: request.paymentMethod,
      amount,
      authorizeBy,
      captured: 0,
      refunded: 0,
    },
    shipments: [],
    fingerprint,
  };
  return withPending(order, "AUTHORIZE", secondsAfter(now, timing.resumeAfter));
}

/** The draft where the stock suffices; else the order as FAILED, with its shortages. */
export function failIfOutOfStock(draft: Order, stocks: ReadonlyMap<Sku, Stock>, now: Timestamp): Order {
  const shortages = shortagesOf(draft.lines, stocks);
  return shortages.length > 0 ? failOutOfStock(draft, shortages, now) : draft;
}

/** The lines for which the stock does not suffice, with what is available. */
export function shortagesOf(units: readonly Units[], stocks: ReadonlyMap<Sku, Stock>): Shortage[] {
  return units.flatMap(({ sku, quantity }) => {
    const available = stocks.get(sku)?.available ?? 0;
    return available < quantity ? [{ sku, ordered: quantity, available }] : [];
  });
}

/** @throws 422 naming every product that cannot be sold. */
function linesOf(items: readonly Units[], products: ReadonlyMap<Sku, Product>): OrderLine[] {
  const merged = mergeBySku(items).map((units) => ({ units, product: products.get(units.sku) }));
  const lines = merged.flatMap(({ units, product }) => (isOnSale(product) ? [draftLine(units, product)] : []));
  if (lines.length === merged.length) return lines;
  const errors = items.flatMap(({ sku }, index) => {
    const product = products.get(sku);
    const message = product ? `${sku} is archived` : `${sku} does not exist`;
    return isOnSale(product) ? [] : [{ path: `items.${index}.sku`, message }];
  });
  const reasons = [...new Set(errors.map(({ message }) => message))];
  throw problemError(
    unknownProduct,
    `These products cannot be ordered: ${reasons.join("; ")}. Take them out of the order.`,
    {
      errors,
    },
  );
}

function isOnSale(product: Product | undefined): product is Product {
  return product?.status === "ACTIVE";
}

function draftLine({ quantity }: Units, product: Product): OrderLine {
  const { sku, name, price, taxRate } = product;
  const gross = price.amount * quantity;
  if (gross > MAX_AMOUNT) throw tooLarge(price.currency);
  const tax = taxWithin(gross, taxRate);
  return { sku, name, quantity, unitPrice: price, taxRate, gross, net: gross - tax, tax, status: "RESERVED" };
}

function totalOf(lines: readonly OrderLine[]) {
  const currencies = [...new Set(lines.map(({ unitPrice }) => unitPrice.currency))];
  const [currency] = currencies;
  if (currency === undefined || currencies.length > 1) {
    throw problemError(
      mixedCurrencies,
      `The order's products are priced in ${currencies.join(" and ")}. Place one order for each currency.`,
    );
  }
  const amount = lines.reduce((sum, { gross }) => sum + gross, 0);
  if (amount > MAX_AMOUNT) throw tooLarge(currency);
  return { amount, currency };
}

function tooLarge(currency: string) {
  return problemError(
    totalTooLarge,
    `The total of an order is at most ${MAX_AMOUNT} minor units of ${currency}. Split the order.`,
  );
}
