import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { NewProduct, ProductChanges } from "../inventory/inventory-api.ts";
import { LocationChanges, NewLocation } from "../inventory/location-api.ts";
import { NewAdjustment, NewCount, NewTransfer } from "../inventory/stock-api.ts";
import { Cancel, NewOrder } from "../orders/api/order-api.ts";
import { NewShipmentStep } from "../orders/api/shipment-input.ts";
import { parseIdempotencyKey, parseIfMatch } from "../platform/http/parse-request.ts";
import { openApiDocument } from "./openapi-document.ts";

const document = openApiDocument();
const ajv = new Ajv2020({ strict: false, validateFormats: false }).addSchema(document, "openapi");

function contractAccepts(schema: string, value: unknown): unknown {
  return ajv.getSchema(`openapi#/components/schemas/${schema}`)?.(value);
}

const price = { amount: 1290, currency: "EUR" };
const product = { sku: "MUG", name: "Mug", price };
const address = { name: "Alice", line1: "Hauptstr. 1", city: "Berlin", postalCode: "10115", country: "DE" };
const order = { items: [{ sku: "MUG", quantity: 1 }], shippingAddress: address, paymentMethod: "pm_sandbox_ok" };
const shipped = { status: "SHIPPED", carrier: "DHL", trackingNumbers: ["4111111111111111"] };

/** Numbers around each bound of the API, and texts with characters that some texts may not hold. */
const number = fc.oneof(
  fc.constantFrom(-100_001, -100_000, -1, 0, 1, 100_000, 100_001, 10 ** 9, 10 ** 9 + 1),
  fc.double(),
);
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 5 }),
  fc.constantFrom("", " ", "\u200b", "a\nb", "\u202e", "\u0000", "👍".repeat(100), "👍".repeat(101), "x".repeat(201)),
);

/** Whatever the code refuses beyond what a schema can say: a card number, too many units of one SKU. */
describe("openapi.yaml accepts a body exactly if the code does", () => {
  test.each<[string, z.core.$ZodType, fc.Arbitrary<unknown>]>([
    ["NewAdjustment", NewAdjustment, fc.record({ quantity: number, reason: fc.constant("received") })],
    ["NewAdjustment", NewAdjustment, text.map((note) => ({ quantity: 1, reason: "received", note }))],
    ["NewCount", NewCount, number.map((counted) => ({ counted, location: "berlin" }))],
    ["NewTransfer", NewTransfer, number.map((quantity) => ({ quantity, from: "main", to: "berlin" }))],
    ["NewLocation", NewLocation, text.map((id) => ({ id, name: "Berlin" }))],
    ["LocationChanges", LocationChanges, fc.record({ name: text, priority: number }, { requiredKeys: [] })],
    ["NewProduct", NewProduct, number.map((stock) => ({ ...product, stock }))],
    ["NewProduct", NewProduct, fc.record({ sku: fc.constant("MUG"), name: text, price: fc.constant(price) })],
    ["NewProduct", NewProduct, number.map((amount) => ({ ...product, price: { ...price, amount } }))],
    ["NewProduct", NewProduct, number.map((reorderPoint) => ({ ...product, reorderPoint }))],
    ["NewProduct", NewProduct, number.map((taxRate) => ({ ...product, taxRate }))],
    ["ProductChanges", ProductChanges, fc.record({ description: fc.option(text) }, { requiredKeys: [] })],
    ["ProductChanges", ProductChanges, fc.record({ reorderPoint: fc.option(number) }, { requiredKeys: [] })],
    ["NewOrder", NewOrder, text.map((name) => ({ ...order, shippingAddress: { ...address, name } }))],
    ["NewOrder", NewOrder, text.map((line2) => ({ ...order, shippingAddress: { ...address, line2 } }))],
    ["NewOrder", NewOrder, number.map((quantity) => ({ ...order, items: [{ sku: "MUG", quantity }] }))],
    ["Cancel", Cancel, fc.record({ reason: text })],
    ["ShipmentStep", NewShipmentStep, text.map((carrier) => ({ ...shipped, carrier }))],
    [
      "ShipmentStep",
      NewShipmentStep,
      text.map((trackingNumber) => ({ ...shipped, trackingNumbers: [trackingNumber] })),
    ],
    [
      "ShipmentStep",
      NewShipmentStep,
      fc.array(fc.constantFrom("1", "2", "3")).map((numbers) => ({ ...shipped, trackingNumbers: numbers })),
    ],
  ])("%s (%#)", (name, schema, bodies) => {
    fc.assert(
      fc.property(bodies, (body) => {
        expect(contractAccepts(name, body), JSON.stringify(body)).toBe(z.safeParse(schema, body).success);
      }),
      { numRuns: 300 },
    );
  });

  test("and the bodies that this test changes are accepted", () => {
    expect(contractAccepts("NewProduct", product)).toBe(true);
    expect(contractAccepts("NewOrder", order)).toBe(true);
    expect(contractAccepts("ShipmentStep", shipped)).toBe(true);
  });
});

describe("openapi.yaml accepts a header exactly if the code does", () => {
  const Headers = z.object({
    paths: z.record(
      z.string(),
      z.record(z.string(), z.object({ parameters: z.array(z.looseObject({ name: z.string() })).default([]) })),
    ),
  });

  function schemaOf(header: string): object {
    const operations = Object.values(Headers.parse(document).paths).flatMap((path) => Object.values(path));
    const found = operations.flatMap(({ parameters }) => parameters).find(({ name }) => name === header);
    return z.looseObject({}).parse(found?.schema);
  }

  test.each<[string, (value: string) => unknown, string[]]>([
    ["If-Match", parseIfMatch, ['"3"', "*", "3", 'W/"3"', '"1","2"', '""', '"1234567890123456"']],
    ["Idempotency-Key", parseIdempotencyKey, ["k", "order 1", "k".repeat(255), "k".repeat(256), "ké", "a\u007f", ""]],
  ])("%s", (header, parse, values) => {
    const accepted = values.filter((value) => {
      try {
        parse(value);
        return true;
      } catch {
        return false;
      }
    });

    expect(values.filter((value) => ajv.validate(schemaOf(header), value))).toEqual(accepted);
    expect(accepted.length).toBeGreaterThan(0);
    expect(accepted.length).toBeLessThan(values.length);
  });
});
