import { randomUUID } from "node:crypto";
import autocannon from "autocannon";
import * as z from "zod";

const Identified = z.looseObject({ id: z.string(), status: z.string() });
const address = { name: "Alice Example", line1: "Hauptstr. 1", city: "Berlin", postalCode: "10115", country: "DE" };

export interface Traffic {
  readonly apiUrl: string;
  readonly customer: string;
  readonly staff: string;
  readonly skus: readonly string[];
  readonly seconds: number;
  readonly connections: number;
}

/** Sends mixed traffic: half of it places orders, the rest reads and advances them. No request is retried. */
export function sendTraffic({
  apiUrl,
  customer,
  staff,
  skus,
  seconds,
  connections,
}: Traffic): Promise<autocannon.Result> {
  const base = new URL(apiUrl).pathname;
  const confirmed: string[] = [];
  const pick = <One>(from: readonly One[]): One | undefined => from[Math.floor(Math.random() * from.length)];
  const request = (
    token: string,
    method: "GET" | "POST" | "PATCH",
    path: string,
    body?: object,
  ): autocannon.Request => ({
    method,
    path: `${base}${path}`,
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
    return request(customer, "POST", "/orders", body);
  };
  const advance = (body: object) => () => request(staff, "PATCH", `/shipments/${pick(confirmed) ?? "none"}/1`, body);
  const requests = [
    ...[place, place, place, place, place],
    () => request(customer, "GET", `/orders/${pick(confirmed) ?? "none"}`),
    () => request(customer, "GET", `/products/${pick(skus)}/stock`),
    () => request(staff, "POST", `/products/${pick(skus)}/stock/adjustments`, { quantity: 5, reason: "received" }),
    () => request(customer, "POST", `/orders/${pick(confirmed) ?? "none"}/cancel`, { reason: "load" }),
    advance({ status: "PACKED" }),
    advance({ status: "PACKED" }),
    advance({ status: "SHIPPED", carrier: "DHL", trackingNumber: "T-1" }),
    advance({ status: "SHIPPED", carrier: "DHL", trackingNumber: "T-1" }),
    advance({ status: "DELIVERED" }),
  ];
  return autocannon({
    url: new URL(apiUrl).origin,
    connections,
    duration: seconds,
    timeout: 35,
    requests: [
      {
        setupRequest: (request) => ({ ...request, ...(pick(requests) ?? place)() }),
        onResponse: (status, body) => {
          if (status !== 201) return;
          const { data } = Identified.safeParse(JSON.parse(body));
          if (data?.status === "CONFIRMED") confirmed.push(data.id);
          if (confirmed.length > 200) confirmed.shift();
        },
      },
    ],
  });
}
