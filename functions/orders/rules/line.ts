import * as z from "zod/mini";
import { type Allocation, LocationId, MAIN } from "../../inventory/rules/location.ts";
import { Sku } from "../../inventory/rules/product.ts";
import { BasisPoints } from "../../platform/values/money.ts";
import { StateMachine } from "../../platform/values/state-machine.ts";

const Units = z._default(z.int(), 0);

/** A line counts its units: those that are neither cancelled nor shipped are open, and hold stock or wait for it. */
export const OrderLine = z.looseObject({
  sku: Sku,
  name: z.string(),
  /** All units ever ordered. */
  quantity: z.int(),
  /** Of those, added after the order was placed: discounts are not for them. */
  added: Units,
  /** Minor units, tax included. */
  unitPrice: z.int(),
  taxRate: BasisPoints,
  cancelled: Units,
  shipped: Units,
  /** Of those shipped. */
  delivered: Units,
  /** Of those shipped, those that came back with their parcel. */
  undelivered: Units,
  /** Of those shipped: units that were received with returns. */
  returned: Units,
  /** Of the open ones, those that wait for stock to arrive. */
  backordered: Units,
  /** Of the open ones, those that are held at other locations than `main`. */
  elsewhere: z._default(z.array(z.looseObject({ location: LocationId, quantity: z.int() })), []),
});
export type OrderLine = z.output<typeof OrderLine>;

/** The counts of a line of which nothing has happened yet. */
export const NO_UNITS = {
  added: 0,
  cancelled: 0,
  shipped: 0,
  delivered: 0,
  undelivered: 0,
  returned: 0,
  backordered: 0,
  elsewhere: [],
};

export const LINE_STATUSES = [
  "BACKORDERED",
  "RESERVED",
  "PARTIALLY_SHIPPED",
  "SHIPPED",
  "DELIVERED",
  "UNDELIVERED",
  "CANCELLED",
] as const;
export type LineStatus = (typeof LINE_STATUSES)[number];

/** Units that are added make a line that was over RESERVED or PARTIALLY_SHIPPED again. */
export const lineStates = new StateMachine<LineStatus>(
  "order line",
  {
    BACKORDERED: ["RESERVED", "PARTIALLY_SHIPPED", "CANCELLED"],
    RESERVED: ["PARTIALLY_SHIPPED", "SHIPPED", "CANCELLED"],
    PARTIALLY_SHIPPED: ["SHIPPED", "DELIVERED", "UNDELIVERED"],
    SHIPPED: ["DELIVERED", "UNDELIVERED", "PARTIALLY_SHIPPED"],
    DELIVERED: ["PARTIALLY_SHIPPED"],
    UNDELIVERED: ["PARTIALLY_SHIPPED"],
    CANCELLED: ["RESERVED"],
  },
  ["RESERVED", "BACKORDERED", "CANCELLED"],
);

/** Units that are to be shipped: they hold stock, or wait for it. */
export function openUnits({ quantity, cancelled, shipped }: OrderLine): number {
  return quantity - cancelled - shipped;
}

/** Where the units are that are held for the line. */
export function allocationsOf(line: OrderLine): Allocation[] {
  const elsewhere = line.elsewhere.map(({ location, quantity }) => ({ location, quantity }));
  const quantity = heldUnits(line) - unitsOf(elsewhere);
  return [{ location: MAIN, quantity }, ...elsewhere].filter((one) => one.quantity > 0);
}

/** Units that stock is held for: the open ones that wait for none. */
export function heldUnits(line: OrderLine): number {
  return openUnits(line) - line.backordered;
}

/** How many of these units there are. */
export function unitsOf(allocations: readonly Pick<Allocation, "quantity">[]): number {
  return allocations.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** The line with these units held for it, too, or no longer where they are negative: its counts say why. */
export function withHeld(line: OrderLine, changes: readonly Allocation[]): OrderLine {
  const elsewhere = changes
    .filter(({ location }) => location !== MAIN)
    .reduce((held, { location, quantity }) => withUnitsAt(held, location, quantity), line.elsewhere);
  return { ...line, elsewhere };
}

function withUnitsAt(held: OrderLine["elsewhere"], location: LocationId, quantity: number): OrderLine["elsewhere"] {
  const known = held.find((one) => one.location === location);
  if (!known) return [...held, { location, quantity }];
  return held
    .map((one) => (one === known ? { ...one, quantity: one.quantity + quantity } : one))
    .filter((one) => one.quantity > 0);
}

/** The line with no unit held for it at these locations any more. */
export function withoutHeld(line: OrderLine, units: readonly Allocation[]): OrderLine {
  return withHeld(
    line,
    units.map(({ location, quantity }) => ({ location, quantity: -quantity })),
  );
}

/** Where a line stands, as its counts say. */
export function lineStatus(line: OrderLine): LineStatus {
  const { shipped, delivered, undelivered } = line;
  const open = openUnits(line);
  if (shipped === 0 && open > 0) return line.backordered > 0 ? "BACKORDERED" : "RESERVED";
  if (shipped === 0) return "CANCELLED";
  if (open > 0) return "PARTIALLY_SHIPPED";
  if (delivered + undelivered < shipped) return "SHIPPED";
  return delivered > 0 ? "DELIVERED" : "UNDELIVERED";
}

/** What an order with these lines has become; undefined while units are to be shipped, or are on their way. */
export function arrivalOf(lines: readonly OrderLine[]): "DELIVERED" | "RETURNED" | undefined {
  const statuses = lines.map(lineStatus).filter((status) => status !== "CANCELLED");
  if (statuses.some((status) => status !== "DELIVERED" && status !== "UNDELIVERED")) return undefined;
  return statuses.includes("DELIVERED") ? "DELIVERED" : "RETURNED";
}

/** The line with all its open units cancelled. */
export function cancelOpenUnits(line: OrderLine): OrderLine {
  return { ...line, cancelled: line.cancelled + openUnits(line), backordered: 0, elsewhere: [] };
}
