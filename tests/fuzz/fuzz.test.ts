import { afterAll, beforeAll, expect, test } from "vitest";
import { roles } from "../../local/issuer.ts";
import { FuzzedShop } from "./fuzzed-shop.ts";

let shop: FuzzedShop;
beforeAll(async () => {
  shop = await FuzzedShop.open();
});
afterAll(() => shop?.stop());

/** Between them these may call every operation; `npm run fuzz` tries every limit in all roles. */
const tryEveryLimit = ["customer", "operator"];

test.each(roles)("made-up requests in the role %s: each answer is one that the contract has", async (role) => {
  const { passed, output } = await shop.run(role, { examples: 4, coverage: tryEveryLimit.includes(role) });

  expect(passed, output).toBe(true);
});
