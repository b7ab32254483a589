import { expect, test } from "vitest";
import { makeCursor } from "../platform/http/page.ts";
import { checkInvariants } from "./operations.ts";

test.each([
  ["of another version of the code", JSON.stringify({ phase: "returns" })],
  ["with a count that is none", JSON.stringify({ phase: "reserved", counts: [{ sku: "MUG", open: "all" }] })],
  ["that is no position at all", "orders"],
])("a cursor %s is refused, though it is whole", async (_, position) => {
  const request = {
    path: {},
    query: { cursor: makeCursor("invariants", position) },
    body: undefined,
    fingerprint: "",
    caller: { subject: "sam", role: "staff", reach: "any" },
    idempotencyKey: undefined,
    ifMatch: undefined,
  } as const;

  await expect(checkInvariants.handle(request)).rejects.toMatchObject({ code: "invalid_request" });
});
