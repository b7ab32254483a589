import { derivedId } from "../../../functions/platform/values/ids.ts";

/** The id that an order of this customer's under this key will have: see design on ids as idempotency keys. */
export function orderIdOf(customer: string, key: string): string {
  return derivedId("ord", customer, "placeOrder", key);
}
