import fc from "fast-check";
import { expect, test } from "vitest";
import { MAX_AMOUNT } from "../../platform/values/money.ts";
import { spreadDiscount } from "./spread-discount.ts";

test.each([
  ["in proportion", 30, [100, 200], [10, 20]],
  ["one minor unit too many: to the largest remainder", 10, [100, 200], [3, 7]],
  ["equal remainders: to the earlier amount", 1, [100, 100], [1, 0]],
  ["two left: to the two earlier of three equal amounts", 2, [5, 5, 5], [1, 1, 0]],
  ["the largest remainders are the later ones", 5, [1, 3, 5], [0, 2, 3]],
  ["all of it", 300, [100, 200], [100, 200]],
  ["an amount of 0 gets nothing", 2, [0, 3, 0], [0, 2, 0]],
  ["no discount", 0, [100, 0], [0, 0]],
  ["no discount on amounts of 0", 0, [0, 0], [0, 0]],
  ["no amounts", 0, [], []],
  ["products beyond a number's exact integers", 48_301_883, [820_096_754, 179_903_245], [39_612_217, 8_689_666]],
])("%s: %i over %j is %j", (_, discount, amounts, shares) => {
  expect(spreadDiscount(discount, amounts)).toEqual(shares);
});

/** Amounts whose sum is at most MAX_AMOUNT, and a discount of at most that sum. */
const spreads = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: Math.floor(MAX_AMOUNT / 30) })), {
    minLength: 1,
    maxLength: 30,
  })
  .chain((amounts) => {
    const sum = amounts.reduce((total, amount) => total + amount, 0);
    return fc.record({ amounts: fc.constant(amounts), discount: fc.integer({ min: 0, max: sum }) });
  });

test("shares add up to the discount, and none is negative or exceeds its amount", () => {
  fc.assert(
    fc.property(spreads, ({ amounts, discount }) => {
      const shares = spreadDiscount(discount, amounts);
      expect(shares.reduce((total, share) => total + share, 0)).toBe(discount);
      for (const [index, share] of shares.entries()) {
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(amounts[index] ?? 0);
      }
    }),
  );
});

test("each share is less than one minor unit from its exact proportion, rounded up in the order of remainders", () => {
  fc.assert(
    fc.property(spreads, ({ amounts, discount }) => {
      const sum = amounts.reduce((total, amount) => total + BigInt(amount), 0n);
      const shares = spreadDiscount(discount, amounts).map((share, index) => {
        const exact = BigInt(discount) * BigInt(amounts[index] ?? 0);
        const distance = BigInt(share) * sum - exact;
        if (discount > 0) expect(distance > -sum && distance < sum).toBe(true);
        return { isUp: distance > 0n, remainder: sum === 0n ? 0n : exact % sum };
      });
      const last = shares.findLast(({ isUp }) => isUp);
      for (const [index, { isUp, remainder }] of shares.entries()) {
        if (isUp || !last) continue;
        // Who was not rounded up has no larger remainder than any who was, and an equal one only further back.
        const overtaken = shares.filter(
          (other, at) => other.isUp && (other.remainder < remainder || (other.remainder === remainder && at > index)),
        );
        expect(overtaken).toEqual([]);
      }
    }),
  );
});
