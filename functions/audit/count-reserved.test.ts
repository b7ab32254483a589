import { beforeEach, describe, expect, test, vi } from "vitest";
import { FakeTable } from "../../tests/builders/fake-table.ts";
import { aPendingOrder, at, changed, theAttemptOf } from "../../tests/builders/orders.ts";
import { aStock, units } from "../../tests/builders/products.ts";
import { aContext } from "../../tests/builders/request-context.ts";
import { aReservation } from "../../tests/builders/reservations.ts";
import { insertReservation } from "../inventory/reservation-table.ts";
import type { Reservation } from "../inventory/rules/reservation.ts";
import { orderWith, release } from "../inventory/rules/reservation-transitions.ts";
import type { Stock } from "../inventory/rules/stock.ts";
import { stockKey } from "../inventory/stock-table.ts";
import { createOrder } from "../orders/order-table.ts";
import { type Order, OrderId } from "../orders/rules/order.ts";
import { cancel, confirm } from "../orders/rules/order-transitions.ts";
import { clock } from "../platform/runtime/clock.ts";
import { runInContext } from "../platform/runtime/request-context.ts";
import { derivedId } from "../platform/values/ids.ts";
import { checkInvariants } from "./check-invariants.ts";
import type { Checked } from "./checked.ts";
import { beginCount } from "./rules/count-units.ts";
import type { Counting, CountingReservations, Position } from "./rules/position.ts";

const { sku } = units("MUG", 1);
let table: FakeTable;
/** Happens while the audit waits before the second count. */
let meanwhile = () => {};

beforeEach(() => {
  vi.restoreAllMocks();
  table = FakeTable.connect();
  meanwhile = () => {};
  vi.spyOn(clock, "sleep").mockImplementation(async () => meanwhile());
});

/** An order of one mug, placed so many seconds after the first. */
function anOrder(second: number): Order {
  const id = OrderId.parse(derivedId("ord", "alice", String(second)));
  return { ...aPendingOrder({ id, items: [units(sku, 1)] }), createdAt: at(second), updatedAt: at(second) };
}

function storeOrder(order: Order): void {
  table.put(createOrder(order).item);
}

function storeStock(changes: Partial<Stock>): void {
  table.put({ ...stockKey(sku), type: "stock", ...aStock({ sku, version: 7, ...changes }) });
}

function orders(count: number): Order[] {
  return Array.from({ length: count }, (_, second) => anOrder(second));
}

function storeReservation(reservation: Reservation): void {
  table.put(insertReservation(reservation).item);
}

/** Reservations of a mug each. */
function reservations(count: number): Reservation[] {
  return Array.from({ length: count }, (_, number) => aReservation([units(sku, 1)], String(number)));
}

/** The order that took over a reservation, placed when the audit's request came. */
function anOrderWith({ id }: Reservation, now: string): Order {
  return { ...anOrder(0), reservationId: id, createdAt: now, updatedAt: now };
}

/** Counts the units that are held of the stock, from this phase on, step by step. */
async function count(
  phase: (Counting | CountingReservations)["phase"] = "reserved",
): Promise<{ steps: readonly Checked[]; violations: string[]; unsettled: string[] }> {
  const steps: Checked[] = [];
  let position: Position = { phase, counts: [beginCount({ sku, version: 7 })] };
  while (position.phase === "reserved" || position.phase === "reservations") {
    const step: Checked = await runInContext(aContext(), () => checkInvariants(position));
    steps.push(step);
    position = step.next ?? { phase: "orders" };
  }
  return {
    steps,
    violations: steps.flatMap(({ violations }) => violations.map(({ detail }) => detail)),
    unsettled: steps.flatMap(({ unsettled }) => [...unsettled]),
  };
}

test("more orders than one step reads: all are counted, over several steps", async () => {
  for (const order of orders(1_201)) storeOrder(order);
  storeStock({ reserved: 1_201 });

  const { steps, violations, unsettled } = await count();

  expect(steps).toHaveLength(3);
  expect({ violations, unsettled }).toEqual({ violations: [], unsettled: [] });
});

