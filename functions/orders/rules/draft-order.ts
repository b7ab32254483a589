import { allocate, type Locations } from "../../inventory/rules/allocate.ts";
import type { Product, Sku } from "../../inventory/rules/product.ts";
import type { Stock, Units } from "../../inventory/rules/stock.ts";
import type { Address } from "../../platform/values/address.ts";
import { type Money, spellMoney } from "../../platform/values/money.ts";
import { problem, problemError } from "../../platform/values/problems.ts";
import { secondsAfter } from "../../platform/values/time.ts";
import { firstVersion } from "../../platform/values/version.ts";
import { askForPayment } from "./ask-for-payment.ts";
import { cancelOpenUnits, openUnits, withHeld } from "./line.ts";
import { type ChangeContext, firstOrder } from "./next-order.ts";
import type { CustomerId, Order, OrderId, Shortage } from "./order.ts";
import { failOutOfStock, withoutPending } from "./order-transitions.ts";
import { type PaidWith, paidWith } from "./payment.ts";
import type { OrderPolicy } from "./policy.ts";
import type { Charge } from "./price-parts.ts";
import { type OrderToPrice, priceOrder } from "./pricing.ts";
import { type RequestedItem, requestedLines, requireOneCurrency } from "./requested-lines.ts";
import { type ShippingRates, shippingChargeFor } from "./shipping-charge.ts";
import { orderTotal } from "./total.ts";

export const priceChanged = problem(409, "price_changed", "The order costs something else than expected.");

/** What an order is made from. */
export interface OrderRequest {
  readonly id: OrderId;
  readonly customerId: CustomerId;
  /** Who places it for its customer; absent where the customer does. */
  readonly placedBy?: string;
  /** As requested: items of one SKU are not merged yet. */
  readonly items: readonly RequestedItem[];
  readonly charges?: readonly RequestedCharge[];
  readonly discounts?: readonly { readonly name: string; readonly amount: Money }[];
  /** What the shop asks for shipping where no charges are named. */
  readonly shippingRates: ShippingRates;
  readonly shippingAddress: Address;
  readonly billingAddress?: Address;
  readonly email?: string;
  readonly reference?: string;
  readonly metadata?: Record<string, string>;
  readonly expectedTotal?: Money;
  readonly policy: OrderPolicy;
  readonly provider: string;
  readonly paidWith: PaidWith;
  /** No provider is asked: staff or a service record what was received. */
  readonly paidByHand: boolean;
  readonly fingerprint: string;
}

export interface RequestedCharge extends Pick<Charge, "kind" | "name"> {
  readonly amount: Money;
  /** Basis points. @default 0 */
  readonly taxRate?: number;
}

/** The PENDING order of a request, with AUTHORIZE claimed. @throws 422 for what cannot be sold; 409 `price_changed`. */
export function draftOrder(request: OrderRequest, products: ReadonlyMap<Sku, Product>, context: ChangeContext): Order {
  const { id, customerId, shippingAddress, billingAddress, placedBy, email, reference, metadata } = request;
  const { captureAt, customerMayCancelUntil, paymentHoldSeconds } = request.policy;
  const priced = pricedParts(request, products);
  const { now } = context;
  const order: Order = {
    ...firstVersion(now),
    id,
    customerId,
    status: "PENDING",
    ...priced,
    shippingAddress,
    ...(billingAddress && { billingAddress }),
    ...(email !== undefined && { email }),
    ...(reference !== undefined && { reference }),
    ...(metadata && { metadata }),
    ...(placedBy !== undefined && { placedBy }),
    captureAt,
    customerMayCancelUntil,
    paymentHoldSeconds,
    ...(paymentHoldSeconds > 0 && { holdUntil: secondsAfter(now, paymentHoldSeconds) }),
    payment: { provider: request.provider, attempts: [], instructions: [] },
    shipments: [],
    history: [],
    olderHistory: 0,
    fingerprint: request.fingerprint,
  };
  requireExpected(request.expectedTotal, orderTotal(order));
  return request.paidByHand ? order : withFirstAttempt(order, request.paidWith, context);
}

