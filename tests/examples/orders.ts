import { OrderId } from "../../functions/orders/rules/order.ts";
import { orderNumber } from "../../functions/orders/rules/order-number.ts";
import { idFromKey } from "../../functions/platform/values/ids.ts";
import { alice, type Caller, type WalkthroughStep } from "./step.ts";

const shippingAddress = {
  name: "Alice Example",
  line1: "Hauptstraße 1",
  city: "Berlin",
  postalCode: "10827",
  country: "DE",
};

/** What an example's order is made of. */
export interface ExampleOrder {
  /** Names the example, and its Idempotency-Key. */
  readonly name: string;
  readonly items: readonly { readonly sku: string; readonly quantity: number }[];
  readonly paymentMethod?: string;
  readonly by?: Caller;
  readonly customerId?: string;
  /** Further fields of the request. */
  readonly more?: object;
}

/** The request that places an order. */
export function placing({ name, items, paymentMethod = "pm_sandbox_ok", by = alice, customerId, more }: ExampleOrder) {
  return {
    operation: "placeOrder",
    by,
    headers: { "Idempotency-Key": name },
    body: { items, shippingAddress, paymentMethod, ...(customerId !== undefined && { customerId }), ...more },
  };
}

/** Its id, which is derived from the caller and the key. */
export function idOf({ name, by = alice }: ExampleOrder): string {
  return idFromKey("ord", { caller: by, operation: "placeOrder", key: name });
}

/** Its number, which follows from its id. */
export function numberOf(order: ExampleOrder): string {
  return orderNumber(OrderId.parse(idOf(order)));
}

/** The order's shipments, once it has one. */
export function awaitShipment(order: ExampleOrder) {
  return {
    operation: "listShipments",
    by: order.by ?? alice,
    path: { orderId: idOf(order) },
    status: 200,
    until: (body: string) => body.includes('"number":1'),
  } satisfies Omit<WalkthroughStep, "name" | "summary">;
}
