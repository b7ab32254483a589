import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { text } from "node:stream/consumers";
import getPort from "get-port";
import { afterEach, describe, expect, it } from "vitest";
import type { CatalogueEntry } from "./catalogue.ts";
import { loadCatalogue } from "./load-catalogue.ts";

const entry = (sku: string, stock: number): CatalogueEntry => ({
  product: { sku, name: sku, price: { amount: 100, currency: "EUR" }, taxRate: 1900, reorderPoint: 1 },
  stock,
});

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

type Request = { path: string; headers: IncomingHttpHeaders; body: string };

/** An API that answers each request with the next of the given answers, the last one again and again. */
async function apiThatAnswers(...answers: { status: number; body?: unknown; headers?: Record<string, string> }[]) {
  const requests: Request[] = [];
  const port = await getPort();
  server = createServer(async (request, response) => {
    requests.push({ path: request.url ?? "", headers: request.headers, body: await text(request) });
    const answer = answers[Math.min(requests.length, answers.length) - 1];
    response.writeHead(answer?.status ?? 500, answer?.headers).end(JSON.stringify(answer?.body ?? {}));
  }).listen(port, "127.0.0.1");
  await once(server, "listening");
  return { requests, options: { apiUrl: `http://127.0.0.1:${port}/v1`, token: "staff-token" } };
}

describe("the catalogue", () => {
  it("is created product by product, and stocked under a key that is the same at every start", async () => {
    const { requests, options } = await apiThatAnswers({ status: 201 });
    expect(await loadCatalogue([entry("MUG", 5), entry("BOOK", 0)], options)).toBe(2);
    expect(requests.map(({ path }) => path).sort()).toEqual([
      "/v1/products",
      "/v1/products",
      "/v1/products/MUG/stock/adjustments",
    ]);
    const adjustment = requests.find(({ path }) => path.endsWith("adjustments"));
    expect(adjustment?.headers).toMatchObject({
      "idempotency-key": "opening-stock-MUG",
      authorization: "Bearer staff-token",
    });
    expect(JSON.parse(adjustment?.body ?? "")).toEqual({ quantity: 5, reason: "received" });
  });

  it.each([
    ["is there", { status: 200, headers: { "idempotent-replayed": "true" } }],
    ["was changed by hand", { status: 409, body: { code: "product_exists" } }],
  ])("leaves a product alone that %s", async (_what, creation) => {
    const { options } = await apiThatAnswers(creation, { status: 422, body: { code: "idempotency_key_reused" } });
    expect(await loadCatalogue([entry("MUG", 5)], options)).toBe(0);
  });

  it("is asked for again when an answer may pass", async () => {
    const { requests, options } = await apiThatAnswers({ status: 503 }, { status: 429 }, { status: 201 });
    expect(await loadCatalogue([entry("MUG", 0)], options)).toBe(1);
    expect(requests).toHaveLength(3);
  });

  it("is given up in one sentence when an answer is final", async () => {
    const { options } = await apiThatAnswers({ status: 400, body: { detail: "name is too long" } });
    await expect(loadCatalogue([entry("MUG", 5)], options)).rejects.toThrow(
      "The catalogue could not be loaded: MUG was answered with 400 (name is too long).",
    );
  });
});
