import { log } from "../platform/runtime/logging.ts";
import { now } from "../platform/runtime/request-context.ts";
import { retryOnConflict } from "../platform/runtime/retry-on-conflict.ts";
import { keyText, readItems } from "../platform/table/read.ts";
import { write } from "../platform/table/write.ts";
import type { Caller } from "../platform/values/caller.ts";
import { idFromKey } from "../platform/values/ids.ts";
import { idempotencyKeyReused, isProblem, problemError } from "../platform/values/problems.ts";
import { productKey } from "./product-table.ts";
import { productsIn, readSupply, skusOf, supplyIn, supplyKeys } from "./read-supply.ts";
import type { NewReservation } from "./reservation-api.ts";
import {
  insertReservation,
  loadReservation,
  parseReservation,
  ReservationExistsError,
  reservationKey,
  reservationStockWrites,
} from "./reservation-table.ts";
import { type KnownForReserving, newReservation, type ReservationRequest } from "./rules/new-reservation.ts";
import { ownerNameOf, type Reservation } from "./rules/reservation.ts";
import { ReservationId } from "./rules/reservation-id.ts";
import { outOfStock, type Units } from "./rules/stock.ts";

export interface ReserveRequest extends NewReservation {
  readonly caller: Caller;
  readonly idempotencyKey: string;
  readonly fingerprint: string;
}

export interface MadeReservation {
  readonly reservation: Reservation;
  /** An earlier request with the same idempotency key had made it. */
  readonly replayed: boolean;
}

/**
 * Reserves units outside of an order, once for each idempotency key.
 * @throws 409 `out_of_stock` with what is available; 422 for what is not on sale, and for a key that was used with another body
 */
export async function reserveStock({ caller, idempotencyKey, ...body }: ReserveRequest): Promise<MadeReservation> {
  const id = ReservationId.parse(idFromKey("rsv", { caller, operation: "createReservation", key: idempotencyKey }));
  const request = { ...body, id, owner: ownerNameOf(caller) };
  const known = await readForReserving(id, body.items);
  const made = known.reservation ? { reservation: known.reservation, replayed: true } : await reserve(request, known);
  const { reservation, replayed } = made;
  log.result(replayed ? "reservation replayed" : "stock reserved", {
    reservationId: id,
    reservation: reservation.status,
  });
  if (reservation.fingerprint === body.fingerprint) return made;
  throw problemError(
    idempotencyKeyReused,
    `The key "${idempotencyKey}" made the reservation ${id} with another body. Use a new key.`,
  );
}

/** The reservation of an earlier request with the same key, the products and their stock, in one call. */
async function readForReserving(id: ReservationId, units: readonly Units[]) {
  const skus = skusOf(units);
  const items = await readItems([reservationKey(id), ...skus.map(productKey), ...supplyKeys(skus)]);
  const reservation = items.get(keyText(reservationKey(id)));
  return {
    reservation: reservation && parseReservation(reservation),
    products: productsIn(items, skus),
    supply: await supplyIn(items, skus),
  };
}

/** Stores the reservation with its stock. Where stock changes between the read and the write, it is decided again. */
async function reserve(request: ReservationRequest, { products, supply }: KnownForReserving): Promise<MadeReservation> {
  let read: KnownForReserving["supply"] | undefined = supply;
  const decideAndStore = async () => {
    const reservation = newReservation(request, { products, supply: read ?? (await readSupply(request.items)) }, now());
    read = undefined;
    await storeWithStock(reservation);
    return reservation;
  };
  try {
    const reservation = await retryOnConflict("stock of these products", decideAndStore, isStockChanged);
    return { reservation, replayed: false };
  } catch (error) {
    const stored = await storedFirst(error, request.id);
    if (!stored) throw error;
    return { reservation: stored, replayed: true };
  }
}

/** Another request took units between the read and the write. */
class UnitsTakenError extends Error {
  override readonly name = "UnitsTakenError";
}

function isStockChanged(error: unknown): boolean {
  return error instanceof UnitsTakenError;
}

/** No reservation exists without its units, and no units are held without it. */
async function storeWithStock(reservation: Reservation): Promise<void> {
  try {
    await write([insertReservation(reservation), ...reservationStockWrites(undefined, reservation)]);
  } catch (error) {
    throw isProblem(error, outOfStock) ? new UnitsTakenError() : error;
  }
}

/** What a racing duplicate stored: it also explains a shortage, because the units that are missing may be its own. */
async function storedFirst(error: unknown, id: ReservationId): Promise<Reservation | undefined> {
  if (error instanceof ReservationExistsError) return error.reservation;
  return isProblem(error, outOfStock) ? loadReservation(id) : undefined;
}
