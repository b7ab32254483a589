import type { Caller } from "../../../functions/platform/values/caller.ts";
import { idFromKey } from "../../../functions/platform/values/ids.ts";

type Sender = Pick<Caller, "role" | "subject">;

/** The id of the order that this caller places with this idempotency key. */
export function orderIdOf(caller: Sender, key: string): string {
  return idFromKey("ord", { caller, operation: "placeOrder", key });
}

/** The id of the reservation that this caller makes with this idempotency key. */
export function reservationIdOf(caller: Sender, key: string): string {
  return idFromKey("rsv", { caller, operation: "createReservation", key });
}

/** The operations that book stock, with the prefix of what they book. */
const BOOKINGS: Readonly<Record<string, string>> = { adjustStock: "adj", countStock: "cnt", transferStock: "trf" };

/** The id of what this caller books with this idempotency key; undefined where the operation books nothing. */
export function bookingIdOf(caller: Sender, operation: string, sku: string, key: string): string | undefined {
  const prefix = BOOKINGS[operation];
  return prefix === undefined ? undefined : idFromKey(prefix, { caller, operation, target: sku, key });
}
