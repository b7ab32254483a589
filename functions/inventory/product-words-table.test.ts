import { expect, test } from "vitest";
import { aProduct } from "../../tests/builders/products.ts";
import type { Write } from "../platform/table/conditional-write.ts";
import { wordChanges, wordKey } from "./product-words-table.ts";

function described(one: Write): string {
  const { sk } = one.kind === "put" ? one.item : one.key;
  return `${one.kind} ${sk}`;
}

test("entry of a word: with all words of its initial, by word and SKU", () => {
  expect(wordKey("mug", "MUG-1")).toEqual({ pk: "WORDS#m", sk: "mug#MUG-1" });
  expect(wordKey("𐐨𐐩", "A")).toEqual({ pk: "WORDS#𐐨", sk: "𐐨𐐩#A" });
});

test("new product: an entry for each of its words", () => {
  const writes = wordChanges(undefined, aProduct("MUG-1", { name: "Blue mug" }));
  expect(writes.map(described)).toEqual(["put mug#MUG-1", "put 1#MUG-1", "put blue#MUG-1"]);
});

test("renamed product: only what differs is written, under the new version", () => {
  const before = aProduct("MUG", { name: "Blue steel mug" });
  const writes = wordChanges(before, aProduct("MUG", { name: "Red mug of steel", version: 2 }));
  expect(writes.map(described)).toEqual(["put red#MUG", "put of#MUG", "delete blue#MUG"]);
  for (const { condition } of writes) expect(condition.values).toEqual({ ":version": 2 });
});

test("the same words in another order or case: nothing is written", () => {
  expect(
    wordChanges(aProduct("MUG", { name: "Blue mug" }), aProduct("MUG", { name: "MUG, bluê", version: 2 })),
  ).toEqual([]);
});

test("all words of a product replaced: fewer writes than a transaction may have", () => {
  const named = (letter: string) =>
    aProduct("A", { name: Array.from({ length: 99 }, (_, n) => `${letter}${n}`).join(" ") });
  expect(wordChanges(named("x"), named("y")).length).toBeLessThanOrEqual(40);
});

test("entry of a later version: our own mistake, and no problem", () => {
  const [first] = wordChanges(undefined, aProduct("MUG"));
  expect(first?.conflictError(undefined).message).toContain("is of a later version than the product");
});
