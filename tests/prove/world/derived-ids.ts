import type { Caller } from "../../../functions/platform/values/caller.ts";
import { idFromKey } from "../../../functions/platform/values/ids.ts";

type Sender = Pick<Caller, "role" | "subject">;

/** The id that the order placed by this caller under this key will have: see design on ids as idempotency keys. */
export function orderIdOf(caller: Sender, key: string): string {
  return idFromKey("ord", { caller, operation: "placeOrder", key });
}

/** The id of a stock adjustment, in the same way. */
export function adjustmentIdOf(caller: Sender, sku: string, key: string): string {
  return idFromKey("adj", { caller, operation: "adjustStock", target: sku, key });
}
