import { expect, test } from "vitest";
import { checkContract } from "./contract.ts";

const product = {
  sku: "MUG",
  name: "Mug",
  price: { amount: 1290, currency: "EUR" },
  taxRate: 1900,
  status: "ACTIVE",
  version: 3,
  createdAt: "2026-11-21T05:30:00.000Z",
  updatedAt: "2026-11-21T05:30:00.000Z",
};
const problem = { type: "urn:x", title: "No.", status: 404, detail: "No.", code: "not_found", requestId: "r-1" };
const common = { "x-request-id": "r-1", "cache-control": "no-store" };
const headers = { "content-type": "application/json", etag: '"3"', ...common };
const problemHeaders = { "content-type": "application/problem+json", ...common };

/** Checks an answer as the answer to GET /products/MUG, or to what `at` names. */
function check(body: object, init: ResponseInit, at: { path?: string; method?: string } = {}): Promise<void> {
  const request = new Request(`http://api/v1${at.path ?? "/products/MUG"}`, { method: at.method ?? "GET" });
  return checkContract(request, Response.json(body, init));
}

test("answer that openapi.yaml declares: accepted", async () => {
  await expect(check(product, { headers })).resolves.toBeUndefined();
  await expect(check(problem, { status: 404, headers: problemHeaders })).resolves.toBeUndefined();
});

test.each([
  ["a field that is not declared", () => check({ ...product, secret: 1 }, { headers })],
  ["a missing field", () => check({ sku: "MUG", version: 3 }, { headers })],
  ["a value of another type", () => check({ ...product, name: 7 }, { headers })],
  ["an ETag that is not the body's version", () => check(product, { headers: { ...headers, etag: '"2"' } })],
  ["no request id", () => check(product, { headers: { "content-type": "application/json", etag: '"3"' } })],
  ["no Cache-Control", () => check(product, { headers: { ...headers, "cache-control": "" } })],
  ["a header that is not declared", () => check(product, { headers: { ...headers, "retry-after": "1" } })],
  ["a status that is not declared", () => check({ ...problem, status: 409 }, { status: 409, headers: problemHeaders })],
  [
    "a media type that is not declared",
    () => check(product, { headers: { ...headers, "content-type": "text/plain" } }),
  ],
  ["an error without a problem document", () => check(problem, { status: 404, headers })],
  [
    "a problem with an undeclared code",
    () => check({ ...problem, code: "gone" }, { status: 404, headers: problemHeaders }),
  ],
  ["a problem with another status", () => check({ ...problem, status: 400 }, { status: 404, headers: problemHeaders })],
  [
    "a problem with another request id",
    () => check({ ...problem, requestId: "r-2" }, { status: 404, headers: problemHeaders }),
  ],
  [
    "a 401 without WWW-Authenticate",
    () => check({ ...problem, status: 401 }, { status: 401, headers: problemHeaders }),
  ],
  ["an answer to an unknown path", () => check(product, { headers }, { path: "/nothing" })],
  ["an answer to an unsupported method", () => check(product, { headers }, { method: "POST" })],
])("%s: the contract check throws", async (_, checking) => {
  await expect(checking()).rejects.toThrow(/answered/);
});
