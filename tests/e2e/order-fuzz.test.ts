import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { token } from "./api.ts";
import { raw } from "./raw.ts";
import { address, aProduct, unique } from "./shop.ts";

/** A fixed seed, so that a failure can be repeated. */
const RUNS = { seed: 20_261_121, numRuns: 100 };

const sku = await aProduct({ stock: 1_000_000 / 20, price: 1 });

const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(1e308, -0, 2 ** 53, "\u0000", "\u{10FFFF}", "a".repeat(5_000), "__proto__", "constructor"),
);

/** A valid value, or any other one time in five. */
function mostly(valid: fc.Arbitrary<unknown>) {
  return fc.oneof({ arbitrary: valid, weight: 4 }, { arbitrary: anything, weight: 1 });
}

const quantity = mostly(fc.integer({ min: 1, max: 3 }));
const items = mostly(fc.array(fc.record({ sku: mostly(fc.constant(sku)), quantity }), { minLength: 1, maxLength: 4 }));
const text = mostly(fc.string({ minLength: 1, maxLength: 40, unit: "grapheme" }));
const shippingAddress = mostly(
  fc.record(
    { name: text, line1: text, city: text, postalCode: fc.constant("10115"), country: mostly(fc.constant("DE")) },
    { requiredKeys: ["name", "line1", "city", "postalCode"] },
  ),
);
const orderWithErrors = fc
  .record(
    { items, shippingAddress, paymentMethod: mostly(fc.constant("pm_sandbox_ok")), customerId: anything },
    { requiredKeys: ["items", "shippingAddress", "paymentMethod"] },
  )
  .map((order) => JSON.stringify(order));
const anOrder = JSON.stringify({ items: [{ sku, quantity: 1 }], shippingAddress: address, paymentMethod: "pm" });
const brokenJson = fc
  .tuple(fc.nat(anOrder.length), fc.string({ unit: "binary", maxLength: 3 }))
  .map(([at, noise]) => `${anOrder.slice(0, at)}${noise}${anOrder.slice(at + noise.length)}`);
const bytes = fc.uint8Array({ minLength: 1, maxLength: 200 });

const bodies = fc.oneof(
  { arbitrary: orderWithErrors, weight: 6 },
  { arbitrary: brokenJson, weight: 2 },
  { arbitrary: fc.json(), weight: 1 },
  { arbitrary: bytes.map((all) => Buffer.from(all)), weight: 1 },
);

test("random bodies sent as orders: never a 5xx", async () => {
  const authorization = `Bearer ${await token("customer", unique("fuzz"))}`;
  const statuses = new Map<number, number>();

  await fc.assert(
    fc.asyncProperty(bodies, async (body) => {
      const response = await raw("/orders", {
        method: "POST",
        headers: {
          Authorization: authorization,
          "Content-Type": "application/json",
          "Idempotency-Key": randomUUID(),
        },
        body,
      });
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
      expect(response.status).toBeLessThan(500);
    }),
    RUNS,
  );

  // The cases must include valid and invalid orders.
  expect([...statuses.keys()]).toEqual(expect.arrayContaining([201, 400]));
});
