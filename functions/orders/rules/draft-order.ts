import type { Product, Sku } from "../../inventory/rules/product.ts";
import { unknownProduct } from "../../inventory/rules/product.ts";
import type { Stock, Units } from "../../inventory/rules/stock.ts";
import { MAX_AMOUNT } from "../../platform/values/money.ts";
import { problemError } from "../../platform/values/problems.ts";
import { secondsAfter } from "../../platform/values/time.ts";
import { firstVersion } from "../../platform/values/version.ts";
import type { OrderLine } from "./line.ts";
import { type ChangeContext, claim, firstOrder } from "./next-order.ts";
import {
  type Address,
  type CustomerId,
  mixedCurrencies,
  type Order,
  type OrderId,
  type Shortage,
  totalTooLarge,
} from "./order.ts";
import { failOutOfStock } from "./order-transitions.ts";
import { orderTotal } from "./total.ts";

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
export function draftOrder(request: OrderRequest, products: ReadonlyMap<Sku, Product>, context: ChangeContext): Order {
  const { id, customerId, shippingAddress, fingerprint } = request;
  const { now, timing } = context;
  const sold = productsOf(request.items, products);
  const currency = currencyOf(sold.map(({ product }) => product));
  const lines = sold.map(({ product, units }) => draftLine(units, product));
  const { amount } = orderTotal({ lines, currency });
  if (amount > MAX_AMOUNT) throw tooLarge(currency);
  const askUntil = secondsAfter(now, timing.authorizeWithin);
  const order: Order = {
    ...firstVersion(now),
    id,
    customerId,
    status: "PENDING",
    currency,
    lines,
    shippingAddress,
    payment: {
      provider: request.provider,
      attempts: [
        {
          id: 1,
          method: request.paymentMethod,
          status: "REQUESTED",
          amount,
          askUntil,
          tries: 0,
          refundedElsewhere: 0,
        },
      ],
      instructions: [],
    },
    shipments: [],
    history: [],
    fingerprint,
  };
  return claim(order, { effect: "AUTHORIZE", attempt: 1 }, context);
}

/** The first version of an order: the draft where the stock suffices; else the order as FAILED, with its shortages. */
export function firstVersionOf(draft: Order, stocks: ReadonlyMap<Sku, Stock>, context: ChangeContext): Order {
  const shortages = shortagesOf(draft.lines, stocks);
  return firstOrder(shortages.length > 0 ? failOutOfStock(draft, shortages) : draft, context);
}

/** The lines for which the stock does not suffice, with what is available. */
export function shortagesOf(units: readonly Units[], stocks: ReadonlyMap<Sku, Stock>): Shortage[] {
  return units.flatMap(({ sku, quantity }) => {
    const available = stocks.get(sku)?.available ?? 0;
    return available < quantity ? [{ sku, ordered: quantity, available }] : [];
  });
}

interface Sold {
  readonly units: Units;
  readonly product: Product;
}

/** @throws 422 naming every product that cannot be sold. */
function productsOf(items: readonly Units[], products: ReadonlyMap<Sku, Product>): Sold[] {
  const merged = mergeBySku(items).map((units) => ({ units, product: products.get(units.sku) }));
  const sold = merged.flatMap(({ units, product }) => (isOnSale(product) ? [{ units, product }] : []));
  if (sold.length === merged.length) return sold;
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

/** @throws 422 where the products have several. */
function currencyOf(products: readonly Product[]): string {
  const currencies = [...new Set(products.map(({ price }) => price.currency))];
  const [currency] = currencies;
  if (currency !== undefined && currencies.length === 1) return currency;
  throw problemError(
    mixedCurrencies,
    `The order's products are priced in ${currencies.join(" and ")}. Place one order for each currency.`,
  );
}

function draftLine({ quantity }: Units, { sku, name, price, taxRate }: Product): OrderLine {
  return { sku, name, quantity, unitPrice: price.amount, taxRate, cancelled: 0, shipped: 0, delivered: 0 };
}

function tooLarge(currency: string) {
  return problemError(
    totalTooLarge,
    `The total of an order is at most ${MAX_AMOUNT} minor units of ${currency}. Split the order.`,
  );
}
