import * as z from "zod/mini";
import { LocationId } from "../../inventory/rules/location.ts";
import { Sku } from "../../inventory/rules/product.ts";
import { Count } from "../../platform/values/count.ts";
import { BasisPoints, Money } from "../../platform/values/money.ts";
import type { Amounts } from "../rules/amount-of-units.ts";
import { allocationsOf, LINE_STATUSES, lineStatus, type OrderLine, openUnits } from "../rules/line.ts";
import type { Order } from "../rules/order.ts";
import { CHARGE_KINDS, type Charge } from "../rules/price-parts.ts";
import { priceOrder } from "../rules/pricing.ts";
import { shownOrder } from "../rules/total.ts";

export const OrderLineView = z
  .strictObject({
    sku: Sku,
    name: z.string(),
    quantity: Count,
    unitPrice: Money,
    taxRate: BasisPoints,
    gross: Money,
    discount: Money,
    total: Money,
    net: Money,
    tax: Money,
    status: z.enum(LINE_STATUSES),
    open: Count,
    backordered: z
      .exactOptional(Count)
      .check(z.meta({ description: "Of those open, the units that wait for stock; left out where none do" })),
    allocations: z
      .exactOptional(z.array(z.strictObject({ location: LocationId, quantity: Count })))
      .check(z.meta({ description: "Where units are held for it; left out where all are at `main`" })),
    shipped: Count,
    delivered: Count.check(z.meta({ description: "Of those shipped" })),
    undelivered: Count.check(z.meta({ description: "Of those shipped: they came back with their parcel" })),
    returned: Count.check(z.meta({ description: "Of those shipped: they came with returns" })),
    cancelled: Count,
  })
  .check(
    z.meta({
      id: "OrderLine",
      description:
        "quantity = open + shipped + cancelled. Amounts are of the units that are not cancelled, tax included: total = " +
        "gross - discount = net + tax. Of an order that ended before anything shipped, they are of what was ordered.",
    }),
  );
export type OrderLineView = z.output<typeof OrderLineView>;

const ChargeView = z
  .strictObject({
    kind: z.enum(CHARGE_KINDS),
    name: z.string(),
    amount: Money,
    taxRate: BasisPoints,
    net: Money,
    tax: Money,
  })
  .check(z.meta({ id: "Charge", description: "amount = net + tax" }));
type ChargeView = z.output<typeof ChargeView>;

const DiscountView = z
  .strictObject({ name: z.string(), amount: Money })
  .check(z.meta({ id: "Discount", description: "As it was given: each line has its share of what it still reduces" }));

/** The fields of an order that say what it costs: total = subtotal - discountTotal + chargeTotal, taxTotal included. */
export const priceFields = {
  lines: z.array(OrderLineView),
  charges: z.array(ChargeView),
  discounts: z.array(DiscountView),
  subtotal: Money,
  discountTotal: Money,
  chargeTotal: Money,
  taxTotal: Money,
  total: Money,
};

/** What an order costs, or did cost before it ended. */
export function priceView(order: Order) {
  const { currency, lines, charges, discounts } = order;
  const price = priceOrder(shownOrder(order));
  const money = (amount: number) => ({ amount, currency });
  return {
    lines: lines.map((line, index) => lineView(line, amountsAt(price.lines, index), money)),
    charges: charges.map((charge, index) => chargeView(charge, amountsAt(price.charges, index), money)),
    discounts: discounts.map(({ name, amount }) => ({ name, amount: money(amount) })),
    subtotal: money(price.subtotal),
    discountTotal: money(price.discountTotal),
    chargeTotal: money(price.chargeTotal),
    taxTotal: money(price.taxTotal),
    total: money(price.total),
  };
}

type ToMoney = (amount: number) => Money;

function amountsAt(amounts: readonly Amounts[], index: number): Amounts {
  return amounts[index] ?? { gross: 0, discount: 0, total: 0, net: 0, tax: 0 };
}

function lineView(line: OrderLine, amounts: Amounts, money: ToMoney): OrderLineView {
  const { sku, name, quantity, unitPrice, taxRate, shipped, delivered, undelivered, returned, cancelled } = line;
  return {
    sku,
    name,
    quantity,
    unitPrice: money(unitPrice),
    taxRate,
    gross: money(amounts.gross),
    discount: money(amounts.discount),
    total: money(amounts.total),
    net: money(amounts.net),
    tax: money(amounts.tax),
    status: lineStatus(line),
    open: openUnits(line),
    ...(line.backordered > 0 && { backordered: line.backordered }),
    ...(line.elsewhere.length > 0 && { allocations: allocationsOf(line) }),
    shipped,
    delivered,
    undelivered,
    returned,
    cancelled,
  };
}

function chargeView({ kind, name, taxRate }: Charge, { total, net, tax }: Amounts, money: ToMoney): ChargeView {
  return { kind, name, amount: money(total), taxRate, net: money(net), tax: money(tax) };
}
