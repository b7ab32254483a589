import { describe, expect, test } from "vitest";
import { dataOf, type Schemas } from "../../client/client.ts";
import { staff, token } from "./api.ts";
import { json, pathsIn, problemIn, raw } from "./raw.ts";
import { unique } from "./shop.ts";

const required = { name: "Blue mug", price: { amount: 1_290, currency: "EUR" } };
const optional = {
  weight: 340,
  barcode: "4006381333931",
  backorder: { limit: 20, expectedAt: "2027-01-15T08:00:00.000Z" },
  metadata: { supplier: "mug-works", shelf: "7b" },
} satisfies Schemas["ProductChanges"];

const newSku = () => unique("SKU").toUpperCase();
const entries = Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`key${n}`, "value"]));

/** A field with a wrong value, where the error is, and what it says. */
const WRONG: readonly (readonly [string, object, string, string])[] = [
  ["a weight of 0", { weight: 0 }, "weight", "must be at least 1"],
  ["a weight below 0", { weight: -5 }, "weight", "must be at least 1"],
  ["a fraction of a gram", { weight: 1.5 }, "weight", "must be a whole number"],
  ["a weight as text", { weight: "300" }, "weight", "must be a number"],
  ["more than a ton", { weight: 1_000_001 }, "weight", "must be at most 1000000"],
  ["a barcode as a number", { barcode: 4006381333931 }, "barcode", "must be a text"],
  ["letters in a barcode", { barcode: "ABC12345" }, "barcode", "must be a GTIN of 8, 12, 13 or 14 digits"],
  ["9 digits", { barcode: "123456789" }, "barcode", "must be a GTIN of 8, 12, 13 or 14 digits"],
  ["an empty barcode", { barcode: "" }, "barcode", "must be a GTIN of 8, 12, 13 or 14 digits"],
  [
    "a mistyped barcode",
    { barcode: "4006381333932" },
    "barcode",
    "is mistyped: after 400638133393 its check digit is 1",
  ],
  ["21 metadata entries", { metadata: entries }, "metadata", "must have at most 20 entries"],
  [
    "2 KB of metadata",
    { metadata: { a: "x".repeat(2_048) } },
    "metadata",
    "must have at most 2048 bytes in all its texts",
  ],
  ["metadata that are no texts", { metadata: { a: 1 } }, "metadata.a", "must be a text"],
  ["metadata as a list", { metadata: ["a"] }, "metadata", "must be an object"],
  ["a metadata key with a space", { metadata: { "a b": "c" } }, "metadata.a b", "must have a key of 1 to 40 letters"],
  [
    "a card number in metadata",
    { metadata: { a: "4242 4242 4242 4242" } },
    "metadata.a",
    "must not hold a card number",
  ],
  ["a backorder without a limit", { backorder: {} }, "backorder.limit", "is missing"],
  ["a backorder limit of 0", { backorder: { limit: 0 } }, "backorder.limit", "must be at least 1"],
  ["a backorder limit over 100000", { backorder: { limit: 100_001 } }, "backorder.limit", "must be at most 100000"],
  ["a backorder as a number", { backorder: 5 }, "backorder", "must be an object"],
  ["an unknown backorder field", { backorder: { limit: 1, queue: 2 } }, "backorder.queue", "is unknown"],
  [
    "a day as expectedAt",
    { backorder: { limit: 1, expectedAt: "2027-01-15" } },
    "backorder.expectedAt",
    "must be a UTC time like 2026-11-21T05:30:00.000Z",
  ],
  [
    "a day that does not exist as expectedAt",
    { backorder: { limit: 1, expectedAt: "2027-02-30T08:00:00.000Z" } },
    "backorder.expectedAt",
    "must be a day and a time that exist",
  ],
  ["an unknown field", { colour: "blue" }, "colour", "is unknown"],
];

describe.each(WRONG)("product with %s", (_, wrong, path, message) => {
  test("400 to POST, PUT and PATCH, nothing is stored", async () => {
    const [api, bearer, stored, sku] = [await staff(), await token("staff", "sam"), newSku(), newSku()];
    const before = dataOf(await api.POST("/products", { body: { sku: stored, ...required, ...optional } }));

    const answers = [
      await raw("/products", json("POST", { bearer, body: { sku, ...required, ...wrong } })),
      await raw(`/products/${sku}`, json("PUT", { bearer, body: { ...required, ...wrong } })),
      await raw(`/products/${stored}`, json("PUT", { bearer, body: { ...required, ...wrong } })),
      await raw(`/products/${stored}`, json("PATCH", { bearer, body: wrong })),
    ];

    for (const answer of answers) {
      expect(answer.status).toBe(400);
      const { code, errors = [] } = await problemIn(answer);
      expect(code).toBe("invalid_request");
      expect(errors).toContainEqual({ path, message: expect.stringContaining(message) });
    }
    const [known, unknown] = await Promise.all(
      [stored, sku].map((one) => api.GET("/products/{sku}", { params: { path: { sku: one } } })),
    );
    expect(known && dataOf(known)).toEqual(before);
    expect(unknown?.response.status).toBe(404);
  });
});

test.each(["name", "price"])("replaced without its %s: 400", async (field) => {
  const body = Object.fromEntries(Object.entries(required).filter(([name]) => name !== field));
  const response = await raw(`/products/${newSku()}`, json("PUT", { bearer: await token("staff", "sam"), body }));
  expect(response.status).toBe(400);
  expect(await pathsIn(response)).toEqual([field]);
});

test("a SKU in the body of PUT: 400, its place is the path", async () => {
  const sku = newSku();
  const request = { bearer: await token("staff", "sam"), body: { sku, ...required } };
  const response = await raw(`/products/${sku}`, json("PUT", request));
  expect(response.status).toBe(400);
  expect(await pathsIn(response)).toEqual(["sku"]);
});

test("fields of a new product are shown; null clears each, a backorder and metadata are replaced whole", async () => {
  const api = await staff();
  const sku = newSku();
  const path = { sku };
  const change = (body: Schemas["ProductChanges"]) => api.PATCH("/products/{sku}", { params: { path }, body });

  const created = dataOf(await api.POST("/products", { body: { sku, ...required, ...optional } }));
  expect(created).toMatchObject(optional);
  expect(dataOf(await api.GET("/products/{sku}", { params: { path } }))).toEqual(created);

  const replaced = dataOf(await change({ backorder: { limit: 5 }, metadata: { shelf: "9" } }));
  expect(replaced.backorder).toEqual({ limit: 5 });
  expect(replaced.metadata).toEqual({ shelf: "9" });

  const cleared = dataOf(await change({ weight: null, barcode: null, backorder: null, metadata: null }));
  for (const field of Object.keys(optional)) expect(cleared).not.toHaveProperty(field);
  expect(cleared.version).toBe(3);
});

test("longest and largest values: accepted", async () => {
  const api = await staff();
  const metadata = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`k${n}`, "x".repeat(99)]));
  const largest = { weight: 1_000_000, barcode: "10614141000415", backorder: { limit: 100_000 }, metadata };
  const body = { sku: newSku(), ...required, ...largest };
  expect(dataOf(await api.POST("/products", { body }))).toMatchObject(largest);
});
