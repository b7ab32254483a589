import * as z from "zod/mini";
import { isAbsent, isVersion, type Put, type Update } from "../platform/table/conditional-write.ts";
import { duePartition, duePosition } from "../platform/table/due-index.ts";
import type { Key, StoredItem } from "../platform/table/item.ts";
import { readItem } from "../platform/table/read.ts";
import { shardOf, shards } from "../platform/table/shards.ts";
import { Reservation } from "./rules/reservation.ts";
import type { ReservationId } from "./rules/reservation-id.ts";
import { reservationHeldMoves, reservationMovements } from "./rules/reservation-stock.ts";
import { stockWrites } from "./stock-writes.ts";

export const reservationType = "reservation";

const PARTITION = "RESERVATION#";

export function reservationKey(id: ReservationId): Key {
  return { pk: `${PARTITION}${id}`, sk: "RESERVATION" };
}

/** The id that a reservation's key spells. */
export function reservationIdInKey({ pk }: Key): string {
  return pk.slice(PARTITION.length);
}

/** The partitions of the due index with all ACTIVE reservations. */
export function activeReservations(): string[] {
  return shards().map((shard) => duePartition(reservationType, shard));
}

export function parseReservation(item: StoredItem): Reservation {
  return z.parse(Reservation, item);
}

export async function loadReservation(id: ReservationId): Promise<Reservation | undefined> {
  const item = await readItem(reservationKey(id));
  return item && parseReservation(item);
}

/** The item of a reservation: in the due index as long as it is ACTIVE. */
function toItem({ lines, ...reservation }: Reservation): Put["item"] {
  const { due: _due, dueAt: _dueAt, ...attributes } = reservation;
  const { id, status, expiresAt } = reservation;
  return {
    ...attributes,
    lines: lines.map(({ elsewhere, ...line }) => ({ ...line, ...(elsewhere.length > 0 && { elsewhere }) })),
    ...reservationKey(id),
    type: reservationType,
    ...(status === "ACTIVE" && {
      due: duePartition(reservationType, shardOf(id)),
      dueAt: duePosition(expiresAt, id),
    }),
  };
}

/** Stores a new reservation. */
export function insertReservation(reservation: Reservation): Put {
  return {
    kind: "put",
    name: "insertReservation",
    item: toItem(reservation),
    condition: isAbsent,
    conflictError: (found) => {
      if (!found) return new Error(`The reservation ${reservation.id} exists.`);
      return new ReservationExistsError(parseReservation(found));
    },
  };
}

/** Stores how a reservation ended, if it is still the ACTIVE version that was read. */
export function endReservation(ended: Reservation): Put {
  return {
    kind: "put",
    name: "endReservation",
    item: toItem(ended),
    condition: isVersion(ended.version - 1),
    conflictError: (found) => new ReservationChangedError(ended.id, found && parseReservation(found)),
  };
}

/** The stock that moves with the next version of a reservation, and the rows of the ledger about it. */
export function reservationStockWrites(before: Reservation | undefined, after: Reservation): (Put | Update)[] {
  return stockWrites({
    held: reservationHeldMoves(before, after),
    rows: reservationMovements(before, after),
    at: after.updatedAt,
    id: `${after.id}#${after.version}`,
  });
}

/** A racing duplicate of the request has stored the reservation. */
export class ReservationExistsError extends Error {
  override readonly name = "ReservationExistsError";
  readonly reservation: Reservation;

  constructor(reservation: Reservation) {
    super(`The reservation ${reservation.id} exists.`);
    this.reservation = reservation;
  }
}

/** Another write has ended the reservation. */
export class ReservationChangedError extends Error {
  override readonly name = "ReservationChangedError";
  /** What is stored. */
  readonly found: Reservation | undefined;

  constructor(id: ReservationId, found: Reservation | undefined) {
    super(`The reservation ${id} was changed by another write.`);
    this.found = found;
  }
}
