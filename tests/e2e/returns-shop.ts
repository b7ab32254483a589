import { randomUUID } from "node:crypto";
import { dataOf, type Schemas, type WaybillClient } from "../../client/client.ts";
import { staff, token } from "./api.ts";
import { advance, anOrderWithShipment, packed, shipped } from "./fulfilment.ts";
import { json, raw } from "./raw.ts";
import { aCustomer, aProduct, type Customer, type NewOrder, orderOf, readOrder } from "./shop.ts";

export type Return = Schemas["Return"];

export interface ShippedOrder {
  readonly customer: Customer;
  readonly id: string;
  readonly sku: string;
}

/** An order of four units at 10.00 EUR that has left; `more` replaces fields. */
export async function aShippedOrder(more: Partial<NewOrder> = {}): Promise<ShippedOrder> {
  const sku = await aProduct({ price: 1_000 });
  const customer = await aCustomer();
  const body = orderOf(sku, 4, { customerId: customer.name, ...more });
  const { id } = await anOrderWithShipment(await staff(), body);
  dataOf(await advance(id, packed));
  dataOf(await advance(id, shipped));
  return { customer, id, sku };
}

/** Asks to send units back. */
export function requestReturn(
  api: WaybillClient,
  orderId: string,
  units: Readonly<Record<string, number>>,
  more: Partial<Schemas["NewReturn"]> = {},
  key: string = randomUUID(),
) {
  const lines = Object.entries(units).map(([sku, quantity]) => ({ sku, quantity }));
  return api.POST("/orders/{orderId}/returns", {
    params: { path: { orderId }, header: { "Idempotency-Key": key } },
    body: { lines, reason: "Too small", ...more },
  });
}

/** Staff receive units of a return, to be sold again. */
export async function receive(
  orderId: string,
  units: Readonly<Record<string, number>>,
  more: Partial<Schemas["NewReceipt"]> = {},
  key: string = randomUUID(),
  number = 1,
) {
  const lines = Object.entries(units).map(([sku, restock]) => ({ sku, restock }));
  const api = await staff();
  return api.POST("/orders/{orderId}/returns/{number}/receive", {
    params: { path: { orderId, number }, header: { "Idempotency-Key": key } },
    body: { lines, ...more },
  });
}

/** A step of a return that takes no Idempotency-Key, without the client. @param bearer default: staff */
export async function step(
  orderId: string,
  name: string,
  body?: unknown,
  bearer?: string,
  number: number | string = 1,
) {
  const by = bearer ?? (await token("staff", "sam"));
  return raw(`/orders/${orderId}/returns/${number}/${name}`, json("POST", { bearer: by, body }));
}

/** The order's first return, as staff see it. */
export async function readReturn(orderId: string): Promise<Return> {
  const path = { orderId, number: 1 };
  return dataOf(await (await staff()).GET("/orders/{orderId}/returns/{number}", { params: { path } }));
}

export async function readAsStaff(orderId: string) {
  return readOrder(await staff(), orderId);
}
