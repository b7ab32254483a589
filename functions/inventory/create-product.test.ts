import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { aProduct } from "../../tests/builders/products.ts";
import { aContext } from "../../tests/builders/request-context.ts";
import { runInContext } from "../platform/runtime/request-context.ts";
import { createProduct } from "./create-product.ts";
import type { Product } from "./rules/product.ts";

const { sku, name, price } = aProduct("MUG");
let stored: Product | undefined;

vi.mock(import("./product-table.ts"), async (original) => ({ ...(await original()), loadProduct: async () => stored }));

beforeEach(() => void vi.stubEnv("CURRENCIES", "USD"));
afterEach(() => void vi.unstubAllEnvs());

function create(fingerprint: string) {
  return runInContext(aContext(), () => createProduct({ sku, name, price }, fingerprint));
}

test("new product in an unlisted currency: refused, nothing is written", async () => {
  stored = undefined;
  await expect(create("new")).rejects.toMatchObject({ code: "unsupported_currency" });
});

test("request repeated after its currency was taken off the list: answers with what it made", async () => {
  stored = aProduct("MUG", { fingerprint: "same" });
  await expect(create("same")).resolves.toEqual({ product: stored, replayed: true });
  await expect(create("other")).rejects.toMatchObject({ code: "unsupported_currency" });
});
