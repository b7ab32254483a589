import { describe, expect, test } from "vitest";
import { at } from "../../../tests/builders/orders.ts";
import { problemThrownBy } from "../../../tests/builders/problem-thrown-by.ts";
import { units } from "../../../tests/builders/products.ts";
import { aReservation } from "../../../tests/builders/reservations.ts";
import { RESERVATION_STATUSES, type Reservation, type ReservationStatus } from "./reservation.ts";
import { reservationEvents } from "./reservation-events.ts";
import { reservationHeldMoves, reservationMovements } from "./reservation-stock.ts";
import { commit, expire, orderWith, release } from "./reservation-transitions.ts";

const active = aReservation([units("MUG", 2), units("PEN", 1)]); // until at(900)
const ORDER = "ord_1";

function inStatus(status: ReservationStatus): Reservation {
  switch (status) {
    case "ACTIVE":
      return active;
    case "RELEASED":
      return release(active, at(10));
    case "COMMITTED":
      return commit(active, at(10));
    case "ORDERED":
      return orderWith(active, ORDER, at(10));
    case "EXPIRED":
      return expire(active, at(901));
  }
}

const use = {
  release: (one: Reservation) => release(one, at(20)),
  commit: (one: Reservation) => commit(one, at(20)),
  orderWith: (one: Reservation) => orderWith(one, "ord_2", at(20)),
  expire: (one: Reservation) => expire(one, at(1_000)),
};

/** What each use makes of a reservation in each status: a status, the same reservation, or a refusal. */
const TABLE: Readonly<Record<keyof typeof use, Readonly<Record<ReservationStatus, string>>>> = {
  release: { ACTIVE: "RELEASED", RELEASED: "same", COMMITTED: "refused", ORDERED: "refused", EXPIRED: "same" },
  commit: { ACTIVE: "COMMITTED", RELEASED: "refused", COMMITTED: "same", ORDERED: "refused", EXPIRED: "refused" },
  orderWith: { ACTIVE: "ORDERED", RELEASED: "refused", COMMITTED: "refused", ORDERED: "refused", EXPIRED: "refused" },
  expire: { ACTIVE: "EXPIRED", RELEASED: "same", COMMITTED: "same", ORDERED: "same", EXPIRED: "same" },
};

describe.each(["release", "commit", "orderWith", "expire"] as const)("%s", (name) => {
  test.each(RESERVATION_STATUSES)("of a reservation that is %s", (status) => {
    const before = inStatus(status);
    const expected = TABLE[name][status];
    if (expected === "refused") {
      expect(problemThrownBy(() => use[name](before)).code).toBe("reservation_ended");
      return;
    }
    const after = use[name](before);
    if (expected === "same") expect(after).toBe(before);
    else expect(after).toMatchObject({ status: expected, version: 2 });
  });
});

test("a refusal says how the reservation ended", () => {
  const saidOf = (status: ReservationStatus) => problemThrownBy(() => use.orderWith(inStatus(status))).message;
  expect(saidOf("RELEASED")).toContain(`was released at ${at(10)}`);
  expect(saidOf("COMMITTED")).toContain(`was committed at ${at(10)}`);
  expect(saidOf("ORDERED")).toContain(`was used by the order ${ORDER} at ${at(10)}`);
  expect(saidOf("EXPIRED")).toContain(`expired at ${at(900)}`);
});

describe("at the moment at which it expires", () => {
  test("it cannot be used any more, though its units are still held", () => {
    expect(commit(active, at(899)).status).toBe("COMMITTED");
    for (const late of [() => commit(active, at(900)), () => orderWith(active, ORDER, at(900))]) {
      expect(problemThrownBy(late).message).toContain(`expired at ${at(900)}`);
    }
  });

  test("it can be released until the sweeper comes; the sweeper leaves one that is not due", () => {
    expect(release(active, at(900)).status).toBe("RELEASED");
    expect(expire(active, at(899))).toBe(active);
    expect(expire(active, at(900)).status).toBe("EXPIRED");
  });
});

describe("stock", () => {
  const held = [
    { sku: "MUG", location: "main", quantity: 2 },
    { sku: "PEN", location: "main", quantity: 1 },
  ];
  const letGo = held.map((one) => ({ ...one, quantity: -one.quantity }));

  test("a new reservation holds its units; an ended one no longer does", () => {
    expect(reservationHeldMoves(undefined, active)).toEqual(held);
    for (const status of RESERVATION_STATUSES.slice(1)) {
      expect(reservationHeldMoves(active, inStatus(status))).toEqual(letGo);
    }
  });

  test("only committed units leave: a row for each product", () => {
    const row = { kind: "shipped", reservationId: active.id };
    expect(reservationMovements(active, inStatus("COMMITTED"))).toEqual(letGo.map((one) => ({ ...one, ...row })));
    for (const status of ["RELEASED", "ORDERED", "EXPIRED"] as const) {
      expect(reservationMovements(active, inStatus(status))).toEqual([]);
    }
    expect(reservationMovements(undefined, active)).toEqual([]);
  });
});

test("ReservationExpired is told once, and of nothing else", () => {
  const expired = { ...inStatus("EXPIRED"), reference: "cart 7" };
  const lines = [
    { sku: "MUG", quantity: 2 },
    { sku: "PEN", quantity: 1 },
  ];
  expect(reservationEvents(active, expired)).toEqual([
    { type: "ReservationExpired", data: { reservationId: active.id, reference: "cart 7", lines } },
  ]);
  expect(reservationEvents(expired, expired)).toEqual([]);
  expect(reservationEvents(undefined, active)).toEqual([]);
  for (const status of ["RELEASED", "COMMITTED", "ORDERED"] as const) {
    expect(reservationEvents(active, inStatus(status))).toEqual([]);
  }
});
