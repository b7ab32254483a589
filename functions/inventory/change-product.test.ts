import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { aProduct } from "../../tests/builders/products.ts";
import { aContext } from "../../tests/builders/request-context.ts";
import { runInContext } from "../platform/runtime/request-context.ts";
import { write } from "../platform/table/write.ts";
import { changeProduct } from "./change-product.ts";
import type { ProductChanges } from "./rules/product-changes.ts";

const mug = aProduct("MUG", { price: { amount: 1_290, currency: "EUR" } });

vi.mock(import("./product-table.ts"), async (original) => ({ ...(await original()), requireProduct: async () => mug }));
vi.mock(import("../platform/table/write.ts"), async (original) => ({ ...(await original()), write: vi.fn() }));

beforeEach(() => void vi.stubEnv("CURRENCIES", "USD"));
afterEach(() => {
  vi.unstubAllEnvs();
  vi.mocked(write).mockClear();
});

function change(changes: ProductChanges) {
  return runInContext(aContext(), () => changeProduct("MUG", changes, undefined));
}

test.each<ProductChanges>([{ name: "Blue mug" }, { name: "Blue mug", price: { ...mug.price } }])(
  "product priced in a currency that is no longer listed, change %j: accepted",
  async (changes) => {
    await expect(change(changes)).resolves.toMatchObject({ name: "Blue mug", price: mug.price });
    expect(write).toHaveBeenCalledOnce();
  },
);

test("product priced in a currency that is no longer listed, new amount in it: 422, nothing is written", async () => {
  await expect(change({ price: { ...mug.price, amount: 1_390 } })).rejects.toMatchObject({
    code: "unsupported_currency",
  });
  expect(write).not.toHaveBeenCalled();
});

test("new price in a listed currency: stored", async () => {
  const price = { amount: 1_390, currency: "USD" };
  await expect(change({ price })).resolves.toMatchObject({ price, version: 2 });
});
