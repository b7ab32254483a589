import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { hasNoCardNumber, readableText } from "./text.ts";

const name = readableText({ longest: 40 });
const description = readableText({ longest: 40, multiline: true, mayBeEmpty: true });

function accepts(schema: z.ZodMiniType, text: string): boolean {
  return z.safeParse(schema, text).success;
}

describe("a line of text", () => {
  test.each([
    "Alice",
    "Łódź",
    "محمد",
    "میرزا\u200cحسین",
    "山田 太郎",
    "O'Brien-Smith",
    "👩‍🚀 Shop",
    " Bob",
    "👍".repeat(40),
  ])("accepts %j", (text) => {
    expect(accepts(name, text)).toBe(true);
  });

  test.each([
    ["nothing", ""],
    ["a lone space", " "],
    ["a no-break space", "\u00a0"],
    ["a character without width", "\u200b"],
    ["NUL", "Ali\u0000ce"],
    ["escape", "\u001b[31mAlice"],
    ["delete", "Alice\u007f"],
    ["a line break", "Alice\nAdmin"],
    ["a line separator", "Alice\u2028Admin"],
    ["a right-to-left override", "Alice\u202eecilA"],
    ["an isolate", "\u2066Alice\u2069"],
    ["a right-to-left mark", "Alice\u200f"],
    ["41 characters", "a".repeat(41)],
    ["41 emojis", "👍".repeat(41)],
  ])("refuses %s", (_, text) => {
    expect(accepts(name, text)).toBe(false);
  });
});

describe("a text of several lines", () => {
  test.each(["", "Blue.\n\tHolds 350 ml.\r\nDishwasher-safe."])("accepts %j", (text) => {
    expect(accepts(description, text)).toBe(true);
  });

  test.each([" ", "\n", "a\u0000b", "a\u202eb"])("refuses %j", (text) => {
    expect(accepts(description, text)).toBe(false);
  });
});

describe("a card number", () => {
  test.each([
    "4111111111111111",
    "4111 1111 1111 1111",
    "4111-1111-1111-1111",
    "378282246310005",
    "6304000000000000000",
    "my card is 5555555555554444, thanks",
    "4111 1111 1111 1111 12/27",
    "4111111111111111 12/27 123",
    "Flat 7 4111 1111 1111 1111",
    "12 4111111111111111",
    "4111.1111.1111.1111",
    "4111\u00a01111\u00a01111\u00a01111",
    "4111  1111 – 1111  1111",
  ])("is found in %j", (text) => {
    expect(hasNoCardNumber(text)).toBe(false);
    expect(accepts(name, text)).toBe(false);
  });

  test.each([
    ["a wrong check digit", "4111111111111112"],
    ["14 digits", "30569309025904"],
    ["20 digits", "00340434161094021501"],
    ["a part of 22 digits", "4111111111111111000000"],
    ["letters between the digits", "41111111a11111111"],
    ["a part of a group", "4111 1111 1111 111122"],
    ["groups far apart", "4111 1111 .... 1111 1111"],
  ])("is not seen in %s", (_, text) => {
    expect(hasNoCardNumber(text)).toBe(true);
  });

  test("is no reason to refuse where any number may stand, such as a tracking number", () => {
    expect(accepts(readableText({ longest: 40, anyNumber: true }), "4111111111111111")).toBe(true);
  });
});

test("a pattern takes linear time, whatever is sent", () => {
  const patterns = [name, readableText({ longest: 100_000, multiline: true })];
  const hostile = [
    `${" ".repeat(50_000)}\u0000`,
    `a${" ".repeat(50_000)}\u0000`,
    "1 ".repeat(50_000),
    "12345678 ".repeat(10_000),
  ];

  expect(patterns.flatMap((pattern) => hostile.map((text) => accepts(pattern, text)))).toEqual([
    ...[false, false, false, false],
    ...[false, false, true, true],
  ]);
});
