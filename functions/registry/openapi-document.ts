import { type DocumentHead, documentOf } from "../platform/http/document.ts";
import { apiFunctions } from "./api-functions.ts";

/**
 * The API's contract, from every slice's operations. A tag is the function that serves its operations.
 *
 * @param testTags what only a stack under test has
 */
export function openApiDocument(testTags: DocumentHead["tags"] = []): object {
  return documentOf({
    title: "Waybill",
    version: "1.0.0",
    description:
      "Products and stock, orders, payments and shipments. Money is in minor units, time in UTC. " +
      "Errors are application/problem+json (RFC 9457) with a stable code. " +
      "Operations that create something require an Idempotency-Key: a repeated request gets the first one's result.",
    tags: [...apiFunctions, ...testTags],
  });
}
