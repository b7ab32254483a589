import type { Rule } from "../../../functions/audit/rules/rule.ts";
import type { PaymentStatus } from "../../../functions/orders/rules/payment.ts";
import { type Books, sum } from "./books.ts";

const held = new Set(["AUTHORIZED", "CAPTURED"]);

const oneCharge: Rule<Books> = {
  name: "one charge at most",
  sentence: "the bank holds or took money at most once for an order, and none for one that failed or was cancelled",
  check: ({ orders, authorizations }) =>
    orders.flatMap(({ id, status, pending }) => {
      const charges = authorizations.filter(({ orderId, ...one }) => orderId === id && held.has(one.status));
      if (charges.length > 1) return [`${id} is charged ${charges.length} times`];
      const isOver = (status === "FAILED" || status === "CANCELLED") && !pending;
      return isOver && charges.length > 0 ? [`${id} is ${status}, and its money is ${charges[0]?.status}`] : [];
    }),
};

const noStrayCharge: Rule<Books> = {
  name: "no charge without an order",
  sentence: "every authorization at the bank belongs to an order, and is for its total",
  check: ({ orders, authorizations }) =>
    authorizations.flatMap(({ orderId, amount, reference }) => {
      const order = orders.find(({ id }) => id === orderId);
      if (!order) return [`${reference} is for no order`];
      return order.total.amount === amount.amount
        ? []
        : [`${reference} is for ${amount.amount}, not ${order.total.amount}`];
    }),
};

/** What the bank's books may say where the order says this */
const AT_THE_BANK: Readonly<Partial<Record<PaymentStatus, readonly string[]>>> = {
  AUTHORIZED: ["AUTHORIZED"],
  DECLINED: ["DECLINED"],
  VOIDED: ["VOIDED"],
  NONE: [],
  CAPTURED: ["CAPTURED"],
  EXPIRED: ["EXPIRED"],
};

const bankAgrees: Rule<Books> = {
  name: "the bank's books agree",
  sentence: "what an order with nothing pending says of its payment is what the bank says",
  check: ({ orders, authorizations }) =>
    orders.flatMap(({ id, payment, pending }) => {
      if (pending) return [];
      const said = authorizations.filter(({ orderId }) => orderId === id).map(({ status }) => status);
      const possible = AT_THE_BANK[payment.status] ?? ["nothing that ends"];
      const agrees =
        possible.length === 0 ? said.every((one) => one === "DECLINED") : said.some((one) => possible.includes(one));
      return agrees
        ? []
        : [`${id}: the payment is ${payment.status}, at the bank it is ${said.join(", ") || "unknown"}`];
    }),
};

const chargedAsTold: Rule<Books> = {
  name: "captured <= authorized at the bank",
  sentence: "no order says that more was captured than the bank holds or took for it",
  check: ({ orders, authorizations }) =>
    orders.flatMap(({ id, payment }) => {
      const own = authorizations.filter(({ orderId, ...one }) => orderId === id && held.has(one.status));
      const authorized = sum(own.map(({ amount }) => amount.amount));
      return payment.captured <= authorized ? [] : [`${id}: ${payment.captured} captured, ${authorized} authorized`];
    }),
};

export const moneyInvariants = [oneCharge, noStrayCharge, bankAgrees, chargedAsTold];
