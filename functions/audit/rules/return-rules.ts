import { amountOf, refundsOf } from "../../orders/rules/instructions.ts";
import type { OrderLine } from "../../orders/rules/line.ts";
import type { Order } from "../../orders/rules/order.ts";
import type { Instruction } from "../../orders/rules/payment.ts";
import { type Return, receivedOf, unitsReceived } from "../../orders/rules/return.ts";
import { unitsAway } from "../../orders/rules/returnable.ts";
import type { Rule } from "./rule.ts";

function receivedIn(one: Return, sku: OrderLine["sku"]): number {
  return unitsReceived(receivedOf(one, sku));
}

const returnedShipped: Rule<Order> = {
  name: "no more is returned than was shipped",
  sentence:
    "of each line, the returned units are those that came with its returns: at most the shipped ones that did not come back " +
    "with their parcel",
  check: ({ lines, returns }) =>
    lines.flatMap((line) => {
      const came = sum(returns.map((one) => receivedIn(one, line.sku)));
      return [
        ...(came === line.returned ? [] : [`${line.returned} of ${line.sku} are returned, and ${came} came`]),
        ...(unitsAway(line) >= 0
          ? []
          : [
              `of ${line.shipped} of ${line.sku}, ${line.returned} came with returns, ${line.undelivered} with parcels`,
            ]),
      ];
    }),
};

const returnsAddUp: Rule<Order> = {
  name: "returns say what came",
  sentence:
    "with a return come at most the units that were asked for; it is RECEIVED or PARTIALLY_RECEIVED exactly where units came, " +
    "and RECEIVED where all did; a return says how it is refunded from its approval on, and why it was rejected",
  check: ({ returns }) =>
    returns.flatMap((one) => {
      const { number, status, lines, receipts, refund, rejectionReason } = one;
      const came = sum(receipts.flatMap((receipt) => receipt.lines.map(unitsReceived)));
      const isReceived = status === "RECEIVED" || status === "PARTIALLY_RECEIVED";
      const isDecided = isReceived || status === "APPROVED";
      const isComplete = lines.every(({ sku, quantity }) => receivedIn(one, sku) === quantity);
      return [
        ...lines
          .filter(({ sku, quantity }) => receivedIn(one, sku) > quantity)
          .map(({ sku, quantity }) => `return ${number}: more than ${quantity} of ${sku} came`),
        ...(came > 0 === isReceived ? [] : [`return ${number} is ${status}, and ${came} units came`]),
        ...(isComplete && status !== "RECEIVED" ? [`return ${number} is ${status}, and all of it came`] : []),
        ...(isDecided && refund === undefined
          ? [`return ${number} is ${status}, and not to be refunded in any way`]
          : []),
        ...((status === "REJECTED") === (rejectionReason !== undefined)
          ? []
          : [`return ${number} is ${status}, rejected for ${rejectionReason}`]),
      ];
    }),
};

const refundsReceived: Rule<Order> = {
  name: "returns refund what was received",
  sentence:
    "of each line, the refunds of returns pay back at most the units that were received to be refunded; of each return at most " +
    "what these cost, and the shipping charge of an order once",
  check: (order) => {
    const refunds = refundsOf(order);
    const byReturns = refunds.filter(({ returnNumber }) => returnNumber !== undefined);
    const shipping = byReturns.flatMap((one) => one.shipping ?? []);
    return [
      ...order.lines
        .filter(({ sku }) => unitsPaidBack(byReturns, sku) > sum(order.returns.map((one) => toBeRefunded(one, sku))))
        .map(({ sku }) => `more of ${sku} is refunded by returns than was received to be`),
      ...order.returns
        .filter(({ number }) => paidBackBy(refunds, number) > highestCost(order, refunds, number))
        .map(({ number }) => `return ${number} refunds ${paidBackBy(refunds, number)}`),
      ...(shipping.length > 1 ? ["the shipping charge is given back more than once"] : []),
    ];
  },
};

function unitsPaidBack(refunds: readonly Instruction[], sku: OrderLine["sku"]): number {
  return sum(
    refunds.flatMap(({ lines = [] }) => lines.filter((line) => line.sku === sku)).map((line) => line.quantity),
  );
}

function toBeRefunded({ receipts }: Return, sku: OrderLine["sku"]): number {
  const lines = receipts.filter(({ refund }) => refund === "auto").flatMap((receipt) => receipt.lines);
  return sum(lines.filter((line) => line.sku === sku).map(unitsReceived));
}

function ofReturn(refunds: readonly Instruction[], number: number): Instruction[] {
  return refunds.filter(({ returnNumber }) => returnNumber === number);
}

function paidBackBy(refunds: readonly Instruction[], number: number): number {
  return amountOf(ofReturn(refunds, number));
}

/** What a return's refunds may be at most: what their units cost before discounts, and the shipping charge in them. */
function highestCost({ lines }: Order, refunds: readonly Instruction[], number: number): number {
  const own = ofReturn(refunds, number);
  return (
    sum(own.map(({ shipping = 0 }) => shipping)) +
    sum(lines.map(({ sku, unitPrice }) => unitPrice * unitsPaidBack(own, sku)))
  );
}

/** Rules that the returns of an order must keep. */
export const returnRules: readonly Rule<Order>[] = [returnedShipped, returnsAddUp, refundsReceived];

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
