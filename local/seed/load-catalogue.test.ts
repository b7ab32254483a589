import { describe, expect, it } from "vitest";
import { type PlannedAnswer, startApiServer } from "../../tests/builders/api-server.ts";
import type { CatalogueEntry } from "./catalogue.ts";
import { loadCatalogue } from "./load-catalogue.ts";

const entry = (sku: string, stock: number): CatalogueEntry => ({
  product: { sku, name: sku, price: { amount: 100, currency: "EUR" }, taxRate: 1900, reorderPoint: 1 },
  stock,
});

/** A server with these answers, and what is needed to load a catalogue into it. */
async function startServer(...answers: PlannedAnswer[]) {
  const server = await startApiServer(answers);
  return Object.assign(server, { options: { apiUrl: server.url, token: "staff-token" } });
}

describe("loadCatalogue", () => {
  it("creates each product, and adds its stock under a key that is the same at every start", async () => {
    await using server = await startServer({ status: 201 });
    expect(await loadCatalogue([entry("MUG", 5), entry("BOOK", 0)], server.options)).toBe(2);
    expect(server.requests.map(({ path }) => path).sort()).toEqual([
      "/v1/products",
      "/v1/products",
      "/v1/products/MUG/stock/adjustments",
    ]);
    const adjustment = server.requests.find(({ path }) => path.endsWith("adjustments"));
    expect(adjustment?.headers).toMatchObject({
      "idempotency-key": "opening-stock-MUG",
      authorization: "Bearer staff-token",
    });
    expect(JSON.parse(adjustment?.body ?? "")).toEqual({ quantity: 5, reason: "received" });
  });

  it.each([
    ["exists", { status: 200, headers: { "idempotent-replayed": "true" } }],
    ["exists and was changed", { status: 409, body: { code: "product_exists" } }],
  ])("product that %s: left unchanged", async (_what, creation) => {
    await using server = await startServer(creation, { status: 422, body: { code: "idempotency_key_reused" } });
    expect(await loadCatalogue([entry("MUG", 5)], server.options)).toBe(0);
  });

  it("503 and 429: sent again", async () => {
    await using server = await startServer({ status: 503 }, { status: 429 }, { status: 201 });
    expect(await loadCatalogue([entry("MUG", 0)], server.options)).toBe(1);
    expect(server.requests).toHaveLength(3);
  });

  it("400: fails with one sentence that names the product", async () => {
    await using server = await startServer({ status: 400, body: { detail: "name is too long" } });
    await expect(loadCatalogue([entry("MUG", 5)], server.options)).rejects.toThrow(
      "The catalogue could not be loaded: MUG was answered with 400 (name is too long).",
    );
  });
});
