import { expect, test } from "vitest";
import { type ShippingRates, shippingChargeFor } from "./shipping-charge.ts";

const rates: ShippingRates = {
  EUR: { name: "Standard shipping", amount: 490, taxRate: 1_900, freeFrom: 5_000 },
  JPY: { name: "Delivery", amount: 600, taxRate: 1_000 },
  KWD: { name: "Courier", amount: 1_500, taxRate: 0, freeFrom: 0 },
  USD: { name: "Ground", amount: 0, taxRate: 0 },
};

test.each([
  ["EUR", 0, { kind: "shipping", name: "Standard shipping", amount: 490, taxRate: 1_900 }],
  ["EUR", 4_999, { kind: "shipping", name: "Standard shipping", amount: 490, taxRate: 1_900 }],
  ["EUR", 5_000, undefined],
  ["EUR", 5_001, undefined],
  ["JPY", 1_000_000_000, { kind: "shipping", name: "Delivery", amount: 600, taxRate: 1_000 }],
  ["KWD", 0, undefined],
  ["USD", 100, undefined],
  ["GBP", 100, undefined],
])("order in %s with a subtotal of %i: %j", (currency, subtotal, charge) => {
  expect(shippingChargeFor(rates, currency, subtotal)).toEqual(charge);
});

test("shop without shipping rates: no charge", () => {
  expect(shippingChargeFor({}, "EUR", 100)).toBeUndefined();
});
