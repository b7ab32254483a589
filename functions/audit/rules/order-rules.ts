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

const shipmentsMatchLines: Rule<Order> = {
  name: "shipments contain the ordered units",
  sentence: "an order's shipments, if there are any, contain exactly the units of its lines",
  check: ({ lines, shipments }) => {
    if (shipments.length === 0) return [];
    return lines.flatMap(({ sku, quantity }) => {
      const sent = shipments.flatMap((shipment) => shipment.lines).filter((line) => line.sku === sku);
      const units = sum(sent.map((line) => line.quantity));
      return units === quantity ? [] : [`${quantity} of ${sku} in its lines, ${units} in its shipments`];
    });
  },
};

const totalsAddUp: Rule<Order> = {
  name: "order totals add up",
  sentence:
    "total = the payment's amount = the sum of all lines' gross; for each line, gross = net + tax = quantity x price",
  check: ({ total, payment, lines }) => [
    ...(sum(lines.map(({ gross }) => gross)) === total.amount ? [] : ["the sum of the lines is not the total"]),
    ...(payment.amount.amount === total.amount ? [] : ["the payment is not for the total"]),
    ...lines
      .filter(
        ({ gross, net, tax, quantity, unitPrice }) => net + tax !== gross || quantity * unitPrice.amount !== gross,
      )
      .map(({ sku }) => `the amounts of the line of ${sku} do not add up`),
  ],
};

const moneyAddsUp: Rule<Order> = {
  name: "refunded <= captured <= authorized",
  sentence: "captured is the authorized amount or 0, and refunded is at most captured",
  check: ({ payment: { status, amount, captured, refunded } }) => {
    const expected = status === "CAPTURED" ? amount.amount : 0;
    return refunded >= 0 && refunded <= captured && captured === expected
      ? []
      : [`${refunded} refunded, ${captured} captured of ${amount.amount}, payment ${status}`];
  },
};

const endHasReason: Rule<Order> = {
  name: "failed and cancelled orders say why",
  sentence: "a FAILED order has a failure, a CANCELLED order a cancellation, and no other order has either",
  check: ({ status, failure, cancellation }) => [
    ...((status === "FAILED") === (failure !== undefined) ? [] : [`order ${status}, failure ${failure?.reason}`]),
    ...((status === "CANCELLED") === (cancellation !== undefined)
      ? []
      : [`order ${status}, cancelled by ${cancellation?.actor}`]),
  ],
};

/** Rules that an order must keep. */
export const orderRules: readonly Rule<Order>[] = [
  validStatuses,
  shipmentsMatchLines,
  totalsAddUp,
  moneyAddsUp,
  endHasReason,
];

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
