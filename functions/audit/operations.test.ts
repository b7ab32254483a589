import { expect, test } from "vitest";
import { makeCursor } from "../platform/http/page.ts";
import { checkInvariants } from "./operations.ts";

const count = { sku: "MUG", version: 1, open: 0 };
const countOf = (_: unknown, index: number) => ({ ...count, sku: `MUG-${index}` });

test.each([
  ["of another version of the code", { phase: "returns" }],
  ["with an invalid count", { phase: "reserved", counts: [{ sku: "MUG", open: "all" }] }],
  ["with one SKU twice", { phase: "reserved", counts: [count, count] }],
  ["with more SKUs than a step has", { phase: "reserved", counts: Array.from({ length: 21 }, countOf) }],
  ["after an empty SKU", { phase: "products", after: "" }],
  ["after an empty order position", { phase: "orders", after: "" }],
  ["after an order position that is too long", { phase: "orders", after: "x".repeat(1_100) }],
  ["that is no object", "orders"],
])("a well-formed cursor %s: 400 invalid_request", async (_, position) => {
  const request = {
    path: {},
    query: { cursor: makeCursor("invariants", position) },
    headers: {},
    body: undefined,
    fingerprint: "",
    caller: { subject: "olga", role: "operator", reach: "any" },
    idempotencyKey: undefined,
    ifMatch: undefined,
  } as const;

  await expect(checkInvariants.handle(request)).rejects.toMatchObject({ code: "invalid_request" });
});
