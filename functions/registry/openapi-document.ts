import * as audit from "../audit/operations.ts";
import * as inventory from "../inventory/operations.ts";
import * as orders from "../orders/operations.ts";
import * as payments from "../payments/operations.ts";
import { type DocumentHead, documentOf } from "../platform/http/document.ts";
import * as shipping from "../shipping/operations.ts";
import * as site from "../site/operations.ts";

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
      "What creates something takes an Idempotency-Key: the same request again answers with what the first one made.",
    tags: [
      { name: "inventory", description: "Products and their stock", operations: inventory },
      { name: "orders", description: "Orders, from placing to cancelling", operations: orders },
      { name: "payments", description: "What an order's money did", operations: payments },
      { name: "shipping", description: "Shipments of an order", operations: shipping },
      { name: "audit", description: "Whether the books add up", operations: audit },
      { name: "site", description: "Health, this document and its page", operations: site },
      ...testTags,
    ],
  });
}
