import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aDiscount, anOrderToPrice, aShippingCharge, placedOrders } from "../../../tests/builders/prices.ts";
import { units } from "../../../tests/builders/products.ts";
import { sumOf } from "./amount-of-units.ts";
import { parcelAmount } from "./parcel-amount.ts";
import { type OrderToPrice, priceOrder } from "./pricing.ts";
import { refundAmount } from "./refund-amount.ts";

const order = anOrderToPrice({ charges: [aShippingCharge(490)], discounts: [aDiscount(1_000)] });
const middle = { isFirst: false, isLast: false, capturedBefore: 0 };

function inParcel(sku: string, quantity: number, sentBefore = 0) {
  return { ...units(sku, quantity), sentBefore };
}

describe("parcelAmount", () => {
  test("first parcel: its units and the charges", () => {
    expect(parcelAmount(order, [inParcel("MUG", 1), inParcel("PEN", 1)], { ...middle, isFirst: true })).toBe(
      973 + 151 + 490,
    );
  });

  test("a later one: its units", () => {
    expect(parcelAmount(order, [inParcel("MUG", 1, 1)], { ...middle, capturedBefore: 1_614 })).toBe(973);
  });

  test("the last one: the rest, also where less was captured before than the parcels called for", () => {
    expect(parcelAmount(order, [inParcel("MUG", 1, 2)], { ...middle, isLast: true, capturedBefore: 3_000 })).toBe(560);
    expect(parcelAmount(order, [inParcel("MUG", 1, 2)], { ...middle, isLast: true, capturedBefore: 100 })).toBe(3_460);
  });

  test("the only one: everything", () => {
    const only = { isFirst: true, isLast: true, capturedBefore: 0 };
    expect(parcelAmount(order, [inParcel("MUG", 3), inParcel("PEN", 1)], only)).toBe(3_560);
  });

  test("most was captured in another way: no more than the rest", () => {
    expect(parcelAmount(order, [inParcel("MUG", 1)], { ...middle, capturedBefore: 3_500 })).toBe(60);
    expect(parcelAmount(order, [inParcel("MUG", 1)], { ...middle, capturedBefore: 3_560 })).toBe(0);
  });

  test("more was captured than the order calls for, after a cancellation: 0", () => {
    for (const isLast of [true, false]) {
      expect(parcelAmount(order, [inParcel("MUG", 1)], { ...middle, isLast, capturedBefore: 4_000 })).toBe(0);
    }
  });

  test("a SKU without a line: RangeError, for no parcel can have been made with it", () => {
    expect(() => parcelAmount(order, [inParcel("CUP", 1)], middle)).toThrow(RangeError);
  });
});

/** Steps of an order's way: units of some lines are sent in one parcel, or cancelled. */
type Steps = readonly { readonly kind: string; readonly units: readonly number[] }[];
const steps: fc.Arbitrary<Steps> = fc.array(
  fc.record({
    kind: fc.constantFrom("send", "cancel"),
    units: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 6, maxLength: 6 }),
  }),
  { maxLength: 10 },
);

/** What an order has been through: how many units of each line were sent, and what each parcel's capture took. */
interface Way {
  order: OrderToPrice;
  sent: number[];
  captures: number[];
  /** The largest difference between the last parcel's rest and what its own units and charges cost. */
  lastParcelDiffersBy: number;
}

/** Follows the steps, as far as units are open, and ends with a parcel of everything that is still open. */
function follow(placed: OrderToPrice, way: Steps): Way {
  const all = placed.lines.map(({ quantity }) => quantity);
  const result: Way = { order: placed, sent: placed.lines.map(() => 0), captures: [], lastParcelDiffersBy: 0 };
  for (const { kind, units: wanted } of [...way, { kind: "send", units: all }]) {
    const open = result.order.lines.map(({ quantity, cancelled }, i) => quantity - cancelled - (result.sent[i] ?? 0));
    const quantities = open.map((most, i) => Math.min(most, wanted[i] ?? 0));
    if (quantities.every((quantity) => quantity === 0)) continue;
    if (kind === "cancel") cancel(result, quantities);
    else send(result, quantities, open);
  }
  return result;
}

function cancel(way: Way, quantities: readonly number[]) {
  const lines = way.order.lines.map((line, i) => ({ ...line, cancelled: line.cancelled + (quantities[i] ?? 0) }));
  way.order = { ...way.order, lines };
}

function send(way: Way, quantities: readonly number[], open: readonly number[]) {
  const parcel = way.order.lines.flatMap(({ sku }, i) => {
    const quantity = quantities[i] ?? 0;
    return quantity === 0 ? [] : [{ sku, quantity, sentBefore: way.sent[i] ?? 0 }];
  });
  const isFirst = way.captures.length === 0;
  const isLast = open.every((most, i) => most === quantities[i]);
  const capturedBefore = sum(way.captures);
  const amount = parcelAmount(way.order, parcel, { isFirst, isLast, capturedBefore });
  const own = parcelAmount(way.order, parcel, { isFirst, isLast: false, capturedBefore: 0 });
  if (isLast) way.lastParcelDiffersBy = amount - own;
  way.captures.push(amount);
  way.sent = way.sent.map((units, i) => units + (quantities[i] ?? 0));
}

test("parcels, in any partition and between cancellations: together the order's total, none negative", () => {
  fc.assert(
    fc.property(placedOrders, steps, (placed, some) => {
      const { order: ended, captures } = follow(placed, some);
      expect(sum(captures)).toBe(priceOrder(ended).total);
      for (const amount of captures) expect(amount).toBeGreaterThanOrEqual(0);
    }),
  );
});

test("the last parcel's rest is what its own units cost: rounding leaves nothing for it to make up for", () => {
  fc.assert(
    fc.property(placedOrders, steps, (placed, some) => {
      expect(follow(placed, some).lastParcelDiffersBy).toBe(0);
    }),
  );
});

test("sent and cancelled units make up the order: their amounts add up to what it was placed for", () => {
  fc.assert(
    fc.property(placedOrders, steps, (placed, some) => {
      const { order: ended, sent } = follow(placed, some);
      const refunds = ended.lines.map(({ sku }, i) =>
        refundAmount(ended, [{ sku, quantity: sent[i] ?? 0, refundedBefore: 0 }]),
      );
      expect(sumOf(refunds)).toEqual(sumOf(priceOrder(ended).lines));
      expect(ended.lines.map(({ cancelled }, i) => cancelled + (sent[i] ?? 0))).toEqual(
        placed.lines.map(({ quantity }) => quantity),
      );
    }),
  );
});

test("part captured in another way between parcels: all captures together are the total", () => {
  fc.assert(
    fc.property(placedOrders, fc.nat(), fc.nat(), (placed, extra, at) => {
      const [line] = placed.lines;
      if (!line) return;
      const quantity = at % line.quantity;
      const { total } = priceOrder(placed);
      const first = parcelAmount(placed, [{ sku: line.sku, quantity, sentBefore: 0 }], { ...middle, isFirst: true });
      const byHand = extra % (total - first + 1);
      const rest = placed.lines.map(({ sku, quantity: all }, i) =>
        i === 0 ? { sku, quantity: all - quantity, sentBefore: quantity } : { sku, quantity: all, sentBefore: 0 },
      );
      const last = parcelAmount(placed, rest, { isFirst: false, isLast: true, capturedBefore: first + byHand });
      expect(first + byHand + last).toBe(total);
    }),
  );
});

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
