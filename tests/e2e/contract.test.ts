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
const headers = { "content-type": "application/json", etag: '"3"', "x-request-id": "r-1" };
const problemHeaders = { "content-type": "application/problem+json", "x-request-id": "r-1" };

/** Holds an answer against the contract as if GET /products/MUG, or what `at` names, had given it. */
function check(body: object, init: ResponseInit, at: { path?: string; method?: string } = {}): Promise<void> {
  const request = new Request(`http://api/v1${at.path ?? "/products/MUG"}`, { method: at.method ?? "GET" });
  return checkContract(request, Response.json(body, init));
}

test("the contract's check lets pass what openapi.yaml promises", async () => {
  await expect(check(product, { headers })).resolves.toBeUndefined();
  await expect(check(problem, { status: 404, headers: problemHeaders })).resolves.toBeUndefined();
});

test.each([
  ["a field that is not declared", () => check({ ...product, secret: 1 }, { headers })],
  ["a missing field", () => check({ sku: "MUG", version: 3 }, { headers })],
  ["a value of another type", () => check({ ...product, name: 7 }, { headers })],
  ["another ETag than the body's version", () => check(product, { headers: { ...headers, etag: '"2"' } })],
  ["no request id", () => check(product, { headers: { "content-type": "application/json", etag: '"3"' } })],
  ["a status that is not declared", () => check({ ...problem, status: 409 }, { status: 409, headers: problemHeaders })],
  [
    "a media type that is not declared",
    () => check(product, { headers: { ...headers, "content-type": "text/plain" } }),
  ],
  ["an error that is no problem", () => check(problem, { status: 404, headers })],
  ["a problem of another code", () => check({ ...problem, code: "gone" }, { status: 404, headers: problemHeaders })],
  ["a problem of another status", () => check({ ...problem, status: 400 }, { status: 404, headers: problemHeaders })],
  [
    "a problem of another request",
    () => check({ ...problem, requestId: "r-2" }, { status: 404, headers: problemHeaders }),
  ],
  ["a 401 that asks for nothing", () => check({ ...problem, status: 401 }, { status: 401, headers: problemHeaders })],
  ["an answer of what is no operation", () => check(product, { headers }, { path: "/nothing" })],
  ["an answer to a method that is no operation", () => check(product, { headers }, { method: "PUT" })],
])("the contract's check refuses %s", async (_, checking) => {
  await expect(checking()).rejects.toThrow(/answered/);
});
