import { parseListed, readListed } from "../platform/table/list.ts";
import { queryIndex } from "../platform/table/read.ts";
import type { Page, PageRequest } from "../platform/values/page.ts";
import { parseProduct, productList } from "./product-table.ts";
import type { Product, ProductStatus } from "./rules/product.ts";

/** A page of products by SKU. */
export async function listProducts(status: ProductStatus, { limit, after }: PageRequest): Promise<Page<Product>> {
  const entries = await queryIndex({
    index: "byList",
    partition: productList(status),
    direction: "ascending",
    limit: limit + 1,
    ...(after !== undefined && { after }),
  });
  const shown = entries.slice(0, limit);
  const products = parseListed(await readListed(shown), parseProduct).filter((product) => product.status === status);
  const last = shown.at(-1);
  return {
    data: products,
    next: entries.length > limit ? last?.sortKey : undefined,
  };
}
