import { parseListed } from "../platform/table/list.ts";
import { keyText, queryIndex, readItems } from "../platform/table/read.ts";
import type { Page, PageRequest } from "../platform/values/page.ts";
import { parseProduct, productKey, productList } from "./product-table.ts";
import { findWords } from "./product-words-table.ts";
import type { Product, ProductStatus } from "./rules/product.ts";
import { isFoundBy, type Search, seedOf, shownUnder } from "./rules/search-words.ts";
import { type Stock, type StockLevel, stockLevel } from "./rules/stock.ts";
import { stockList } from "./rules/stock-lists.ts";
import { parseStock, stockKey } from "./stock-table.ts";

/** A product of a list. Its stock is undefined where it cannot be read. */
export interface ListedProduct {
  readonly product: Product;
  readonly stock: Stock | undefined;
}

export interface ProductFilter {
  readonly status: ProductStatus;
  readonly level?: Exclude<StockLevel, "PLENTY"> | undefined;
  readonly search?: Search | undefined;
}

/** A product that may belong to a page, and its position in the list. */
interface Candidate {
  readonly sku: string;
  readonly position: string;
  /** Under which a search found it. */
  readonly word?: string;
}

/** So many products are looked at for a page of those that match a filter. */
const MAX_CANDIDATES = 300;

/** A product and its stock are two of the 100 items of a BatchGetItem. */
const PRODUCTS_PER_BATCH = 50;

/**
 * A page of products by SKU, or of those that a search finds, by the word that led to them. A page of what is filtered
 * may be short, or empty, and more follow.
 */
export async function listProducts(filter: ProductFilter, { limit, after }: PageRequest): Promise<Page<ListedProduct>> {
  const most = (filter.level ?? filter.search) ? MAX_CANDIDATES : limit;
  const found = await candidatesFor(filter, most + 1, after);
  const candidates = found.slice(0, most);
  const page = await firstMatching(candidates, filter, limit);
  const isFull = page.length === limit;
  const last = isFull ? page.at(-1)?.candidate.position : candidates.at(-1)?.position;
  const isLast = last === candidates.at(-1)?.position && found.length <= most;
  return { data: page.map(({ listed }) => listed), next: isLast ? undefined : last };
}

async function candidatesFor(
  { status, level, search }: ProductFilter,
  limit: number,
  after: string | undefined,
): Promise<Candidate[]> {
  if (search) return findWords(seedOf(search), limit, after);
  const partition = (level && stockList(level, status)) ?? productList(status);
  const position = after !== undefined && { after };
  const entries = await queryIndex({ index: "byList", partition, direction: "ascending", limit, ...position });
  return entries.map(({ sortKey }) => ({ sku: sortKey, position: sortKey }));
}

interface Matching {
  readonly candidate: Candidate;
  readonly listed: ListedProduct;
}

/** The first so many candidates that match. What does not match any more is left out: an index lags a moment behind. */
async function firstMatching(
  candidates: readonly Candidate[],
  filter: ProductFilter,
  limit: number,
): Promise<Matching[]> {
  const matching: Matching[] = [];
  let size = Math.min(limit, PRODUCTS_PER_BATCH);
  for (let start = 0; start < candidates.length && matching.length < limit; ) {
    const batch = candidates.slice(start, start + size);
    matching.push(...(await readListedProducts(batch)).filter((one) => matches(one, filter)));
    start += size;
    size = PRODUCTS_PER_BATCH;
  }
  return matching.slice(0, limit);
}

function matches(
  { candidate, listed: { product, stock } }: Matching,
  { status, level, search }: ProductFilter,
): boolean {
  if (product.status !== status) return false;
  if (search && !(isFoundBy(product, search) && shownUnder(product, seedOf(search)) === candidate.word)) return false;
  return level === undefined || (stock !== undefined && stockLevel(stock) === level);
}

async function readListedProducts(candidates: readonly Candidate[]): Promise<Matching[]> {
  if (candidates.length === 0) return [];
  const keys = candidates.flatMap(({ sku }) => [productKey(sku), stockKey(sku)]);
  const items = await readItems(keys, { isConsistent: false });
  return candidates.flatMap((candidate) => {
    const { sku } = candidate;
    const product = items.get(keyText(productKey(sku)));
    const stock = items.get(keyText(stockKey(sku)));
    const [parsedStock] = parseListed(stock ? [stock] : [], parseStock);
    return parseListed(product ? [product] : [], parseProduct).map((one) => ({
      candidate,
      listed: { product: one, stock: parsedStock },
    }));
  });
}
