import { expect } from "vitest";
import { dataOf } from "../../client/client.ts";
import { limitOn } from "../../local/engine/engine-limits.ts";
import { cloud } from "./api.ts";
import { eventually } from "./eventually.ts";
import { type JsonRequest, json } from "./raw.ts";
import type { Customer, NewOrder, Order } from "./shop.ts";

/** The call to the table at which the request's function is killed: see tests/faults/crash.ts. */
export type Fault = `crash-${"before" | "after"}:${number}`;

export interface RequestToKill extends JsonRequest {
  readonly method: "POST" | "PATCH";
  readonly path: string;
}

/** Sends a request whose function is killed. Only the status is checked: openapi.yaml has no such answer. */
export async function kill(fault: Fault, { method, path, ...request }: RequestToKill): Promise<void> {
  const headers = { "x-waybill-fault": fault };
  const response = await fetch(`${cloud.apiUrl}${path}`, json(method, { ...request, headers }));
  const expected = limitOn(cloud.kind, "diedStatus") === undefined ? 500 : 502;
  expect(response.status, `${method} ${path} with the fault ${fault}`).toBe(expected);
}

/** Places a customer's only order with a request that is killed, and reads the order that it stored. */
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