/** Lines, charges and discounts, in one currency. @throws 422. */
function pricedParts(
  request: OrderRequest,
  products: ReadonlyMap<Sku, Product>,
): Pick<Order, "currency" | "lines" | "charges" | "discounts"> {
  const { charges = [], discounts = [] } = request;
  const { lines, currency: ofLines } = requestedLines(request.items, products);
  const amounts = [...charges, ...discounts].map(({ amount }) => amount.currency);
  const currency = requireOneCurrency([ofLines, ...amounts]);
  const goods = {
    currency,
    lines,
    charges: charges.map(({ kind, name, amount, taxRate = 0 }) => ({ kind, name, amount: amount.amount, taxRate })),
    discounts: discounts.map(({ name, amount }) => ({ name, amount: amount.amount })),
  };
  return request.charges ? goods : { ...goods, charges: shippingCharges(request.shippingRates, goods) };
}

function shippingCharges(rates: ShippingRates, goods: OrderToPrice): Charge[] {
  const { subtotal, discountTotal } = priceOrder(goods);
  const charge = shippingChargeFor(rates, goods.currency, subtotal - discountTotal);
  return charge ? [charge] : [];
}

/** @throws 409 `price_changed`: nothing is stored, and the customer can agree to the new total. */
function requireExpected(expected: Money | undefined, total: Money): void {
  if (!expected || (expected.amount === total.amount && expected.currency === total.currency)) return;
  throw problemError(
    priceChanged,
    `The order costs ${spellMoney(total)}, and ${spellMoney(expected)} were expected. Show the new total, and send it as expectedTotal.`,
    { errors: [{ path: "expectedTotal", message: `must be ${total.amount} ${total.currency}` }] },
  );
}

/** The order whose payment is asked for; one that costs nothing needs none. */
function withFirstAttempt(order: Order, asked: PaidWith, context: ChangeContext): Order {
  const { amount } = orderTotal(order);
  return amount === 0 ? order : askForPayment(order, { ...asked, amount }, context);
}

/** What an order can be served from. */
export interface Supply {
  readonly stocks: ReadonlyMap<Sku, Stock>;
  readonly locations: Locations;
}

/** What happens to an order for more than there is: it fails, or goes on without the lines that are short. */
export type OnShortage = "fail" | "cancelLine";

/** The first version of an order: the draft where the stock suffices; else FAILED, or without the lines that are short. */
export function firstVersionOf(draft: Order, supply: Supply, onShortage: OnShortage, context: ChangeContext): Order {
  const shortages = shortagesOf(draft.lines, supply.stocks);
  if (shortages.length === 0) return firstOrder(withAllocations(draft, supply), context);
  const left = draft.lines.length - shortages.length;
  return firstOrder(
    onShortage === "fail" || left === 0
      ? failOutOfStock(draft, shortages)
      : withAllocations(withoutLines(draft, shortages, context), supply),
    context,
  );
}

/** The draft with its units held where the shop serves it from. */
function withAllocations(draft: Order, { stocks, locations }: Supply): Order {
  const units = draft.lines.map((line) => ({ sku: line.sku, quantity: openUnits(line) }));
  const allocated = allocate(units, stocks, locations);
  const lines = draft.lines.map((line, index) => withHeld(line, allocated[index]?.allocations ?? []));
  return { ...draft, lines };
}

/** The draft without the lines that are short; it is paid for what is left. */
function withoutLines(draft: Order, shortages: readonly Shortage[], context: ChangeContext): Order {
  const short = new Set(shortages.map(({ sku }) => sku));
  const lines = draft.lines.map((line) => (short.has(line.sku) ? cancelOpenUnits(line) : line));
  const [attempt] = draft.payment.attempts;
  const unasked = withoutPending({ ...draft, lines, payment: { ...draft.payment, attempts: [] } });
  if (!attempt) return unasked;
  return withFirstAttempt(unasked, paidWith(attempt.method, attempt.customer, attempt.offSession), context);
}

/** The lines for which the stock does not suffice, with what is available. */
export function shortagesOf(units: readonly Units[], stocks: ReadonlyMap<Sku, Stock>): Shortage[] {
  return units.flatMap(({ sku, quantity }) => {
    const available = stocks.get(sku)?.available ?? 0;
    return available < quantity ? [{ sku, ordered: quantity, available }] : [];
  });
}
