import { checkLedgers } from "./check-ledgers.ts";
import { checkOrders } from "./check-orders.ts";
import { checkProducts } from "./check-products.ts";
import type { Checked } from "./checked.ts";
import { countReservations } from "./count-reservations.ts";
import { countReserved } from "./count-reserved.ts";
import type { Position } from "./rules/position.ts";

/** Runs one step of the audit, which checks all stored products, stocks and orders. */
export function checkInvariants(position: Position): Promise<Checked> {
  switch (position.phase) {
    case "products":
      return checkProducts(position.after);
    case "ledgers":
      return checkLedgers(position);
    case "reservations":
      return countReservations(position);
    case "reserved":
      return countReserved(position);
    case "orders":
      return checkOrders(position.after);
  }
}
