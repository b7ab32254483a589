import { beforeEach, expect, test } from "vitest";
import { FakeTable } from "../../tests/builders/fake-table.ts";
import { aPendingOrder, at } from "../../tests/builders/orders.ts";
import { units } from "../../tests/builders/products.ts";
import { runAt } from "../../tests/builders/request-context.ts";
import { aReservation } from "../../tests/builders/reservations.ts";
import { orderWith } from "../inventory/rules/reservation-transitions.ts";
import { createOrder } from "./order-table.ts";
import { storeReservedOrder } from "./store-reserved-order.ts";

const items = [units("MUG", 2), units("PEN", 1)];
const draft = aPendingOrder({ items });
let table: FakeTable;

beforeEach(() => {
  table = FakeTable.connect();
});

/** Stores the draft with what was read of its reservation. */
function store(usedBy: string) {
  const reservation = orderWith(aReservation(items), usedBy, at(10));
  return runAt(at(20), () => storeReservedOrder(draft, reservation));
}

test("a racing duplicate was faster, between the reads of order and reservation: answered with its order", async () => {
  table.put(createOrder(draft).item);

  expect(await store(draft.id)).toMatchObject({ order: { id: draft.id }, replayed: true });
});

test("another order used the reservation: 409, and nothing is read or written", async () => {
  await expect(store("ord_other")).rejects.toMatchObject({ code: "reservation_ended" });
  expect(table.reads).toEqual([]);
});
