import { reservationIdOf } from "../../tests/prove/world/derived-ids.ts";
import type { OrderInput } from "../../tests/prove/world/shop.ts";
import type { MeasuredShop } from "./measured-shop.ts";
import type { CountedStep } from "./meter.ts";

/** Calls each operation on reservations once, and places an order that takes one over. */
export async function measureReservations(
  shop: MeasuredShop,
  items: OrderInput["items"],
): Promise<Readonly<Record<string, readonly CountedStep[]>>> {
  const { staff, customer } = shop;
  const reserve = (key: string, by = customer) =>
    shop.request(by, { operation: "createReservation", key, body: { items } });
  const path = { reservationId: reservationIdOf(customer, "ordered") };
  const createReservation = await reserve("ordered");
  const getReservation = await shop.request(customer, { operation: "getReservation", path });
  const { steps: ordered } = await shop.placing({ items, more: path });
  await reserve("released");
  await reserve("committed", staff);
  return {
    createReservation,
    getReservation,
    "placeOrder, with a reservation": ordered,
    releaseReservation: await shop.request(customer, {
      operation: "releaseReservation",
      path: { reservationId: reservationIdOf(customer, "released") },
    }),
    commitReservation: await shop.request(staff, {
      operation: "commitReservation",
      path: { reservationId: reservationIdOf(staff, "committed") },
    }),
  };
}
