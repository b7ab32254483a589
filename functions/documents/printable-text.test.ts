import { expect, test } from "vitest";
import { printableText } from "./printable-text.ts";

/** A font that has the characters of Latin, and the replacement. */
const latin = (codePoint: number) => codePoint < 0x2000 || codePoint === 0xfffd;

test.each([
  ["Łukasz Żółć", "Łukasz Żółć"],
  ["Z\u0307ycie", "Życie"],
  ["Café\ufe0f \u200bbar\u00ad", "Café bar"],
])("%j is printed as %j", (given, text) => {
  expect(printableText(given, latin)).toEqual({ text, missing: [] });
});

test("characters that the font does not have are replaced, each by one sign, and named once", () => {
  expect(printableText("中文 中 Mug 😀", latin)).toEqual({
    text: "\ufffd\ufffd \ufffd Mug \ufffd",
    missing: ["U+4E2D", "U+6587", "U+1F600"],
  });
});

test("half a character is replaced", () => {
  expect(printableText("a\ud800b", latin).text).toBe("a\ufffdb");
});
