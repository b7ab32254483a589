import { answer, operation } from "../platform/http/operation.ts";
import { invalidRequest } from "../platform/http/standard-problems.ts";
import type { Caller } from "../platform/values/caller.ts";
import { problemError } from "../platform/values/problems.ts";
import { commitReservation as commit, releaseReservation as release, requireReservation } from "./end-reservation.ts";
import { NewReservation, ReservationView, reservationView } from "./reservation-api.ts";
import { reserveStock } from "./reserve-stock.ts";
import { unknownProduct } from "./rules/product.ts";
import { reservationNotYours, reservationTooFragmented } from "./rules/reservation.ts";
import { ReservationId, reservationEnded } from "./rules/reservation-id.ts";
import { outOfStock } from "./rules/stock.ts";

const path = { reservationId: ReservationId };

/** Whoever shops pays nothing for a reservation: stock is not kept from others for long. */
const MAX_CUSTOMER_SECONDS = 86_400;

/** @throws 400 `invalid_request` where a customer wants units to be held for longer than customers may. */
function requireShortForCustomer({ expiresInSeconds = 0 }: NewReservation, { role }: Caller): void {
  if (role !== "customer" || expiresInSeconds <= MAX_CUSTOMER_SECONDS) return;
  throw problemError(
    invalidRequest,
    `Units are held for a customer for at most ${MAX_CUSTOMER_SECONDS} seconds, and are to be held for ${expiresInSeconds}.`,
    { errors: [{ path: "expiresInSeconds", message: `must be at most ${MAX_CUSTOMER_SECONDS} for customers` }] },
  );
}

export const createReservation = operation({
  summary: "Reserve units outside of an order",
  description:
    "Holds all of the units for some time, or none: for a cart that is being paid, or a till. POST /orders with " +
    "`reservationId` makes an order of them. What nobody used is given back within a minute after `expiresAt`. A reservation is its " +
    "caller's: no other customer or service can see or use it.",
  route: "POST /reservations",
  allow: { customer: "own", staff: "any", service: "own" },
  idempotencyKey: "required",
  body: NewReservation,
  answers: { 201: ReservationView },
  problems: [unknownProduct, outOfStock, reservationTooFragmented],
  handle: async ({ body, caller, idempotencyKey, fingerprint }) => {
    requireShortForCustomer(body, caller);
    const { reservation, replayed } = await reserveStock({ ...body, caller, idempotencyKey, fingerprint });
    return answer(201, reservationView(reservation, caller), { replayed, version: reservation.version });
  },
});

export const getReservation = operation({
  summary: "Read a reservation",
  description: "Customers and services read their own, staff any; another id is 404, as if it did not exist.",
  route: "GET /reservations/{reservationId}",
  allow: { customer: "own", staff: "any", service: "own" },
  path,
  answers: { 200: ReservationView },
  handle: async ({ path: { reservationId }, caller }) => {
    const reservation = await requireReservation(reservationId, caller);
    return answer(200, reservationView(reservation, caller), { version: reservation.version });
  },
});

export const releaseReservation = operation({
  summary: "Release a reservation",
  description:
    "Gives its units back; staff may do so with anybody's. Releasing it again, or after it expired, changes nothing. " +
    "Nothing of a reservation changes before it ends, so there is no version to name.",
  route: "DELETE /reservations/{reservationId}",
  allow: { customer: "own", staff: "any", service: "own" },
  path,
  answers: { 200: ReservationView },
  problems: [reservationEnded],
  handle: async ({ path: { reservationId }, caller }) => {
    const reservation = await release(reservationId, caller);
    return answer(200, reservationView(reservation, caller), { version: reservation.version });
  },
});

export const commitReservation = operation({
  summary: "Take a reservation's units out of stock",
  description:
    "For what was sold at a till: the units leave stock, with a row `shipped` in the ledger of each product and location. " +
    "Staff and services commit what they reserved themselves. Committing it again changes nothing.",
  route: "POST /reservations/{reservationId}/commit",
  allow: { staff: "any", service: "own" },
  path,
  answers: { 200: ReservationView },
  problems: [reservationEnded, reservationNotYours],
  handle: async ({ path: { reservationId }, caller }) => {
    const reservation = await commit(reservationId, caller);
    return answer(200, reservationView(reservation, caller), { version: reservation.version });
  },
});
