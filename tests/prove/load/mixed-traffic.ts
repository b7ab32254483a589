import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { LoadRequest, Traffic } from "./run-clients.ts";

const Identified = z.looseObject({ id: z.string(), status: z.string() });
const address = { name: "Alice Example", line1: "Hauptstr. 1", city: "Berlin", postalCode: "10115", country: "DE" };

/** How many of the latest confirmed orders are read, cancelled and shipped. */
const REMEMBERED_ORDERS = 200;

export interface MixedTrafficOptions {
  readonly apiUrl: string;
  /** Tokens. */
  readonly customer: string;
  readonly staff: string;
  readonly skus: readonly string[];
}

/** Mixed traffic: a third of it places orders, the rest reads and advances them. No request is retried. */
export function mixedTraffic({ apiUrl, customer, staff, skus }: MixedTrafficOptions): Traffic {
  const confirmed: string[] = [];
  const pick = <One>(from: readonly One[]): One | undefined => from[Math.floor(Math.random() * from.length)];
  const request = (
    operation: string,
    token: string,
    method: LoadRequest["method"],
    path: string,
    body?: object,
  ): LoadRequest => ({
    operation,
    method,
    url: `${apiUrl}${path}`,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body && { "content-type": "application/json" }),
      ...(method === "POST" && { "idempotency-key": randomUUID() }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const place = () => {
    const items = [...new Set([pick(skus) ?? "", pick(skus) ?? ""])].map((sku) => ({
      sku,
      quantity: 1 + Math.floor(Math.random() * 3),
    }));
    const paymentMethod = pick(["ok", "ok", "ok", "ok", "ok", "ok", "declined", "flaky", "timeout_after", "late"]);
    const body = { items, shippingAddress: address, paymentMethod: `pm_sandbox_${paymentMethod}` };
    return request("placeOrder", customer, "POST", "/orders", body);
  };
  const anOrder = () => pick(confirmed) ?? "none";
  const advance = (body: object) => () =>
    request("advanceShipmentStatus", staff, "PATCH", `/shipments/${anOrder()}/1`, body);
  const adjustment = { quantity: 5, reason: "received" };
  const requests = [
    ...[place, place, place, place, place],
    () => request("getOrder", customer, "GET", `/orders/${anOrder()}`),
    () => request("listOrders", staff, "GET", "/orders?limit=20"),
    () => request("getStock", customer, "GET", `/products/${pick(skus)}/stock`),
    () => request("adjustStock", staff, "POST", `/products/${pick(skus)}/stock/adjustments`, adjustment),
    () => request("cancelOrder", customer, "POST", `/orders/${anOrder()}/cancel`, { reason: "load" }),
    advance({ status: "PACKED" }),
    advance({ status: "PACKED" }),
    advance({ status: "SHIPPED", carrier: "DHL", trackingNumbers: ["T-1"] }),
    advance({ status: "SHIPPED", carrier: "DHL", trackingNumbers: ["T-1"] }),
    advance({ status: "DELIVERED" }),
  ];
  return {
    next: () => (pick(requests) ?? place)(),
    onAnswer: (status, body) => {
      if (status !== 201) return;
      const { data } = Identified.safeParse(JSON.parse(body));
      if (data?.status === "CONFIRMED") confirmed.push(data.id);
      if (confirmed.length > REMEMBERED_ORDERS) confirmed.shift();
    },
  };
}
