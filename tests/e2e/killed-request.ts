import { expect } from "vitest";
import { dataOf } from "../../client/client.ts";
import { limitOn } from "../../local/engine/engine-limits.ts";
import { cloud } from "./api.ts";
import { eventually } from "./eventually.ts";
import { type JsonRequest, json } from "./raw.ts";
import type { Customer, NewOrder, Order } from "./shop.ts";

/** At which of a request's calls to the table its function dies: see tests/faults/crash.ts. */
export type Fault = `crash-${"before" | "after"}:${number}`;

export interface RequestToKill extends JsonRequest {
  readonly method: "POST" | "PATCH";
  readonly path: string;
}

/** Sends a request whose function dies over it: the gateway has no answer to give, and openapi.yaml no shape for that. */
export async function kill(fault: Fault, { method, path, ...request }: RequestToKill): Promise<void> {
  const headers = { "x-waybill-fault": fault };
  const response = await fetch(`${cloud.apiUrl}${path}`, json(method, { ...request, headers }));
  const died = limitOn(cloud.kind, "diedStatus") === undefined ? 500 : 502;
  expect(response.status, `${method} ${path} with the fault ${fault}`).toBe(died);
}

/** Places a customer's only order with a request that is killed, and finds the order that it left. */
export async function placeAndKill(
  fault: Fault,
  { api, bearer, name: customerId }: Customer,
  body: NewOrder,
  idempotencyKey: string,
): Promise<Order> {
  await kill(fault, { bearer, method: "POST", path: "/orders", body, idempotencyKey });
  const [order] = await eventually(
    async () => dataOf(await api.GET("/customers/{customerId}/orders", { params: { path: { customerId } } })).data,
    (orders) => orders.length > 0,
  );
  if (!order) throw new Error(`${customerId} has no order.`);
  return order;
}
