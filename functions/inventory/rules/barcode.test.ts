import fc from "fast-check";
import { expect, test } from "vitest";
import { barcodeMistake } from "./barcode.ts";

test.each([
  ["GTIN-8", "96385074"],
  ["GTIN-12", "036000291452"],
  ["GTIN-13", "4006381333931"],
  ["GTIN-14", "10614141000415"],
  ["all zeros", "00000000"],
])("%s: valid", (_, text) => {
  expect(barcodeMistake(text)).toBeUndefined();
});

test.each(["", "9638507", "963850744", "40063813339311", "4006381-333931", "4006381333931 ", "ABCDEFGH", "١٢٣٤٥٦٧٨"])(
  "%j: not the digits of a GTIN",
  (text) => {
    expect(barcodeMistake(text)).toMatch(/^(must be a GTIN of 8, 12, 13 or 14 digits|is mistyped: )/);
  },
);

test("another last digit: the message says which it must be", () => {
  expect(barcodeMistake("4006381333932")).toBe("is mistyped: after 400638133393 its check digit is 1");
});

test("one digit mistyped: found, whichever it is", () => {
  const mistyped = fc.record({ at: fc.nat(12), by: fc.integer({ min: 1, max: 9 }) });
  fc.assert(
    fc.property(mistyped, ({ at, by }) => {
      const digits = [..."4006381333931"];
      digits[at] = String((Number(digits[at]) + by) % 10);
      expect(barcodeMistake(digits.join(""))).toMatch(/^is mistyped/);
    }),
  );
});
