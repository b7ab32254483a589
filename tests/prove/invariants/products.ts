import type { Rule } from "../../../functions/audit/rules/rule.ts";
import { productWordItem, wordKey } from "../../../functions/inventory/product-words-table.ts";
import { indexedWords } from "../../../functions/inventory/rules/search-words.ts";
import type { StoredState } from "./stored-state.ts";

const wordsLeadToProducts: Rule<StoredState> = {
  name: "words lead to the products that have them",
  sentence: "there is an entry for each word of each product by which it is searched, and no other",
  check: ({ products, items }) => {
    const words = products.flatMap((product) => indexedWords(product).map((word) => wordKey(word, product.sku)));
    const wanted = new Set(words.map(({ pk, sk }) => `${pk} ${sk}`));
    const stored = new Set(
      items.filter(({ type }) => type === productWordItem.type).map(({ pk, sk }) => `${pk} ${sk}`),
    );
    return [
      ...[...wanted].filter((entry) => !stored.has(entry)).map((entry) => `${entry} is missing`),
      ...[...stored].filter((entry) => !wanted.has(entry)).map((entry) => `${entry} leads nowhere`),
    ];
  },
};

export const productInvariants = [wordsLeadToProducts];
