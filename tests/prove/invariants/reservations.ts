import * as z from "zod";
import type { Rule } from "../../../functions/audit/rules/rule.ts";
import { type Reservation, reservedUnits } from "../../../functions/inventory/rules/reservation.ts";
import type { Order } from "../../../functions/orders/rules/order.ts";
import type { StoredState } from "./stored-state.ts";

const usedOnce: Rule<StoredState> = {
  name: "a reservation is used by one order of its owner",
  sentence:
    "an ORDERED reservation names the one order that names it, which its owner placed before it expired; no other " +
    "reservation is named by an order",
  check: ({ reservations, orders }) => [
    ...reservations.flatMap((reservation) => {
      const { id, status, orderId } = reservation;
      const users = orders.filter(({ reservationId }) => reservationId === id);
      const wrong = users.filter((order) => !mayUse(order, reservation));
      const named = users.length === 1 && users[0]?.id === orderId;
      const isRight = status === "ORDERED" ? named : users.length === 0 && orderId === undefined;
      return [
        ...(isRight ? [] : [`${id} is ${status}, for ${orderId}, and named by ${users.map((one) => one.id)}`]),
        ...wrong.map((order) => `${order.id} may not use ${id}`),
      ];
    }),
    ...orders
      .filter(({ reservationId }) => reservationId && !reservations.some(({ id }) => id === reservationId))
      .map(({ id, reservationId }) => `${id} names ${reservationId}, which is not stored`),
  ],
};

/** Whether its owner placed the order in time, for all that is reserved. */
function mayUse({ placedBy, customerId, createdAt, lines }: Order, reservation: Reservation): boolean {
  const placer = placedBy ?? `customer:${customerId}`;
  const added = new Map(lines.map((line) => [line.sku, line.quantity - line.added]));
  return (
    placer === reservation.owner &&
    createdAt < reservation.expiresAt &&
    reservation.lines.every(({ sku, quantity }) => added.get(sku) === quantity)
  );
}

const committedOnce: Rule<StoredState> = {
  name: "each committed reservation leaves the ledger once",
  sentence:
    "the rows of the ledger that name a reservation are the units of all that are COMMITTED, each at its location",
  check: ({ reservations, movements }) => {
    const booked = movements
      .filter(({ reservationId }) => reservationId !== undefined)
      .map(({ reservationId, kind, sku, location, quantity }) => {
        return `${reservationId}: ${kind} ${-quantity} of ${sku} at ${location}`;
      });
    const left = reservations
      .filter(({ status }) => status === "COMMITTED")
      .flatMap((one) =>
        reservedUnits(one).map(
          ({ sku, location, quantity }) => `${one.id}: shipped ${quantity} of ${sku} at ${location}`,
        ),
      );
    return booked.toSorted().join() === left.toSorted().join()
      ? []
      : [`committed ${left.join(", ")}; in the ledger ${booked.join(", ")}`];
  },
};

const Changed = z.looseObject({ change: z.looseObject({ actor: z.string() }) });

const endedByWhoMay: Rule<StoredState> = {
  name: "a reservation is ended by who may",
  sentence:
    "its owner commits a reservation or orders with it; its owner or staff release it; time alone lets it expire",
  check: ({ reservations }) =>
    reservations.flatMap((reservation) => {
      const { id, status, owner } = reservation;
      const { actor } = Changed.parse(reservation).change;
      const mayEnd = {
        ACTIVE: actor === owner,
        COMMITTED: actor === owner,
        ORDERED: actor === owner,
        RELEASED: actor === owner || actor.startsWith("staff:"),
        EXPIRED: actor === "system:sweeper",
      };
      return mayEnd[status] ? [] : [`${id} of ${owner} is ${status}, by ${actor}`];
    }),
};

const dueWhileActive: Rule<StoredState> = {
  name: "exactly the ACTIVE reservations are due",
  sentence: "a reservation is in the due index until it ends, at the moment at which it expires",
  check: ({ items, reservations }) =>
    reservations.flatMap(({ id, status, expiresAt }) => {
      const { due, dueAt } = items.find((item) => item.id === id) ?? {};
      const isDue = String(due).startsWith("reservation#") && String(dueAt).startsWith(`${expiresAt}#`);
      const isRight = status === "ACTIVE" ? isDue : due === undefined && dueAt === undefined;
      return isRight ? [] : [`${id} is ${status}, and due under ${due} at ${dueAt}`];
    }),
};

export const reservationInvariants: readonly Rule<StoredState>[] = [
  usedOnce,
  committedOnce,
  endedByWhoMay,
  dueWhileActive,
];
