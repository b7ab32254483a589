import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_AMOUNT } from "../../platform/values/money.ts";
import { amountOfUnits, type DiscountedLine, sumOf } from "./amount-of-units.ts";

const line: DiscountedLine = { quantity: 3, unitPrice: 1_000, taxRate: 1_900, discount: 100 };

/** Any line with a discount of at most its price, and units added after placing. */
const lines: fc.Arbitrary<DiscountedLine> = fc
  .record({
    placed: fc.integer({ min: 0, max: 40 }),
    added: fc.integer({ min: 0, max: 5 }),
    unitPrice: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 100_000 })),
    taxRate: fc.integer({ min: 0, max: 10_000 }),
  })
  .chain(({ placed, added, unitPrice, taxRate }) =>
    fc
      .integer({ min: 0, max: placed * unitPrice })
      .map((discount) => ({ quantity: placed + added, added, unitPrice, taxRate, discount })),
  );

/** A line, and positions at which its units are cut into parts. */
const cutLines = lines.chain((one) =>
  fc.record({
    line: fc.constant(one),
    cuts: fc.array(fc.integer({ min: 0, max: one.quantity }), { maxLength: 6 }),
  }),
);

describe("amountOfUnits", () => {
  test.each([
    [0, 1, { gross: 1_000, discount: 33, total: 967, net: 813, tax: 154 }],
    [1, 2, { gross: 1_000, discount: 34, total: 966, net: 811, tax: 155 }],
    [2, 3, { gross: 1_000, discount: 33, total: 967, net: 813, tax: 154 }],
    [0, 3, { gross: 3_000, discount: 100, total: 2_900, net: 2_437, tax: 463 }],
    [2, 2, { gross: 0, discount: 0, total: 0, net: 0, tax: 0 }],
  ])("units %i to %i of three at 10.00 with 1.00 discount", (from, to, amounts) => {
    expect(amountOfUnits(line, from, to)).toEqual(amounts);
  });

  test("half a minor unit of discount: rounded up", () => {
    expect(amountOfUnits({ ...line, quantity: 2, discount: 1 }, 0, 1).discount).toBe(1);
    expect(amountOfUnits({ ...line, quantity: 2, discount: 1 }, 1, 2).discount).toBe(0);
  });

  test("units added after placing: full price, and the earlier ones keep theirs", () => {
    const raised = { ...line, quantity: 5, added: 2 };
    expect(amountOfUnits(raised, 0, 3)).toEqual(amountOfUnits(line, 0, 3));
    expect(amountOfUnits(raised, 3, 5)).toMatchObject({ gross: 2_000, discount: 0, total: 2_000 });
  });

  test("line added after placing: no discount", () => {
    expect(amountOfUnits({ ...line, added: 3, discount: 0 }, 0, 3)).toMatchObject({ discount: 0, total: 3_000 });
  });

  test.each([
    [-1, 1],
    [2, 1],
    [0, 4],
    [Number.NaN, 1],
    [0, Number.NaN],
  ])("units %d to %d, which a line of three does not have: RangeError", (from, to) => {
    expect(() => amountOfUnits(line, from, to)).toThrow(RangeError);
  });

  test("largest line: exact", () => {
    const largest = { quantity: 100_000, unitPrice: MAX_AMOUNT / 100_000, taxRate: 10_000, discount: MAX_AMOUNT - 1 };
    const parts = [0, 33_333, 99_999].map((from, index) =>
      amountOfUnits(largest, from, [33_333, 99_999, 100_000][index] ?? 0),
    );
    expect(parts.map(({ discount }) => discount)).toEqual([333_330_000, 666_659_999, 10_000]);
    expect(sumOf(parts)).toEqual({ gross: MAX_AMOUNT, discount: MAX_AMOUNT - 1, total: 1, net: 1, tax: 0 });
  });

  test("parts that make up a line add up to it, however it is cut", () => {
    fc.assert(
      fc.property(cutLines, ({ line: cut, cuts }) => {
        const ends = [...cuts, cut.quantity].sort((a, b) => a - b);
        const parts = ends.map((end, index) => amountOfUnits(cut, ends[index - 1] ?? 0, end));
        const whole = amountOfUnits(cut, 0, cut.quantity);
        expect(sumOf(parts)).toEqual(whole);
        expect(whole).toMatchObject({ gross: cut.unitPrice * cut.quantity, discount: cut.discount });
      }),
    );
  });

  test("no part is negative; total = gross - discount = net + tax", () => {
    fc.assert(
      fc.property(cutLines, ({ line: cut, cuts }) => {
        const [from = 0, to = cut.quantity] = cuts.slice(0, 2).sort((a, b) => a - b);
        const { gross, discount, total, net, tax } = amountOfUnits(cut, from, to);
        for (const amount of [gross, discount, total, net, tax]) expect(amount).toBeGreaterThanOrEqual(0);
        expect(total).toBe(gross - discount);
        expect(total).toBe(net + tax);
      }),
    );
  });

  test("units cost the same wherever they are in a line, within one minor unit", () => {
    const placements = lines.chain((one) => {
      const placed = one.quantity - (one.added ?? 0);
      return fc.integer({ min: 0, max: placed }).chain((units) => {
        const from = fc.integer({ min: 0, max: placed - units });
        return fc.record({
          line: fc.constant(one),
          placed: fc.constant(placed),
          units: fc.constant(units),
          here: from,
          there: from,
        });
      });
    });
    fc.assert(
      fc.property(placements, ({ line: one, placed, units, here, there }) => {
        const atOne = amountOfUnits(one, here, here + units).total;
        const atOther = amountOfUnits(one, there, there + units).total;
        expect(Math.abs(atOne - atOther)).toBeLessThanOrEqual(1);
        const exactTimesPlaced = (one.unitPrice * placed - one.discount) * units;
        expect(Math.abs(atOne * placed - exactTimesPlaced)).toBeLessThanOrEqual(placed);
      }),
    );
  });
});
