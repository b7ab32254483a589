import { randomUUID } from "node:crypto";
import type { components } from "../../client/api.generated.d.ts";
import { type Api, customer, staff } from "./api.ts";

export type Order = components["schemas"]["Order"];
export type NewOrder = components["schemas"]["NewOrder"];
export type Stock = components["schemas"]["Stock"];

/** A name that no other test has. */
export function unique(prefix: string): string {
  return `${prefix}-${randomUUID().slice(0, 8)}`;
}

export const address = {
  name: "Alice Example",
  line1: "Hauptstr. 1",
  city: "Berlin",
  postalCode: "10115",
  country: "DE",
} satisfies NewOrder["shippingAddress"];

export interface ProductToMake {
  readonly price?: number;
  readonly stock?: number;
  readonly currency?: string;
  readonly reorderPoint?: number;
}

/** A product of this test's own, with stock. */
export async function aProduct({
  price = 25_000,
  stock = 10,
  currency = "EUR",
  reorderPoint,
}: ProductToMake = {}): Promise<string> {
  const sku = unique("SKU").toUpperCase();
  const api = await staff();
  const { response } = await api.POST("/products", {
    body: {
      sku,
      name: `Product ${sku}`,
      price: { amount: price, currency },
      taxRate: 1900,
      ...(reorderPoint !== undefined && { reorderPoint }),
    },
  });
  if (response.status !== 201) throw new Error(`The product could not be made: ${response.status}`);
  if (stock > 0) await addStock(api, sku, stock);
  return sku;
}

export async function addStock(api: Api, sku: string, quantity: number): Promise<void> {
  const { response } = await api.POST("/products/{sku}/stock/adjustments", {
    params: { path: { sku }, header: { "Idempotency-Key": randomUUID() } },
    body: { quantity, reason: "received" },
  });
  if (response.status !== 201) throw new Error(`The stock could not be added: ${response.status}`);
}

/** An order of one product, unless `more` says otherwise. */
export function orderOf(sku: string, quantity: number, more: Partial<NewOrder> = {}): NewOrder {
  return { items: [{ sku, quantity }], shippingAddress: address, paymentMethod: "pm_sandbox_ok", ...more };
}

/** Places an order under a key, a new one by default. */
export function place(api: Api, body: NewOrder, key: string = randomUUID()) {
  return api.POST("/orders", { params: { header: { "Idempotency-Key": key } }, body });
}

/** A customer of this test's own. */
export async function aCustomer(): Promise<{ api: Api; name: string }> {
  const name = unique("customer");
  return { api: await customer(name), name };
}

/** What an answer holds. @throws with the problem where it holds none. */
export function dataOf<Data>(answer: { data?: Data; error?: unknown; response: Response }): Data {
  if (answer.data === undefined) throw new Error(`${answer.response.status}: ${JSON.stringify(answer.error)}`);
  return answer.data;
}

export async function readOrder(api: Api, orderId: string): Promise<Order> {
  return dataOf(await api.GET("/orders/{orderId}", { params: { path: { orderId } } }));
}

export async function readStock(sku: string): Promise<Pick<Stock, "available" | "reserved">> {
  const { available, reserved } = dataOf(
    await (await staff()).GET("/products/{sku}/stock", { params: { path: { sku } } }),
  );
  return { available, reserved };
}
