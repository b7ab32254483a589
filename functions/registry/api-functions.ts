import * as audit from "../audit/operations.ts";
import * as documents from "../documents/operations.ts";
import * as inventory from "../inventory/operations.ts";
import * as orders from "../orders/operations.ts";
import * as payments from "../payments/operations.ts";
import * as webhooks from "../payments/webhooks/operations.ts";
import type { Operations } from "../platform/http/operation.ts";
import type { FunctionNeeds } from "../platform/table/function-needs.ts";
import * as sandbox from "../providers/sandbox/operations.ts";
import * as returns from "../returns/operations.ts";
import * as shipping from "../shipping/operations.ts";
import * as site from "../site/operations.ts";

/** A function that answers requests: it serves a slice's operations. */
export interface ApiFunction extends FunctionNeeds {
  /** The slice's folder, the function's name, and the tag of its operations in openapi.yaml. */
  readonly name: string;
  readonly description: string;
  readonly operations: Operations;
  /** From the project's root. @default the slice's `handler.ts` */
  readonly entry?: string;
}

/** Every slice with operations, in the order in which the API's documentation shows them. */
export const apiFunctions: readonly ApiFunction[] = [
  {
    name: "inventory",
    description: "Products and their stock",
    operations: inventory,
    table: {
      items: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem", "Query"],
      indexes: ["byList"],
    },
    takesPrices: true,
    reservedConcurrency: 100,
  },
  {
    name: "orders",
    description: "Orders, from placing to cancelling",
    operations: orders,
    table: {
      items: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem", "Query"],
      indexes: ["byCustomer", "byList"],
    },
    carriesOutEffects: true,
    placesOrders: true,
    showsShipments: true,
    reservedConcurrency: 100,
  },
  {
    name: "payments",
    description: "The payment of an order",
    operations: payments,
    table: { items: ["GetItem", "PutItem", "UpdateItem", "DeleteItem"] },
    carriesOutEffects: true,
    reservedConcurrency: 20,
  },
  {
    name: "webhooks",
    description: "What Stripe tells, where it is the payment provider",
    operations: webhooks,
    entry: "functions/payments/webhooks/handler.ts",
    onlyWithProvider: "stripe",
    table: { items: ["GetItem", "PutItem", "UpdateItem", "DeleteItem"] },
    carriesOutEffects: true,
    reservedConcurrency: 10,
  },
  {
    name: "sandbox",
    description: "What a customer does on the page of their bank, where the payment provider is the sandbox",
    operations: sandbox,
    entry: "functions/providers/sandbox/handler.ts",
    onlyWithProvider: "sandbox",
    table: { items: ["GetItem", "PutItem", "Query"] },
    reservedConcurrency: 5,
  },
  {
    name: "shipping",
    description: "Shipments of an order",
    operations: shipping,
    table: {
      items: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem", "Query"],
      indexes: ["byList"],
    },
    carriesOutEffects: true,
    showsShipments: true,
    reservedConcurrency: 40,
  },
  {
    name: "documents",
    description: "Documents to be printed",
    operations: documents,
    table: { items: ["GetItem"] },
    reservedConcurrency: 10,
  },
  {
    name: "returns",
    description: "Returns of an order",
    operations: returns,
    table: { items: ["GetItem", "PutItem", "UpdateItem", "DeleteItem"] },
    carriesOutEffects: true,
    receivesReturns: true,
    reservedConcurrency: 10,
  },
  {
    name: "audit",
    description: "Whether stored stock, orders and payments are consistent",
    operations: audit,
    table: { items: ["BatchGetItem", "Query"], indexes: ["byList", "byDue"] },
    reservedConcurrency: 5,
  },
  {
    name: "site",
    description: "Health, this document and its page",
    operations: site,
    table: { items: ["GetItem"] },
    reservedConcurrency: 20,
    memoryMegabytes: 256,
  },
];
