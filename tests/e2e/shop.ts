import { randomUUID } from "node:crypto";
import { dataOf, type Schemas, type WaybillClient } from "../../client/client.ts";
import { apiAs, staff, token } from "./api.ts";

export type Order = Schemas["Order"];
export type NewOrder = Schemas["NewOrder"];
export type Stock = Schemas["Stock"];

/** A name that no other test uses. */
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

export interface ProductOptions {
  readonly price?: number;
  readonly stock?: number;
  readonly currency?: string;
  readonly reorderPoint?: number;
}

/** A new product with stock. */
export async function aProduct({ stock = 10, ...options }: ProductOptions = {}): Promise<string> {
  const sku = await createProduct(options);
  if (stock > 0) await addStock(await staff(), sku, stock);
  return sku;
}

/** A product that has stock from the start: its level stays as it is, so that nothing about it changes by itself. */
export function aStockedProduct(options: ProductOptions = {}): Promise<string> {
  return createProduct({ stock: 10, ...options });
}

async function createProduct({ price = 25_000, currency = "EUR", ...more }: ProductOptions): Promise<string> {
  const sku = unique("SKU").toUpperCase();
  const product = { sku, name: `Product ${sku}`, price: { amount: price, currency }, taxRate: 1900, ...more };
  dataOf(await (await staff()).POST("/products", { body: product }));
  return sku;
}

export async function addStock(api: WaybillClient, sku: string, quantity: number): Promise<void> {
  dataOf(
    await api.POST("/products/{sku}/stock/adjustments", {
      params: { path: { sku }, header: { "Idempotency-Key": randomUUID() } },
      body: { quantity, reason: "received" },
    }),
  );
}

/** An order of one product; `more` replaces its fields. */
export function orderOf(sku: string, quantity: number, more: Partial<NewOrder> = {}): NewOrder {
  return { items: [{ sku, quantity }], shippingAddress: address, paymentMethod: "pm_sandbox_ok", ...more };
}

/** Places an order, by default under a new key. */
export function place(api: WaybillClient, body: NewOrder, key: string = randomUUID()) {
  return api.POST("/orders", { params: { header: { "Idempotency-Key": key } }, body });
}

export interface Customer {
  readonly name: string;
  readonly bearer: string;
  readonly api: WaybillClient;
}

/** A new customer. */
export async function aCustomer(): Promise<Customer> {
  const name = unique("customer");
  const bearer = await token("customer", name);
  return { name, bearer, api: apiAs(bearer) };
}

export async function readOrder(api: WaybillClient, orderId: string): Promise<Order> {
  return dataOf(await api.GET("/orders/{orderId}", { params: { path: { orderId } } }));
}

export async function readStock(sku: string): Promise<Pick<Stock, "available" | "reserved">> {
  const { available, reserved } = dataOf(
    await (await staff()).GET("/products/{sku}/stock", { params: { path: { sku } } }),
  );
  return { available, reserved };
}
