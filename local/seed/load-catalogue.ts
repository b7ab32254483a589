import { setTimeout as sleep } from "node:timers/promises";
import pLimit from "p-limit";
import * as z from "zod";
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

/** Requests at a time: more gains nothing on the two cores of a small machine. */
const atOnce = 8;
const attempts = 5;

const Problem = z.object({ code: z.string().optional(), title: z.string().optional(), detail: z.string().optional() });

/**
 * Creates the products and books their opening stock, through the API like anybody else. What is there already stays as
 * it is: a product by its SKU, its opening stock by an idempotency key that is the same at every start.
 * @returns how many products are new
 */
export async function loadCatalogue(entries: readonly CatalogueEntry[], options: LoadOptions): Promise<number> {
  const limit = pLimit(atOnce);
  let done = 0;
  const created = await Promise.all(
    entries.map((entry) =>
      limit(async () => {
        const isNew = await loadEntry(entry, options);
        options.onProgress?.(++done, entries.length);
        return isNew;
      }),
    ),
  ).finally(() => limit.clearQueue());
  return created.filter(Boolean).length;
}

async function loadEntry({ product, stock }: CatalogueEntry, options: LoadOptions): Promise<boolean> {
  const creation = await post("/products", product, {}, options);
  const isNew = creation.status === 201 && creation.headers.get("idempotent-replayed") === null;
  await expectOneOf(creation, "product_exists", product.sku);
  if (stock > 0) {
    const adjustment = await post(
      `/products/${product.sku}/stock/adjustments`,
      { quantity: stock, reason: "received" },
      { "idempotency-key": `opening-stock-${product.sku}` },
      options,
    );
    // Another figure in the file than at the first start: what is on the shelf stays.
    await expectOneOf(adjustment, "idempotency_key_reused", product.sku);
  }
  return isNew;
}

async function expectOneOf(response: Response, harmlessCode: string, sku: string): Promise<void> {
  const text = await response.text();
  if (response.ok) return;
  const problem = Problem.safeParse(safeJson(text));
  if (problem.data?.code === harmlessCode) return;
  const reason = problem.data?.detail ?? problem.data?.title ?? text.slice(0, 200);
  throw new ClearError(`The catalogue could not be loaded: ${sku} was answered with ${response.status} (${reason}).`);
}

/** Posts once more, and again, while the answer is one that may pass: a first request also starts a function. */
async function post(
  path: string,
  body: unknown,
  headers: Record<string, string>,
  { apiUrl, token, signal }: LoadOptions,
): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const timeout = AbortSignal.timeout(30_000);
    const response = await fetch(`${apiUrl}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}`, ...headers },
      body: JSON.stringify(body),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    const mayPass = response.status === 429 || response.status >= 500;
    if (!mayPass || attempt === attempts) return response;
    await response.body?.cancel();
    await sleep(100 * 2 ** attempt, undefined, { signal });
  }
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
