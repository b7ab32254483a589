import { describe, expect, it } from "vitest";
import { parseCatalogue, readCatalogue } from "./catalogue.ts";

const header = "sku,name,description,price,currency,tax_percent,reorder_point,stock\n";

describe("parseCatalogue", () => {
  it.each([
    ["19.99", 1999],
    ["8.2", 820],
    ["1.15", 115],
    ["4.35", 435],
    ["1190.00", 119000],
    ["7", 700],
  ])("price %s: %i minor units", (price, amount) => {
    const [entry] = parseCatalogue(`${header}MUG,Mug,,${price},EUR,7.7,1,2`, "x.csv");
    expect(entry?.product).toMatchObject({ price: { amount, currency: "EUR" }, taxRate: 770 });
    expect(entry?.product).not.toHaveProperty("description");
  });

  it.each([
    ["mug,Mug,,1.00,EUR,19,1,2", "sku"],
    ["MUG,Mug,,1.005,EUR,19,1,2", "price"],
    ["MUG,Mug,,-1,EUR,19,1,2", "price"],
    ["MUG,Mug,,1,Euro,19,1,2", "currency"],
    ["MUG,Mug,,1,EUR,19,1,1.5", "stock"],
  ])("line %s: an error that names the column %s", (line, column) => {
    expect(() => parseCatalogue(header + line, "x.csv")).toThrow(`Product 1 of x.csv has no valid ${column}`);
  });
});

describe("the catalogue of a local cloud", () => {
  it("has 30 products or more, each SKU once", async () => {
    const entries = await readCatalogue();
    expect(entries.length).toBeGreaterThanOrEqual(30);
    expect(new Set(entries.map(({ product }) => product.sku)).size).toBe(entries.length);
  });
});
