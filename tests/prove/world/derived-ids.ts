import { derivedId } from "../../../functions/platform/values/ids.ts";

/** The id that an order of this customer's under this key will have: see design on ids as idempotency keys. */
export function orderIdOf(customer: string, key: string): string {
  return derivedId("ord", customer, "placeOrder", key);
}

/** The id of a stock adjustment, in the same way. */
export function adjustmentIdOf(staff: string, sku: string, key: string): string {
  return derivedId("adj", staff, "adjustStock", sku, key);
}
