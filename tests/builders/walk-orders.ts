import fc from "fast-check";
import type { OrderRequest } from "../../functions/orders/rules/draft-order.ts";
import { firstVersionOf } from "../../functions/orders/rules/first-version.ts";
import type { Order } from "../../functions/orders/rules/order.ts";
import { CAPTURE_AT, CUSTOMER_MAY_CANCEL_UNTIL } from "../../functions/orders/rules/policy.ts";
import { goodResult } from "./effect-results.ts";
import { aPendingOrder, changed, FAILS } from "./orders.ts";
import { aStock, aSupply, units } from "./products.ts";

const euros = (amount: number) => ({ amount, currency: "EUR" });

/** What makes orders go different ways, one of each. */
const PARTS: readonly Partial<OrderRequest>[] = [
  {},
  { charges: [{ kind: "shipping", name: "Standard", amount: euros(490), taxRate: 1_900 }] },
  { discounts: [{ name: "Autumn", amount: euros(1_000) }] },
  { discounts: [{ name: "All of it", amount: euros(1_290) }], items: [units("MUG", 1)] },
  { paidByHand: true },
];

/** A placed order: with these parts of a request, by this policy. */
function placed(request: Partial<OrderRequest>): Order {
  const draft = aPendingOrder(request);
  const stocks = draft.lines.map(({ sku }) => aStock({ sku, available: 100 }));
  return firstVersionOf(draft, aSupply(stocks), FAILS, changed(0));
}

/** An order for each policy of capturing and of holding, with each of the parts. */
export function everyKindOfOrder(): readonly Order[] {
  return CAPTURE_AT.flatMap((captureAt) =>
    [0, 3_600].flatMap((paymentHoldSeconds) =>
      PARTS.map((part) =>
        placed({
          ...part,
          policy: { captureAt, customerMayCancelUntil: "PACKED", paymentHoldSeconds, returnWithinDays: 30 },
        }),
      ),
    ),
  );
}

const items = fc.uniqueArray(
  fc.record({ sku: fc.constantFrom("MUG", "PEN", "LAMP"), quantity: fc.integer({ min: 1, max: 4 }) }),
  { minLength: 1, selector: ({ sku }) => sku },
);

/** Orders of any kind. */
export const placedOrders: fc.Arbitrary<Order> = fc
  .record({
    items,
    part: fc.constantFrom(...PARTS),
    policy: fc.record({
      captureAt: fc.constantFrom(...CAPTURE_AT),
      customerMayCancelUntil: fc.constantFrom(...CUSTOMER_MAY_CANCEL_UNTIL),
      paymentHoldSeconds: fc.constantFrom(0, 3_600),
      returnWithinDays: fc.constantFrom(0, 3, 30),
    }),
  })
  .map(({ items: wanted, part, policy }) =>
    placed({ items: wanted.map(({ sku, quantity }) => units(sku, quantity)), ...part, policy }),
  );

/** Orders that were captured when they were placed; some of them shipped. */
export const capturedOrders: fc.Arbitrary<Order> = fc
  .record({ part: fc.constantFrom(...PARTS.slice(0, 3)), effects: fc.integer({ min: 2, max: 3 }) })
  .map(({ part, effects }) => {
    const policy = {
      captureAt: "placement",
      customerMayCancelUntil: "SHIPPED",
      paymentHoldSeconds: 3_600,
      returnWithinDays: 30,
    } as const;
    let order = placed({ ...part, policy });
    for (let seconds = 1; seconds <= effects && order.pending; seconds++) {
      const context = changed(seconds);
      order = goodResult(order, order.pending, context.now)(order, context);
    }
    return order;
  });