test("order changes its status during the count: counted once", async () => {
  const all = orders(250);
  for (const order of all) storeOrder(order);
  storeStock({ reserved: 250 });
  // Other orders are confirmed before each call, which changes no stock.
  table.beforeEach((call) => {
    for (const order of all.filter((_, index) => index % 16 === call)) {
      storeOrder(confirm(order, theAttemptOf(order), { reference: "auth-1" }, [], changed(300)));
    }
  });

  expect(await count()).toMatchObject({ violations: [], unsettled: [] });
  expect(clock.sleep).not.toHaveBeenCalled();
});

test("order missing in an index that lags behind: no violation", async () => {
  const all = orders(3);
  for (const order of all) storeOrder(order);
  storeStock({ reserved: 3 });
  table.hide(String(createOrder(anOrder(2)).item.pk));
  meanwhile = () => table.catchUp();

  expect(await count()).toMatchObject({ violations: [], unsettled: [] });
  expect(clock.sleep).toHaveBeenCalledOnce();
});

test("order is cancelled during the count: its product is unsettled", async () => {
  for (const order of orders(250)) storeOrder(order);
  storeStock({ reserved: 250 });
  table.beforeEach((call) => {
    if (call !== 5) return;
    storeOrder(
      cancel(anOrder(10), { reason: "Changed my mind", actor: "customer:alice", isCustomer: true }, changed(300)),
    );
    storeStock({ reserved: 249, version: 8 });
  });

  expect(await count()).toMatchObject({ violations: [], unsettled: [sku] });
});

test("more reserved than held: violation, after a second count", async () => {
  for (const order of orders(3)) storeOrder(order);
  storeStock({ reserved: 4 });

  expect(await count()).toMatchObject({ violations: ["4 reserved, 3 held"], unsettled: [] });
  expect(clock.sleep).toHaveBeenCalledOnce();
});

test("less reserved than held: violation", async () => {
  for (const order of orders(3)) storeOrder(order);
  storeStock({ reserved: 2 });

  expect(await count()).toMatchObject({ violations: ["2 reserved, 3 held"], unsettled: [] });
});

test("order placed between the two counts: the difference is still a violation", async () => {
  for (const order of orders(3)) storeOrder(order);
  storeStock({ reserved: 4 });
  meanwhile = () => {
    storeOrder(anOrder(3));
    storeStock({ reserved: 5, version: 8 });
  };

  expect(await count()).toMatchObject({ violations: ["5 reserved, 4 held"], unsettled: [] });
});

describe("reservations", () => {
  test("more than one step reads: all are counted, then the orders", async () => {
    for (const reservation of reservations(1_001)) storeReservation(reservation);
    for (const order of orders(3)) storeOrder(order);
    storeStock({ reserved: 1_004 });

    const { steps, ...found } = await count("reservations");

    expect(steps).toHaveLength(3);
    expect(found).toEqual({ violations: [], unsettled: [] });
  });

  test("one that ended holds nothing", async () => {
    const [reservation] = reservations(1);
    if (!reservation) throw new Error("no reservation");
    table.put({ ...insertReservation(reservation).item, ...release(reservation, at(60)) });
    storeStock({ reserved: 1 });

    expect(await count("reservations")).toMatchObject({ violations: ["1 reserved, 0 held"] });
  });

  test("one becomes an order between the counts of both: counted twice, and unsettled", async () => {
    const [reservation] = reservations(1);
    if (!reservation) throw new Error("no reservation");
    storeReservation(reservation);
    storeStock({ reserved: 1 });
    table.beforeEach((call) => {
      if (call === 3) storeOrder(anOrderWith(reservation, new Date().toISOString()));
    });

    expect(await count("reservations")).toMatchObject({ violations: [], unsettled: [sku] });
    expect(clock.sleep).not.toHaveBeenCalled();
  });

  test("one became an order long ago: a difference is a violation", async () => {
    const [reservation] = reservations(1);
    if (!reservation) throw new Error("no reservation");
    const order = anOrderWith(reservation, at(0));
    table.put({ ...insertReservation(reservation).item, ...orderWith(reservation, order.id, at(60)) });
    storeOrder(order);
    storeStock({ reserved: 2 });

    expect(await count("reservations")).toMatchObject({ violations: ["2 reserved, 1 held"], unsettled: [] });
  });
});
