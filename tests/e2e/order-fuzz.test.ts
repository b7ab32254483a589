import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { token } from "./api.ts";
import { raw } from "./raw.ts";
import { address, aProduct, unique } from "./shop.ts";

/** Fixed, so that a failure is found again; the cases are shared out over a few requests at once. */
const RUNS = { seed: 20_261_121, numRuns: 100 };

const sku = await aProduct({ stock: 1_000_000 / 20, price: 1 });

const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(1e308, -0, 2 ** 53, "\u0000", "\u{10FFFF}", "a".repeat(5_000), "__proto__", "constructor"),
);

/** The value that a field should have, or something else one time in five. */
function mostly(usual: fc.Arbitrary<unknown>) {
  return fc.oneof({ arbitrary: usual, weight: 4 }, { arbitrary: anything, weight: 1 });
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
const almostAnOrder = fc
  .record(
    { items, shippingAddress, paymentMethod: mostly(fc.constant("pm_sandbox_ok")), customerId: anything },
    { requiredKeys: ["items", "shippingAddress", "paymentMethod"] },
  )
  .map((order) => JSON.stringify(order));
const anOrder = JSON.stringify({ items: [{ sku, quantity: 1 }], shippingAddress: address, paymentMethod: "pm" });
const brokenText = fc
  .tuple(fc.nat(anOrder.length), fc.string({ unit: "binary", maxLength: 3 }))
  .map(([at, noise]) => `${anOrder.slice(0, at)}${noise}${anOrder.slice(at + noise.length)}`);
const bytes = fc.uint8Array({ minLength: 1, maxLength: 200 });

const bodies = fc.oneof(
  { arbitrary: almostAnOrder, weight: 6 },
  { arbitrary: brokenText, weight: 2 },
  { arbitrary: fc.json(), weight: 1 },
  { arbitrary: bytes.map((all) => Buffer.from(all)), weight: 1 },
);

test("whatever is sent as an order, the answer is never that we have failed", async () => {
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

  // Else the cases would no longer reach what they are made for.
  expect([...statuses.keys()]).toEqual(expect.arrayContaining([201, 400]));
});
