import type { Caller } from "../../../functions/platform/values/caller.ts";
import { idFromKey } from "../../../functions/platform/values/ids.ts";

type Sender = Pick<Caller, "role" | "subject">;

/** The id of the order that this caller places with this idempotency key. */
export function orderIdOf(caller: Sender, key: string): string {
  return idFromKey("ord", { caller, operation: "placeOrder", key });
}

export function adjustmentIdOf(caller: Sender, sku: string, key: string): string {
  return idFromKey("adj", { caller, operation: "adjustStock", target: sku, key });
}
