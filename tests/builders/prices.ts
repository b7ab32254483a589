import fc from "fast-check";
import { Sku } from "../../functions/inventory/rules/product.ts";
import type { Charge } from "../../functions/orders/rules/price-parts.ts";
import type { LineToPrice, OrderToPrice } from "../../functions/orders/rules/pricing.ts";

/** Three mugs at 12.90 EUR and a pen at 2.00 EUR, 19 % tax included. */
export function anOrderToPrice(changes: Partial<OrderToPrice> = {}): OrderToPrice {
  return {
    currency: "EUR",
    lines: [aLineToPrice("MUG", { quantity: 3, unitPrice: 1_290 }), aLineToPrice("PEN", { unitPrice: 200 })],
    charges: [],
    discounts: [],
    ...changes,
  };
}

export function aLineToPrice(sku: string, changes: Partial<LineToPrice> = {}): LineToPrice {
  return { sku: Sku.parse(sku), quantity: 1, cancelled: 0, unitPrice: 1_290, taxRate: 1_900, ...changes };
}

export function aShippingCharge(amount: number): Charge {
  return { kind: "shipping", name: "Standard shipping", amount, taxRate: 1_900 };
}

export function aDiscount(amount: number) {
  return { name: "Voucher", amount };
}

/** What a thing costs, in minor units of currencies with 0, 2 and 3 digits. */
const PRICES = [
  { currency: "JPY", highest: 50_000 },
  { currency: "EUR", highest: 99_999 },
  { currency: "KWD", highest: 500_000 },
];

const taxRate = fc.oneof(fc.constantFrom(0, 500, 700, 800, 1_000, 1_900, 2_500), fc.integer({ min: 0, max: 10_000 }));

/** Any order as placed: nothing cancelled or added, its discounts at most what its lines cost. */
export const placedOrders: fc.Arbitrary<OrderToPrice> = fc
  .constantFrom(...PRICES)
  .chain(({ currency, highest }) => {
    const price = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: highest }));
    const line = fc.record({ quantity: fc.integer({ min: 1, max: 12 }), unitPrice: price, taxRate });
    const charge = fc.record({
      kind: fc.constantFrom("shipping" as const, "fee" as const),
      name: fc.constant("Charge"),
      amount: price,
      taxRate,
    });
    return fc.record({
      currency: fc.constant(currency),
      lines: fc.array(line, { minLength: 1, maxLength: 6 }),
      charges: fc.array(charge, { maxLength: 2 }),
    });
  })
  .chain((order) => {
    const lines = order.lines.map((line, index) => aLineToPrice(`SKU-${index}`, line));
    const sum = lines.reduce((total, { unitPrice, quantity }) => total + unitPrice * quantity, 0);
    const discount = fc.oneof(fc.integer({ min: 0, max: sum }), fc.constantFrom(0, sum, Math.max(0, sum - 1)));
    return fc.tuple(discount, fc.boolean()).map(([amount, inTwo]) => ({
      ...order,
      lines,
      discounts: inTwo
        ? [aDiscount(Math.floor(amount / 3)), aDiscount(amount - Math.floor(amount / 3))]
        : [aDiscount(amount)],
    }));
  });
