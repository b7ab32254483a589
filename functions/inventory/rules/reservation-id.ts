import * as z from "zod/mini";
import { idPattern } from "../../platform/values/ids.ts";
import { loggedIds } from "../../platform/values/logged-ids.ts";
import { problem } from "../../platform/values/problems.ts";

export const ReservationId = z
  .string()
  .check(
    z.regex(idPattern("rsv"), "must be a reservation's id"),
    z.meta({
      id: "ReservationId",
      description: "The reservation's id, derived from who made it and its Idempotency-Key",
      examples: ["rsv_p1g2ky6srvh47rjeyt4av8nsevjm13dc"],
    }),
  )
  .register(loggedIds, {})
  .brand<"ReservationId">();
export type ReservationId = z.output<typeof ReservationId>;

export const reservationEnded = problem(409, "reservation_ended", "The reservation holds nothing any more.");
export const unknownReservation = problem(422, "unknown_reservation", "The caller has no such reservation.");
export const reservationMismatch = problem(
  422,
  "reservation_mismatch",
  "The order's items are others than those that are reserved.",
);
