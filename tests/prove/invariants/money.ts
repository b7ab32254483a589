import type { OrderStatus } from "../../../functions/orders/order.ts";
import type { PaymentStatus } from "../../../functions/payments/payment.ts";
import { type Books, type Invariant, sum } from "./books.ts";

const held = new Set(["AUTHORIZED", "CAPTURED"]);

const oneCharge: Invariant<Books> = {
  name: "one charge at most",
  sentence: "the bank holds or took money at most once for an order, and none for one that failed or was cancelled",
  check: ({ orders, authorizations }) =>
    orders.flatMap(({ id, status, pending, payment }) => {
      const charges = authorizations.filter(({ orderId, ...one }) => orderId === id && held.has(one.status));
      if (charges.length > 1) return [`${id} is charged ${charges.length} times`];
      const isOver = (status === "FAILED" || status === "CANCELLED") && !pending;
      return isOver && charges.length > 0 ? [`${id} is ${status}, and its money is ${charges[0]?.status}`] : [];
    }),
};

const noStrayCharge: Invariant<Books> = {
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

const bankAgrees: Invariant<Books> = {
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

const PAYMENTS: Readonly<Record<OrderStatus, readonly PaymentStatus[]>> = {
  PENDING: ["PENDING"],
  CONFIRMED: ["AUTHORIZED", "EXPIRED"],
  PARTIALLY_SHIPPED: ["CAPTURED"],
  SHIPPED: ["CAPTURED"],
  DELIVERED: ["CAPTURED"],
  FAILED: ["DECLINED", "UNKNOWN", "VOIDED", "NONE"],
  CANCELLED: ["AUTHORIZED", "UNKNOWN", "VOIDED", "NONE", "EXPIRED"],
};

const paymentFollows: Invariant<Books> = {
  name: "the payment follows the order",
  sentence: "no payment is in a state that its order's rules out; FAILED and CANCELLED end with nothing owed",
  check: ({ orders }) =>
    orders.flatMap(({ id, status, payment, pending }) => {
      const isOpen = payment.status === "AUTHORIZED" || payment.status === "UNKNOWN";
      const isOver = status === "FAILED" || status === "CANCELLED";
      return PAYMENTS[status].includes(payment.status) && !(isOver && isOpen && !pending)
        ? []
        : [`${id} is ${status}, its payment ${payment.status}`];
    }),
};

const inOrder: Invariant<Books> = {
  name: "refunded <= captured <= authorized",
  sentence: "no more is given back than was taken, and no more taken than was held",
  check: ({ orders, authorizations }) =>
    orders.flatMap(({ id, payment }) => {
      const own = authorizations.filter(({ orderId, ...one }) => orderId === id && held.has(one.status));
      const authorized = sum(own.map(({ amount }) => amount.amount));
      const expected = payment.status === "CAPTURED" ? payment.amount.amount : 0;
      const { captured, refunded } = payment;
      return refunded <= captured && captured <= authorized && captured === expected
        ? []
        : [`${id}: ${refunded} refunded, ${captured} captured, ${authorized} authorized`];
    }),
};

export const moneyInvariants = [oneCharge, noStrayCharge, bankAgrees, paymentFollows, inOrder];
