import type { LineStatus, Order, OrderStatus } from "../../../functions/orders/order.ts";
import type { ShipmentStatus } from "../../../functions/shipping/shipment.ts";
import { type Books, type Invariant, sum } from "./books.ts";

const LINES: Readonly<Record<OrderStatus, readonly LineStatus[]>> = {
  PENDING: ["RESERVED"],
  CONFIRMED: ["RESERVED"],
  PARTIALLY_SHIPPED: ["RESERVED", "SHIPPED", "DELIVERED"],
  SHIPPED: ["SHIPPED", "DELIVERED"],
  DELIVERED: ["DELIVERED"],
  FAILED: ["CANCELLED"],
  CANCELLED: ["CANCELLED"],
};

const SHIPMENTS: Readonly<Record<OrderStatus, readonly ShipmentStatus[]>> = {
  PENDING: [],
  CONFIRMED: ["PENDING", "PACKED"],
  PARTIALLY_SHIPPED: ["PENDING", "PACKED", "SHIPPED", "DELIVERED"],
  SHIPPED: ["SHIPPED", "DELIVERED"],
  DELIVERED: ["DELIVERED"],
  FAILED: [],
  CANCELLED: ["CANCELLED"],
};

const partsFollow: Invariant<Books> = {
  name: "lines and shipments follow the order",
  sentence: "no line and no shipment of an order is in a state that the order's own rules out",
  check: ({ orders }) =>
    orders.flatMap(({ id, status, lines, shipments }) => [
      ...lines
        .filter((line) => !LINES[status].includes(line.status))
        .map((line) => `${id} is ${status}, a line ${line.status}`),
      ...shipments
        .filter((one) => !SHIPMENTS[status].includes(one.status))
        .map((one) => `${id} is ${status}, a shipment ${one.status}`),
    ]),
};

const oneShipment: Invariant<Books> = {
  name: "one shipment for what is wanted",
  sentence:
    "the units of an order's shipments are those of its lines: once where it was confirmed, none where it failed",
  check: ({ orders }) => orders.flatMap(misshipped),
};

function misshipped({ id, status, pending, lines, shipments }: Order): string[] {
  const waits = status === "PENDING" || status === "FAILED" || pending?.effect === "SHIP";
  if (waits || (status === "CANCELLED" && shipments.length === 0))
    return shipments.length === 0 ? [] : [`${id} is ${status} and has ${shipments.length} shipments`];
  return lines.flatMap(({ sku, quantity }) => {
    const sent = shipments.flatMap((one) => one.lines).filter((line) => line.sku === sku);
    const units = sum(sent.map((line) => line.quantity));
    return units === quantity ? [] : [`${id} has ${quantity} of ${sku} in its lines and ${units} in its shipments`];
  });
}

const ordersAddUp: Invariant<Books> = {
  name: "orders add up",
  sentence: "an order's total is the sum of its lines, and each line is its net and its tax",
  check: ({ orders }) =>
    orders.flatMap(({ id, total, lines }) => [
      ...(sum(lines.map(({ gross }) => gross)) === total.amount ? [] : [`${id}: the lines are not the total`]),
      ...lines
        .filter(
          ({ gross, net, tax, quantity, unitPrice }) => net + tax !== gross || quantity * unitPrice.amount !== gross,
        )
        .map(({ sku }) => `${id}: the line of ${sku} does not add up`),
    ]),
};

const indexed: Invariant<Books> = {
  name: "the due index holds what is unfinished",
  sentence: "an order is in the due index, at its own time, if and only if something is pending for it",
  check: ({ items }) =>
    items.flatMap((item) => {
      if (item.type !== "order") return [];
      const { pending, gsi3pk, gsi3sk, id, status, gsi2pk } = item;
      const isIndexed = gsi3pk !== undefined && gsi3sk !== undefined;
      const dueAt = typeof pending === "object" && pending !== null && "dueAt" in pending ? pending.dueAt : undefined;
      return [
        ...(isIndexed === (dueAt !== undefined) && (!isIndexed || gsi3sk === `${dueAt}#${id}`)
          ? []
          : [`${id}: pending until ${dueAt}, indexed at ${gsi3sk}`]),
        ...(String(gsi2pk).startsWith(`ORDERS#${status}#`) ? [] : [`${id} is ${status} and listed in ${gsi2pk}`]),
      ];
    }),
};

export const orderInvariants = [partsFollow, oneShipment, ordersAddUp, indexed];
