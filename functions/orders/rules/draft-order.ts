import type { Product, Sku } from "../../inventory/rules/product.ts";
import type { Address } from "../../platform/values/address.ts";
import { type Money, spellMoney } from "../../platform/values/money.ts";
import { problem, problemError } from "../../platform/values/problems.ts";
import { secondsAfter } from "../../platform/values/time.ts";
import { firstVersion } from "../../platform/values/version.ts";
import { askForPayment } from "./ask-for-payment.ts";
import type { ChangeContext } from "./next-order.ts";
import type { CustomerId, Order, OrderId } from "./order.ts";
import type { PaidWith } from "./payment.ts";
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
  readonly exchangeFor?: NonNullable<Order["exchangeFor"]>;
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
  const { id, customerId, shippingAddress, billingAddress, placedBy, email, reference, metadata, exchangeFor } =
    request;
  const { captureAt, customerMayCancelUntil, paymentHoldSeconds, returnWithinDays } = request.policy;
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
    returnWithinDays,
    returns: [],
    ...(exchangeFor && { exchangeFor }),
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
export function withFirstAttempt(order: Order, asked: PaidWith, context: ChangeContext): Order {
  const { amount } = orderTotal(order);
  return amount === 0 ? order : askForPayment(order, { ...asked, amount }, context);
}
