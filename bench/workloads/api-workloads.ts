import { aRequest } from "../../tests/builders/api-requests.ts";
import { type BenchShop, hasStatus } from "./bench-shop.ts";
import type { Workload } from "./workload.ts";

/** What the API functions do most. */
export function apiWorkloads({ sku, request, placing, orders }: BenchShop) {
  let placed = 0;
  const anOrder = async () => (await orders(1, ({ status }) => status === "CONFIRMED"))[0]?.id ?? "";
  const repeat = (event: object) => async (count: number) => Array.from({ length: count }, () => event);
  const readsOfAnOrder = (resource: string) => async (count: number) => {
    const pathParameters = { orderId: await anOrder() };
    return repeat(request("customer", { resource, pathParameters }))(count);
  };
  return {
    placeOrder: {
      function: "orders",
      does: "POST /orders",
      isDone: hasStatus(201),
      events: async (count) => Array.from({ length: count }, () => placing(`order-${++placed}`)),
    },
    getOrder: {
      function: "orders",
      does: "GET /orders/{orderId}",
      isDone: hasStatus(200),
      events: readsOfAnOrder("/orders/{orderId}"),
    },
    listMyOrders: {
      function: "orders",
      does: "GET /customers/me/orders, a page of 20",
      isDone: hasStatus(200),
      events: repeat(request("customer", { resource: "/customers/me/orders", query: { limit: ["20"] } })),
      largest: async () => request("staff", { resource: "/orders", query: { limit: ["100"] } }),
    },
    packShipment: {
      function: "shipping",
      does: "PATCH /shipments/{orderId}/{number}",
      isDone: hasStatus(200),
      events: async (count) => {
        const shipped = await orders(count, ({ shipments }) => shipments.some(({ status }) => status === "PENDING"));
        const resource = "/shipments/{orderId}/{number}";
        return shipped
          .slice(0, count)
          .map(({ id }) =>
            request(
              "staff",
              { method: "PATCH", resource, pathParameters: { orderId: id, number: "1" } },
              { status: "PACKED" },
            ),
          );
      },
    },
    getPayment: {
      function: "payments",
      does: "GET /payments/{orderId}",
      isDone: hasStatus(200),
      events: readsOfAnOrder("/payments/{orderId}"),
    },
    getProduct: {
      function: "inventory",
      does: "GET /products/{sku}",
      isDone: hasStatus(200),
      events: repeat(request("customer", { resource: "/products/{sku}", pathParameters: { sku } })),
    },
    checkInvariants: {
      function: "audit",
      does: "GET /admin/invariants",
      isDone: hasStatus(200),
      events: repeat(request("operator", { resource: "/admin/invariants" })),
    },
    getDocs: {
      function: "site",
      does: "GET /docs",
      isDone: hasStatus(200),
      events: repeat(aRequest({ resource: "/docs" })),
    },
  } satisfies Record<string, Workload>;
}
