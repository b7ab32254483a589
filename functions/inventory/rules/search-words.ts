import type { Product } from "./product.ts";

/** Letters that Unicode does not take apart into a plain one and an accent. */
const PLAIN: Readonly<Record<string, string>> = { ø: "o", ł: "l", đ: "d", æ: "ae", œ: "oe", ς: "σ" };

/** Longer words are cut, those of products and of searches alike. */
const MAX_WORD_LENGTH = 40;

/** The words of a text, in order, without case and accents: "Löffel, 350 ml" is loffel, 350, ml. */
function wordsIn(text: string): string[] {
  const unaccented = text.normalize("NFKD").replace(/\p{M}/gu, "");
  // Through upper case, in which ß is SS.
  const plain = unaccented
    .toUpperCase()
    .toLowerCase()
    .replace(/[øłđæœς]/g, (letter) => PLAIN[letter] ?? letter);
  const words = plain.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.map((word) => [...word].slice(0, MAX_WORD_LENGTH).join(""));
}

type Described = Pick<Product, "sku" | "name" | "barcode">;

/** The words by which a product can be searched, each once. */
export function productWords({ sku, name, barcode = "" }: Described): string[] {
  return [...new Set([barcode, sku, name].flatMap(wordsIn))];
}

const MAX_INDEXED_WORDS = 20;

/** Those of them that lead to it. A search has to name one of them; its other words may be any of the product's. */
export function indexedWords(product: Described): string[] {
  return productWords(product).slice(0, MAX_INDEXED_WORDS);
}

/** What is searched for: whole words, and the beginning of the last one, which may still be typed. */
export interface Search {
  readonly whole: readonly string[];
  readonly prefix: string;
}

export const MAX_SEARCH_LENGTH = 100;
export const MAX_SEARCH_WORDS = 8;

/** What is wrong with the text of a search, as the end of a sentence. */
export function searchMistake(text: string): string | undefined {
  if ([...text].length > MAX_SEARCH_LENGTH) return `must have at most ${MAX_SEARCH_LENGTH} characters`;
  const { length } = wordsIn(text);
  if (length === 0) return "must have a word: letters or digits";
  return length > MAX_SEARCH_WORDS ? `must have at most ${MAX_SEARCH_WORDS} words` : undefined;
}

/** @param text without a mistake */
export function parseSearch(text: string): Search {
  const words = wordsIn(text);
  return { whole: [...new Set(words.slice(0, -1))], prefix: words.at(-1) ?? "" };
}

/** Whether a product has every word of a search. */
export function isFoundBy(product: Described, { whole, prefix }: Search): boolean {
  const words = productWords(product);
  return whole.every((word) => words.includes(word)) && words.some((word) => word.startsWith(prefix));
}

/** The word of a search that the fewest products have, as far as its length tells: their entries are read. */
export interface Seed {
  readonly word: string;
  readonly isPrefix: boolean;
}

export function seedOf({ whole, prefix }: Search): Seed {
  const longest = whole.reduce((one, other) => (other.length > one.length ? other : one), "");
  return longest.length >= prefix.length ? { word: longest, isPrefix: false } : { word: prefix, isPrefix: true };
}

/** The one of a product's words under which a search shows it: a prefix may lead to it by several. */
export function shownUnder(product: Described, { word, isPrefix }: Seed): string | undefined {
  return indexedWords(product)
    .filter((one) => (isPrefix ? one.startsWith(word) : one === word))
    .toSorted()[0];
}
