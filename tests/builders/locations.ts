import type { AllocationStrategy, Supply } from "../../functions/inventory/rules/allocate.ts";
import { LocationId, MAIN } from "../../functions/inventory/rules/location.ts";
import type { Stock } from "../../functions/inventory/rules/stock.ts";
import { firstVersionOf } from "../../functions/orders/rules/first-version.ts";
import type { Order } from "../../functions/orders/rules/order.ts";
import { confirm } from "../../functions/orders/rules/order-transitions.ts";
import { addShipments } from "../../functions/orders/rules/shipment-transitions.ts";
import { aPendingOrder, changed, FAILS, theAttemptOf } from "./orders.ts";
import { aStock, units } from "./products.ts";

export const BERLIN = LocationId.parse("berlin");

/** So many units of a product are available at each location, such as `{ main: 2, berlin: 1 }`. */
export function aStockAt(sku: string, available: Readonly<Record<string, number>>): Stock {
  const locations = Object.entries(available).map(([id, quantity]) => ({
    location: LocationId.parse(id),
    available: quantity,
    reserved: 0,
  }));
  const sum = locations.reduce((total, one) => total + one.available, 0);
  return aStock({ sku: units(sku, 1).sku, available: sum, locations });
}

/** These stocks, of a shop that has a second location in berlin. */
export function aSupplyOfTwo(stocks: readonly Stock[], strategy: AllocationStrategy = "priority"): Supply {
  return {
    stocks: new Map(stocks.map((stock) => [stock.sku, stock])),
    locations: { byPriority: [MAIN, BERLIN], strategy },
  };
}

/** Three mugs and a pen, confirmed: two mugs are held at `main`, a mug and the pen in berlin. */
export function anOrderAtTwo(): Order {
  const supply = aSupplyOfTwo([aStockAt("MUG", { main: 2, berlin: 2 }), aStockAt("PEN", { main: 0, berlin: 1 })]);
  const draft = aPendingOrder({ items: [units("MUG", 3), units("PEN", 1)] });
  const placed = firstVersionOf(draft, supply, FAILS, changed(0));
  return confirm(placed, theAttemptOf(placed), { reference: "auth-1" }, [], changed(1));
}

/** The same with a shipment from each location: 1 has two mugs, 2 leaves berlin with a mug and the pen. */
export function anOrderInTwoShipments(): Order {
  return addShipments(anOrderAtTwo(), changed(2));
}
