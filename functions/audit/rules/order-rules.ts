import type { Order } from "../../orders/rules/order.ts";
import { statusRowOf } from "../../orders/rules/status-matrix.ts";
import type { Rule } from "./rule.ts";

const validStatuses: Rule<Order> = {
  name: "statuses are a valid combination",
  sentence:
    "the statuses of an order, its lines, shipments and payment, and its pending effect are a row of the matrix in " +
    "docs/state-machines.md",
  check: (order) => (statusRowOf(order) ? [] : [statusesOf(order)]),
};

function statusesOf({ status, lines, shipments, payment, pending }: Order): string {
  return [
    `order ${status}`,
    `lines ${lines.map((line) => line.status).join(" ")}`,
    `shipments ${shipments.map((shipment) => shipment.status).join(" ") || "NONE"}`,
    `payment ${payment.status}`,
    `pending ${pending?.effect ?? "NONE"}`,
  ].join(", ");
}

const oneShipment: Rule<Order> = {
  name: "one shipment for what is wanted",
  sentence: "the units of an order's shipments, where it has any, are those of its lines",
  check: ({ lines, shipments }) => {
    if (shipments.length === 0) return [];
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

const moneyAddsUp: Rule<Order> = {
  name: "refunded <= captured <= authorized",
  sentence: "no more is given back than was taken, and taken was all that was held or nothing",
  check: ({ payment: { status, amount, captured, refunded } }) => {
    const expected = status === "CAPTURED" ? amount.amount : 0;
    return refunded >= 0 && refunded <= captured && captured === expected
      ? []
      : [`${refunded} refunded, ${captured} captured of ${amount.amount}, and the payment is ${status}`];
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

/** What an order's item alone can show. */
export const orderRules: readonly Rule<Order>[] = [validStatuses, oneShipment, addsUp, moneyAddsUp, saysWhy, indexed];

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
