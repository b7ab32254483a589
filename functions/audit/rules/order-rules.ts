import { type LineStatus, ORDER_STATUSES, type Order, type OrderStatus } from "../../orders/rules/order.ts";
import type { Effect } from "../../orders/rules/pending-effect.ts";
import type { ShipmentStatus } from "../../orders/rules/shipment.ts";
import type { Rule } from "./rule.ts";

const LINES: Readonly<Record<OrderStatus, readonly LineStatus[]>> = {
  PENDING: ["RESERVED"],
  CONFIRMED: ["RESERVED"],
  PARTIALLY_SHIPPED: ["RESERVED", "SHIPPED", "DELIVERED"],
  SHIPPED: ["SHIPPED", "DELIVERED"],
  DELIVERED: ["DELIVERED"],
  FAILED: ["CANCELLED"],
  CANCELLED: ["CANCELLED"],
};

/** The statuses of orders that may hold units in the house. */
export const LIVE_STATUSES: readonly OrderStatus[] = ORDER_STATUSES.filter((status) =>
  LINES[status].includes("RESERVED"),
);

const SHIPMENTS: Readonly<Record<OrderStatus, readonly ShipmentStatus[]>> = {
  PENDING: [],
  CONFIRMED: ["PENDING", "PACKED"],
  PARTIALLY_SHIPPED: ["PENDING", "PACKED", "SHIPPED", "DELIVERED"],
  SHIPPED: ["SHIPPED", "DELIVERED"],
  DELIVERED: ["DELIVERED"],
  FAILED: [],
  CANCELLED: ["CANCELLED"],
};

const partsFollow: Rule<Order> = {
  name: "lines and shipments follow the order",
  sentence: "no line and no shipment of an order is in a state that the order's own rules out",
  check: ({ status, lines, shipments }) => [
    ...lines
      .filter((line) => !LINES[status].includes(line.status))
      .map((line) => `the order is ${status}, its line of ${line.sku} ${line.status}`),
    ...shipments
      .filter((shipment) => !SHIPMENTS[status].includes(shipment.status))
      .map((shipment) => `the order is ${status}, its shipment ${shipment.number} ${shipment.status}`),
  ],
};

const oneShipment: Rule<Order> = {
  name: "one shipment for what is wanted",
  sentence:
    "the units of an order's shipments are those of its lines: once where it was confirmed, none where it failed",
  check: ({ status, pending, lines, shipments }) => {
    const waits = status === "PENDING" || status === "FAILED" || pending?.effect === "SHIP";
    if (waits || (status === "CANCELLED" && shipments.length === 0))
      return shipments.length === 0 ? [] : [`the order is ${status} and has ${shipments.length} shipments`];
    return lines.flatMap(({ sku, quantity }) => {
      const sent = shipments.flatMap((shipment) => shipment.lines).filter((line) => line.sku === sku);
      const units = sum(sent.map((line) => line.quantity));
      return units === quantity ? [] : [`${quantity} of ${sku} in its lines and ${units} in its shipments`];
    });
  },
};

const addsUp: Rule<Order> = {
  name: "orders add up",
  sentence: "an order's total, which is what is paid, is the sum of its lines, and each line is its net and its tax",
  check: ({ total, payment, lines }) => [
    ...(sum(lines.map(({ gross }) => gross)) === total.amount ? [] : ["the lines are not the total"]),
    ...(payment.amount.amount === total.amount ? [] : ["the payment is not for the total"]),
    ...lines
      .filter(
        ({ gross, net, tax, quantity, unitPrice }) => net + tax !== gross || quantity * unitPrice.amount !== gross,
      )
      .map(({ sku }) => `the line of ${sku} does not add up`),
  ],
};

/** For each effect the statuses of an order for which it is done. */
const WANTED: Readonly<Record<Effect, readonly OrderStatus[]>> = {
  AUTHORIZE: ["PENDING"],
  SHIP: ["CONFIRMED"],
  CAPTURE: ["CONFIRMED", "PARTIALLY_SHIPPED"],
  VOID: ["FAILED", "CANCELLED"],
};

const pendingFits: Rule<Order> = {
  name: "what is pending fits the order",
  sentence: "an order wants only what its status calls for, and while PENDING it wants its authorization",
  check: ({ status, pending }) => {
    if (pending)
      return WANTED[pending.effect].includes(status) ? [] : [`the order is ${status}, and wants ${pending.effect}`];
    return status === "PENDING" ? ["the order is PENDING, and nothing is being done for it"] : [];
  },
};

const saysWhy: Rule<Order> = {
  name: "an end has its reason",
  sentence: "an order says why it failed if it failed, and who cancelled it if it was cancelled",
  check: ({ status, failure, cancellation }) => [
    ...((status === "FAILED") === (failure !== undefined)
      ? []
      : [`the order is ${status}, its failure ${failure?.reason}`]),
    ...((status === "CANCELLED") === (cancellation !== undefined)
      ? []
      : [`the order is ${status}, cancelled by ${cancellation?.actor}`]),
  ],
};

const indexed: Rule<Order> = {
  name: "the indexes hold what they should",
  sentence:
    "an order is listed under its status, and in the due index, at its own time, if and only if something is pending",
  check: ({ id, status, pending, gsi2pk, gsi3pk, gsi3sk }) => {
    const position = pending && `${pending.dueAt}#${id}`;
    const isDue = pending ? String(gsi3pk).startsWith("DUE#") : gsi3pk === undefined;
    return [
      ...(isDue && gsi3sk === position ? [] : [`due at ${pending?.dueAt}, in the due index at ${gsi3sk} of ${gsi3pk}`]),
      ...(String(gsi2pk).startsWith(`ORDERS#${status}#`) ? [] : [`the order is ${status}, and listed in ${gsi2pk}`]),
    ];
  },
};

/** What an order's item alone can show, its money apart. */
export const orderRules: readonly Rule<Order>[] = [partsFollow, oneShipment, addsUp, pendingFits, saysWhy, indexed];

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
