import type { Supply } from "../../functions/inventory/rules/allocate.ts";
import { newReservation, type ReservationRequest } from "../../functions/inventory/rules/new-reservation.ts";
import type { Reservation } from "../../functions/inventory/rules/reservation.ts";
import { ReservationId } from "../../functions/inventory/rules/reservation-id.ts";
import type { Units } from "../../functions/inventory/rules/stock.ts";
import { derivedId } from "../../functions/platform/values/ids.ts";
import { PLACED_AT } from "./orders.ts";
import { aProduct, aStock, aSupply } from "./products.ts";

export function aReservationRequest(items: readonly Units[], key = "key-1"): ReservationRequest {
  const id = ReservationId.parse(derivedId("rsv", "alice", "createReservation", key));
  return { id, owner: "customer:alice", items, fingerprint: "fingerprint-of-the-request" };
}

/** Alice's reservation of these units for 15 minutes, by default all of them at `main`. */
export function aReservation(items: readonly Units[], key?: string, supply: Supply = enoughOf(items)): Reservation {
  const products = new Map(items.map(({ sku }) => [sku, aProduct(sku)]));
  return newReservation(aReservationRequest(items, key), { products, supply }, PLACED_AT);
}

function enoughOf(items: readonly Units[]): Supply {
  return aSupply(items.map(({ sku }) => aStock({ sku, available: 1_000 })));
}
