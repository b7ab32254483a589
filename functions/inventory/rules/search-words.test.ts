import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aProduct } from "../../../tests/builders/products.ts";
import {
  indexedWords,
  isFoundBy,
  parseSearch,
  productWords,
  searchMistake,
  seedOf,
  shownUnder,
} from "./search-words.ts";

const mug = aProduct("MUG-STEEL-350", { name: "Steel mug, 350 ml", barcode: "4006381333931" });

test("words of a product: of its barcode, its SKU and its name, each once, without case and accents", () => {
  expect(productWords(mug)).toEqual(["4006381333931", "mug", "steel", "350", "ml"]);
  const named = aProduct("A", { name: "Große Löffel – ŁÓDŹ, smørrebrød, Œuvre ½ ΟΔΟΣ" });
  expect(productWords(named)).toEqual(["a", "grosse", "loffel", "lodz", "smorrebrod", "oeuvre", "1", "2", "οδοσ"]);
});

test("many words: the first twenty lead to the product, the others are still its words", () => {
  const name = Array.from({ length: 30 }, (_, number) => `w${number}`).join(" ");
  const product = aProduct("A", { name });
  expect(indexedWords(product)).toHaveLength(20);
  expect(isFoundBy(product, parseSearch("a w29"))).toBe(true);
});

test("letters that become very many, and very long words: no key becomes too long", () => {
  const name = fc.oneof(fc.string({ unit: "binary", maxLength: 200 }), fc.constant("\ufdfa".repeat(200)));
  fc.assert(
    fc.property(name, (text) => {
      for (const word of productWords(aProduct("A", { name: text }))) {
        expect(Buffer.byteLength(word)).toBeLessThanOrEqual(160);
        expect(word).not.toContain("#");
      }
    }),
  );
});

describe("search", () => {
  test.each([
    ["steel", true],
    ["STEEL MUG", true],
    ["mug st", true],
    ["st mug", false],
    ["MUG-STEEL-350", true],
    ["4006381333931", true],
    ["40063", true],
    ["mug 350 ml steel", true],
    ["mug blue", false],
    ["steels", false],
    ["stéel", true],
    ["m", true],
  ])("%s finds the steel mug: %s", (text, isFound) => {
    expect(searchMistake(text)).toBeUndefined();
    expect(isFoundBy(mug, parseSearch(text))).toBe(isFound);
  });

  test.each([
    ["", "must have a word: letters or digits"],
    [" -- ", "must have a word: letters or digits"],
    ["a b c d e f g h i", "must have at most 8 words"],
    ["x".repeat(101), "must have at most 100 characters"],
  ])("%j: %s", (text, mistake) => {
    expect(searchMistake(text)).toBe(mistake);
  });

  test("as many words and characters as there may be: no mistake", () => {
    expect(searchMistake("a b c d e f g h")).toBeUndefined();
    expect(searchMistake("😀x".repeat(50))).toBe("must have at most 8 words");
    expect(searchMistake("x".repeat(100))).toBeUndefined();
  });

  test.each([
    ["mug", { word: "mug", isPrefix: true }],
    ["steel mu", { word: "steel", isPrefix: false }],
    ["mug steel", { word: "steel", isPrefix: true }],
    ["mug mug", { word: "mug", isPrefix: false }],
  ])("%s is looked up under %j", (text, seed) => {
    expect(seedOf(parseSearch(text))).toEqual(seed);
  });

  test("every product that a search finds is shown under exactly one of its words", () => {
    const word = fc.stringMatching(/^[abm]{1,3}$/);
    const product = fc
      .array(word, { minLength: 1, maxLength: 5 })
      .map((words) => aProduct("A-B", { name: words.join(" ") }));
    fc.assert(
      fc.property(product, fc.array(word, { minLength: 1, maxLength: 3 }), (found, words) => {
        const search = parseSearch(words.join(" "));
        const seed = seedOf(search);
        const entries = indexedWords(found).filter((one) =>
          seed.isPrefix ? one.startsWith(seed.word) : one === seed.word,
        );
        if (isFoundBy(found, search)) expect(entries).toContain(shownUnder(found, seed));
      }),
    );
  });
});
