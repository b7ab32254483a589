import { dueAt } from "../../orders/rules/due.ts";
import {
  capturedAmount,
  capturesNotRefused,
  isClosed,
  isClosing,
  isOpen,
  promisedRefunds,
  takenBack,
  waitsForDispute,
} from "../../orders/rules/instructions.ts";
import { waitsForCapture } from "../../orders/rules/leaving.ts";
import { heldUnits, lineStatus, type OrderLine, openUnits, unitsOf as sumOf } from "../../orders/rules/line.ts";
import type { Order, OrderStatus } from "../../orders/rules/order.ts";
import type { Instruction } from "../../orders/rules/payment.ts";
import { paymentStatus } from "../../orders/rules/payment-status.ts";
import { type ShipmentStatus, unitsIn } from "../../orders/rules/shipment.ts";
import { statusRowOf } from "../../orders/rules/status-matrix.ts";
import { orderTotal } from "../../orders/rules/total.ts";
import { returnRules } from "./return-rules.ts";
import type { Rule } from "./rule.ts";

const validStatuses: Rule<Order> = {
  name: "statuses are a valid combination",
  sentence:
    "the statuses of an order, its lines, shipments and payment, and its pending effect are a row of the matrix in " +
    "docs/state-machines.md",
  check: (order) => (statusRowOf(order) ? [] : [statusesOf(order)]),
};

function statusesOf(order: Order): string {
  const { status, lines, shipments, pending } = order;
  return [
    `order ${status}`,
    `lines ${lines.map(lineStatus).join(" ")}`,
    `shipments ${shipments.map((shipment) => shipment.status).join(" ") || "NONE"}`,
    `payment ${paymentStatus(order)}`,
    `pending ${pending?.effect ?? "NONE"}`,
  ].join(", ");
}

const countsAddUp: Rule<Order> = {
  name: "line counts add up",
  sentence:
    "of each line, delivered + undelivered <= shipped, cancelled + shipped <= ordered, and the units held elsewhere and " +
    "those that wait are open ones",
  check: ({ lines }) =>
    lines
      .filter((line) => {
        const { cancelled, shipped, delivered, undelivered, backordered } = line;
        const away = shipped - delivered - undelivered;
        const counts = [openUnits(line), cancelled, delivered, undelivered, away, backordered];
        return counts.some((count) => count < 0) || sumOf(line.elsewhere) > heldUnits(line);
      })
      .map(({ sku, quantity, cancelled, shipped, delivered, undelivered }) => {
        return `of ${quantity} of ${sku}, ${cancelled} cancelled, ${shipped} shipped, ${delivered} delivered, ${undelivered} undelivered`;
      }),
};

const WAITING: readonly ShipmentStatus[] = ["PENDING", "PACKED"];
const LEFT: readonly ShipmentStatus[] = ["SHIPPED", "DELIVERED", "DELIVERY_FAILED", "RETURNED"];

const shipmentsMatchLines: Rule<Order> = {
  name: "shipments contain the ordered units",
  sentence:
    "of each line, the shipments that left contain the shipped units, those that were delivered the delivered ones, those " +
    "that came back the undelivered ones, and those that wait the ones that are held, unless the next shipment is still to " +
    "be made, after what is pending",
  check: ({ status, lines, shipments, pending }) => {
    const unitsOf = ({ sku }: OrderLine, statuses: readonly ShipmentStatus[]) =>
      sum(shipments.filter(({ status }) => statuses.includes(status)).map((shipment) => unitsIn(shipment, sku)));
    return lines.flatMap((line) => {
      const waiting = unitsOf(line, WAITING);
      const isComplete = status === "PENDING" || pending !== undefined || waiting === heldUnits(line);
      return [
        ...(unitsOf(line, LEFT) === line.shipped ? [] : [`the shipped units of ${line.sku} are in no shipment`]),
        ...(unitsOf(line, ["DELIVERED"]) === line.delivered ? [] : [`the delivered units of ${line.sku} differ`]),
        ...(unitsOf(line, ["RETURNED"]) === line.undelivered ? [] : [`the undelivered units of ${line.sku} differ`]),
        ...(waiting <= heldUnits(line) && isComplete
          ? []
          : [`${heldUnits(line)} of ${line.sku} are held, ${waiting} are in shipments that wait`]),
      ];
    });
  },
};

const HAS_SHIPPED: readonly OrderStatus[] = ["SHIPPED", "DELIVERED", "RETURNED"];

const moneyAddsUp: Rule<Order> = {
  name: "refunded <= captured <= authorized",
  sentence:
    "of each attempt no more is captured or about to be than was authorized, of each capture no more given back than " +
    "captured; what is captured and not given back is at most the total, and all of it is captured once everything has " +
    "shipped",
  check: (order) => {
    const { attempts, instructions } = order.payment;
    const taken = capturesNotRefused(order);
    const givenBack = amounts(instructions.filter(({ kind }) => kind === "REFUND"));
    const kept = sum(amounts(taken)) - sum(givenBack) - sum(attempts.map(takenBack));
    const total = orderTotal(order).amount;
    return [
      ...attempts
        .filter(({ id, amount }) => sum(amounts(taken.filter(({ attempt }) => attempt === id))) > amount)
        .map(({ id, amount }) => `more than the ${amount} of attempt ${id} is captured`),
      ...taken
        .filter((capture) => promisedRefunds(order, capture) > capture.amount)
        .map(({ id }) => `more than capture ${id} is given back`),
      ...(kept <= total ? [] : [`${kept} captured and not given back, for a total of ${total}`]),
      ...(HAS_SHIPPED.includes(order.status) && capturedAmount(order) < total
        ? [`the order is ${order.status}, and ${capturedAmount(order)} of ${total} are captured`]
        : []),
      ...instructions
        .filter(({ amount }) => amount < 0)
        .map(({ id, kind, amount }) => `instruction ${id}, a ${kind}, is of ${amount}`),
    ];
  },
};

