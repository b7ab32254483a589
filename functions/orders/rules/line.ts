import * as z from "zod/mini";
import { Sku } from "../../inventory/rules/product.ts";
import { BasisPoints } from "../../platform/values/money.ts";
import { StateMachine } from "../../platform/values/state-machine.ts";

const Units = z._default(z.int(), 0);

/** A line counts its units: those that are neither cancelled nor shipped are open, and hold stock. */
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
});
export type OrderLine = z.output<typeof OrderLine>;

export const LINE_STATUSES = ["RESERVED", "PARTIALLY_SHIPPED", "SHIPPED", "DELIVERED", "CANCELLED"] as const;
export type LineStatus = (typeof LINE_STATUSES)[number];

/** Units that are added make a line that was over RESERVED or PARTIALLY_SHIPPED again. */
export const lineStates = new StateMachine<LineStatus>("order line", {
  RESERVED: ["PARTIALLY_SHIPPED", "SHIPPED", "CANCELLED"],
  PARTIALLY_SHIPPED: ["SHIPPED", "DELIVERED"],
  SHIPPED: ["DELIVERED", "PARTIALLY_SHIPPED"],
  DELIVERED: ["PARTIALLY_SHIPPED"],
  CANCELLED: ["RESERVED"],
});

/** Units that hold stock. */
export function openUnits({ quantity, cancelled, shipped }: OrderLine): number {
  return quantity - cancelled - shipped;
}

/** Where a line stands, as its counts say. */
export function lineStatus(line: OrderLine): LineStatus {
  const { shipped, delivered } = line;
  const open = openUnits(line);
  if (shipped === 0) return open > 0 ? "RESERVED" : "CANCELLED";
  if (open > 0) return "PARTIALLY_SHIPPED";
  return delivered < shipped ? "SHIPPED" : "DELIVERED";
}

/** Whether all units that were not cancelled are delivered. */
export function haveArrived(lines: readonly OrderLine[]): boolean {
  return lines.map(lineStatus).every((status) => status === "DELIVERED" || status === "CANCELLED");
}

/** The line with all its open units cancelled. */
export function cancelOpenUnits(line: OrderLine): OrderLine {
  return { ...line, cancelled: line.cancelled + openUnits(line) };
}
