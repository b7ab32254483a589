import * as z from "zod/mini";
import type { Condition, Delete, Put, Write } from "../platform/table/conditional-write.ts";
import type { Key } from "../platform/table/item.ts";
import { itemType } from "../platform/table/item-type.ts";
import { querySortKeys } from "../platform/table/read.ts";
import { type Product, Sku } from "./rules/product.ts";
import { indexedWords, type Seed } from "./rules/search-words.ts";

/** Leads from a word to a product that has it: both are in its key. */
export const productWordItem = itemType({
  type: "product_word",
  schema: z.looseObject({ productVersion: z.int() }),
  events: "none",
});

/** Words with one initial have one partition, so that one letter can be searched for, too. */
function partitionOf(word: string): string {
  return `WORDS#${[...word][0]}`;
}

export function wordKey(word: string, sku: string): Key {
  return { pk: partitionOf(word), sk: `${word}#${sku}` };
}

/** A word of a product, and the position of its entry among those of a search. */
export interface WordEntry {
  readonly word: string;
  readonly sku: string;
  readonly position: string;
}

/** The positions that a search may have; none can be part of another. */
export function positionsOf(seed: Seed) {
  return z.string().check(
    z.regex(/^[\p{L}\p{N}]+#[^#]+$/u),
    z.refine((position) => position.startsWith(firstPosition(seed))),
    z.refine((position) => Sku.safeParse(position.split("#")[1]).success),
  );
}

function firstPosition({ word, isPrefix }: Seed): string {
  return isPrefix ? word : `${word}#`;
}

/** No position sorts behind this character. */
const LAST = "\u{10ffff}";

/** The entries of a word, or of all words that begin with it, by word and SKU. */
export async function findWords(seed: Seed, limit: number, after: string | undefined): Promise<WordEntry[]> {
  const first = firstPosition(seed);
  const from = after === undefined ? first : `${after}\u0000`;
  const keys = await querySortKeys({ pk: partitionOf(seed.word), from, upTo: `${first}${LAST}`, limit });
  return keys.map((position) => {
    const [word = "", sku = ""] = position.split("#");
    return { word, sku, position };
  });
}

/** The writes that bring a product's entries to its next version: only what differs. */
export function wordChanges(before: Product | undefined, after: Product): Write[] {
  const [old, now] = [before ? indexedWords(before) : [], indexedWords(after)];
  return [
    ...now.filter((word) => !old.includes(word)).map((word) => putWord(word, after)),
    ...old.filter((word) => !now.includes(word)).map((word) => deleteWord(word, after)),
  ];
}

function putWord(word: string, { sku, version }: Product): Put {
  return {
    kind: "put",
    name: "putWord",
    item: { ...wordKey(word, sku), type: productWordItem.type, productVersion: version },
    condition: isOlderThan(version),
    conflictError: () => overtakenError(word, sku),
  };
}

function deleteWord(word: string, { sku, version }: Product): Delete {
  return {
    kind: "delete",
    name: "deleteWord",
    key: wordKey(word, sku),
    condition: isOlderThan(version),
    conflictError: () => overtakenError(word, sku),
  };
}

/** The product's version decides, in the same transaction; this fails only where an entry is already wrong. */
function isOlderThan(version: number): Condition {
  return {
    expression: "attribute_not_exists(pk) OR productVersion < :version",
    values: { ":version": version },
  };
}

function overtakenError(word: string, sku: string): Error {
  return new Error(`The entry "${word}" of ${sku} is of a later version than the product.`);
}