function amounts(instructions: readonly Instruction[]): number[] {
  return instructions.map(({ amount }) => amount);
}

const instructionsEnd: Rule<Order> = {
  name: "instructions are carried out",
  sentence:
    "with nothing pending, every instruction is DONE or REFUSED, or is a refund that waits for the end of a dispute",
  check: (order) =>
    order.pending && order.pending.effect !== "SHIP"
      ? []
      : order.payment.instructions
          .filter((one) => isOpen(one) && !waitsForDispute(order, one))
          .map(({ id, kind }) => `instruction ${id}, a ${kind}, waits for nothing`),
};

const leavesWithItsMoney: Rule<Order> = {
  name: "a shipment that is to leave waits for its money",
  sentence: "a shipment of which staff said how it leaves is PACKED and waits for a capture, or has left",
  check: (order) =>
    order.shipments
      .filter((shipment) => shipment.leaving && !(shipment.status === "PACKED" && waitsForCapture(order, shipment)))
      .map(({ number, status }) => `shipment ${number} is ${status} and to leave, and waits for no capture`),
};

const pendingFits: Rule<Order> = {
  name: "what is pending is to be done",
  sentence: "the pending effect names an attempt that is REQUESTED, or an instruction of its kind that is IN_FLIGHT",
  check: ({ pending, payment }) => {
    if (!pending || pending.effect === "SHIP" || pending.effect === "REFRESH") return [];
    const { effect, attempt, instruction } = pending;
    const isToBeDone =
      effect === "AUTHORIZE"
        ? payment.attempts.some(({ id, status }) => id === attempt && status === "REQUESTED")
        : payment.instructions.some(
            ({ id, kind, state }) => id === instruction && kind === effect && state === "IN_FLIGHT",
          );
    return isToBeDone ? [] : [`${effect} of ${instruction ?? attempt} is pending, and not to be done`];
  },
};

const nothingForgotten: Rule<Order> = {
  name: "nothing waits for ever",
  sentence:
    "a PENDING order is due at some time; of an attempt that is REQUESTED, the authorization is pending, or it is about " +
    "to be closed",
  check: (order) => [
    ...(order.status === "PENDING" && dueAt(order) === undefined ? ["the PENDING order is never due"] : []),
    ...order.payment.attempts
      .filter((attempt) => attempt.status === "REQUESTED" && !isClosing(order, attempt))
      .filter(({ id }) => order.pending?.effect !== "AUTHORIZE" || order.pending.attempt !== id)
      .map(({ id }) => `attempt ${id} is REQUESTED, and nobody asks for it`),
  ],
};

const nothingHeld: Rule<Order> = {
  name: "nothing is held for an order that ended",
  sentence: "with nothing pending, every payment attempt of a FAILED or CANCELLED order is closed",
  check: ({ status, pending, payment }) =>
    pending || (status !== "FAILED" && status !== "CANCELLED")
      ? []
      : payment.attempts
          .filter((attempt) => !isClosed(attempt))
          .map((attempt) => `attempt ${attempt.id} of the ${status} order is ${attempt.status}`),
};

const endHasReason: Rule<Order> = {
  name: "failed and cancelled orders say why",
  sentence:
    "a FAILED order has a failure, a CANCELLED order a cancellation, also one that shipped in part and whose rest was cancelled; no other order has either",
  check: (order) => {
    const { status, failure, cancellation } = order;
    const isRight = cancellation ? status === "CANCELLED" || isRestCancelled(order) : status !== "CANCELLED";
    return [
      ...((status === "FAILED") === (failure !== undefined) ? [] : [`order ${status}, failure ${failure?.reason}`]),
      ...(isRight ? [] : [`order ${status}, cancelled by ${cancellation?.actor}`]),
    ];
  },
};

/** Whether the order's counts add up: where not, it has no price, and nothing can be said of its money or its time limits. */
export function hasPrice(order: Order): boolean {
  return countsAddUp.check(order).length === 0;
}

function withPrice(rule: Rule<Order>): Rule<Order> {
  return { ...rule, check: (order) => (hasPrice(order) ? rule.check(order) : []) };
}

function isRestCancelled({ status, lines }: Order): boolean {
  return HAS_SHIPPED.includes(status) && lines.some(({ cancelled }) => cancelled > 0);
}

/** Rules that an order must keep. */
export const orderRules: readonly Rule<Order>[] = [
  withPrice(validStatuses),
  countsAddUp,
  shipmentsMatchLines,
  withPrice(moneyAddsUp),
  instructionsEnd,
  leavesWithItsMoney,
  pendingFits,
  withPrice(nothingForgotten),
  nothingHeld,
  endHasReason,
  ...returnRules,
];

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
