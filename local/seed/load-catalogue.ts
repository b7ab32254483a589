import pLimit from "p-limit";
import { type Answer, problemOf, type WaybillClient, waybillClient } from "../../client/client.ts";
import { ClearError } from "../terminal/clear-error.ts";
import type { CatalogueEntry } from "./catalogue.ts";

/** Where the catalogue is loaded, and as whom. */
export interface LoadOptions {
  /** The API's URL up to and with `/v1`. */
  apiUrl: string;
  /** A staff member's token. */
  token: string;
  signal?: AbortSignal | undefined;
  onProgress?: ((done: number, total: number) => void) | undefined;
}

/** More requests at a time gain nothing on the two cores of a small machine. */
const CONCURRENCY = 8;
/** A first request also starts a function. */
const MAX_ATTEMPTS = 5;

/**
 * Creates the products and adds their opening stock, through the API. What exists already is left unchanged: a product
 * by its SKU, its opening stock by an idempotency key that is the same at every start.
 * @returns how many products are new
 */
export async function loadCatalogue(
  entries: readonly CatalogueEntry[],
  { apiUrl, token, signal, onProgress }: LoadOptions,
): Promise<number> {
  // A product may be created again without a key: its SKU identifies it.
  const api = waybillClient({
    baseUrl: apiUrl,
    token,
    signal,
    maxAttempts: MAX_ATTEMPTS,
    isRepeatable: () => true,
  });
  const limit = pLimit(CONCURRENCY);
  let done = 0;
  const created = await Promise.all(
    entries.map((entry) =>
      limit(async () => {
        const isNew = await loadEntry(api, entry);
        onProgress?.(++done, entries.length);
        return isNew;
      }),
    ),
  ).finally(() => limit.clearQueue());
  return created.filter(Boolean).length;
}

async function loadEntry(api: WaybillClient, { product, stock }: CatalogueEntry): Promise<boolean> {
  const created = await api.POST("/products", { body: product });
  throwUnless(created, "product_exists", product.sku);
  if (stock > 0) {
    const added = await api.POST("/products/{sku}/stock/adjustments", {
      params: { path: { sku: product.sku }, header: { "Idempotency-Key": `opening-stock-${product.sku}` } },
      body: { quantity: stock, reason: "received" },
    });
    // The file has another number than at the first start: the stored stock is left unchanged.
    throwUnless(added, "idempotency_key_reused", product.sku);
  }
  return created.response.status === 201 && !created.response.headers.has("idempotent-replayed");
}

/** @throws ClearError where the answer is an error with another code */
function throwUnless(answer: Answer<unknown>, ignoredCode: string, sku: string): void {
  const problem = problemOf(answer);
  if (problem === undefined || problem.code === ignoredCode) return;
  throw new ClearError(
    `The catalogue could not be loaded: ${sku} was answered with ${problem.status} (${problem.detail}).`,
  );
}
