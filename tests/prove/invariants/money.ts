import type { Rule } from "../../../functions/audit/rules/rule.ts";
import type { PaymentStatus } from "../../../functions/orders/rules/payment.ts";
import { type StoredState, sum } from "./stored-state.ts";

const CHARGED = new Set(["AUTHORIZED", "CAPTURED"]);

const oneCharge: Rule<StoredState> = {
  name: "at most one charge",
  sentence:
    "the provider authorized or captured at most once for an order, and holds nothing for one that failed or was cancelled",
  check: ({ orders, authorizations }) =>
    orders.flatMap(({ id, status, pending }) => {
      const charges = authorizations.filter(({ orderId, ...one }) => orderId === id && CHARGED.has(one.status));
      if (charges.length > 1) return [`${id} is charged ${charges.length} times`];
      const isOver = (status === "FAILED" || status === "CANCELLED") && !pending;
      return isOver && charges.length > 0
        ? [`${id} is ${status}, and its payment at the provider is ${charges[0]?.status}`]
        : [];
    }),
};

const noStrayCharge: Rule<StoredState> = {
  name: "no charge without an order",
  sentence: "every authorization at the provider belongs to an order, and is for its total",
  check: ({ orders, authorizations }) =>
    authorizations.flatMap(({ orderId, amount, reference }) => {
      const order = orders.find(({ id }) => id === orderId);
      if (!order) return [`${reference} has no order`];
      return order.total.amount === amount.amount
        ? []
        : [`${reference} is for ${amount.amount}, not ${order.total.amount}`];
    }),
};

/** The possible statuses at the provider for each payment status. The sandbox expires an authorization only at a capture. */
const PROVIDER_STATUSES: Readonly<Partial<Record<PaymentStatus, readonly string[]>>> = {
  AUTHORIZED: ["AUTHORIZED"],
  DECLINED: ["DECLINED"],
  VOIDED: ["VOIDED"],
  NONE: [],
  CAPTURED: ["CAPTURED"],
  EXPIRED: ["EXPIRED"],
};

const providerAgrees: Rule<StoredState> = {
  name: "payment statuses match the provider",
  sentence: "the payment status of an order with nothing pending is the provider's",
  check: ({ orders, authorizations }) =>
    orders.flatMap(({ id, payment, pending }) => {
      if (pending) return [];
      const found = authorizations.filter(({ orderId }) => orderId === id).map(({ status }) => status);
      const possible = PROVIDER_STATUSES[payment.status] ?? ["none"];
      const agrees =
        possible.length === 0 ? found.every((one) => one === "DECLINED") : found.some((one) => possible.includes(one));
      return agrees ? [] : [`${id}: payment ${payment.status}, at the provider ${found.join(", ") || "unknown"}`];
    }),
};

const capturedIsAuthorized: Rule<StoredState> = {
  name: "captured <= authorized at the provider",
  sentence: "no order has more captured than the provider authorized or captured for it",
  check: ({ orders, authorizations }) =>
    orders.flatMap(({ id, payment }) => {
      const own = authorizations.filter(({ orderId, ...one }) => orderId === id && CHARGED.has(one.status));
      const authorized = sum(own.map(({ amount }) => amount.amount));
      return payment.captured <= authorized ? [] : [`${id}: ${payment.captured} captured, ${authorized} authorized`];
    }),
};

export const moneyInvariants = [oneCharge, noStrayCharge, providerAgrees, capturedIsAuthorized];
