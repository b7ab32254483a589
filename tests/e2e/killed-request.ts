import { expect } from "vitest";
import { limitOn } from "../../local/engine/engine-limits.ts";
import { cloud, customer, token } from "./api.ts";
import { eventually } from "./eventually.ts";
import { dataOf, type NewOrder, type Order } from "./shop.ts";

/** At which of a request's calls to the table its function dies: see tests/faults/crash.ts. */
export type Fault = `crash-${"before" | "after"}:${number}`;

export interface RequestToKill {
  readonly bearer: string;
  readonly method: "POST" | "PATCH";
  readonly path: string;
  readonly body: unknown;
  readonly idempotencyKey?: string;
}

/** Sends a request whose function dies over it: the gateway has no answer to give, and openapi.yaml no shape for that. */
export async function kill(fault: Fault, { bearer, method, path, body, idempotencyKey }: RequestToKill): Promise<void> {
  const response = await fetch(`${cloud.apiUrl}${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${bearer}`,
      "Content-Type": "application/json",
      "x-waybill-fault": fault,
      ...(idempotencyKey !== undefined && { "Idempotency-Key": idempotencyKey }),
    },
    body: JSON.stringify(body),
  });
  const died = limitOn(cloud.kind, "diedStatus") === undefined ? 500 : 502;
  expect(response.status, `${method} ${path} with the fault ${fault}`).toBe(died);
}

/** Places a customer's only order with a request that is killed, and finds the order that it left. */
export async function placeAndKill(fault: Fault, name: string, body: NewOrder, idempotencyKey: string): Promise<Order> {
  await kill(fault, { bearer: await token("customer", name), method: "POST", path: "/orders", body, idempotencyKey });
  return onlyOrderOf(name);
}

async function onlyOrderOf(customerId: string): Promise<Order> {
  const api = await customer(customerId);
  const [order] = await eventually(
    async () => dataOf(await api.GET("/customers/{customerId}/orders", { params: { path: { customerId } } })).data,
    (orders) => orders.length > 0,
  );
  if (!order) throw new Error(`${customerId} has no order.`);
  return order;
}
