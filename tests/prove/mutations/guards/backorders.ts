import type { firstInQueue } from "../../../../functions/inventory/backorder-table.ts";
import type { freeToOrder } from "../../../../functions/inventory/rules/stock.ts";
import type { Condition } from "../../../../functions/platform/table/conditional-write.ts";
import type { Mutation } from "../mutation.ts";
import { guard } from "./guard.ts";

/** The guards of orders that wait for stock. */
export const backorders: readonly Mutation[] = [
  guard<typeof freeToOrder>(
    "place: nothing is free while others wait",
    "freeToOrder",
    (_, { available }) => available,
    "units have come, and an order is placed before who waits is given them",
  ),
  guard<(condition: Condition) => Condition>(
    "holdStock: not while others wait",
    "unlessOthersWait",
    (_, condition) => condition,
    "an order is placed, and then one that waits for units, which come at once",
  ),
  guard<() => boolean>(
    "place: at most as many wait as the product allows",
    "mayWait",
    () => true,
    "two orders want to wait, and a third is one too many",
  ),
  guard<typeof firstInQueue>(
    "fill: the first of the queue",
    "firstInQueue",
    async (original, sku) => (await original(sku, 50)).slice(-1),
    "three orders wait, a fourth is placed while a delivery comes for the first two",
  ),
  guard<() => boolean>(
    "units that come make the stock due",
    "bringsUnits",
    () => false,
    "an order waits for stock, and a delivery fills it",
  ),
];
