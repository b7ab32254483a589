import type { Order, OrderStatus } from "../../orders/rules/order.ts";
import type { PaymentStatus } from "../../orders/rules/payment.ts";
import type { Rule } from "./rule.ts";

const PAYMENTS: Readonly<Record<OrderStatus, readonly PaymentStatus[]>> = {
  PENDING: ["PENDING"],
  CONFIRMED: ["AUTHORIZED", "EXPIRED"],
  PARTIALLY_SHIPPED: ["CAPTURED"],
  SHIPPED: ["CAPTURED"],
  DELIVERED: ["CAPTURED"],
  FAILED: ["DECLINED", "UNKNOWN", "VOIDED", "NONE"],
  CANCELLED: ["AUTHORIZED", "UNKNOWN", "VOIDED", "NONE", "EXPIRED"],
};

const paymentFollows: Rule<Order> = {
  name: "the payment follows the order",
  sentence: "no payment is in a state that its order's rules out; FAILED and CANCELLED end with nothing owed",
  check: ({ status, payment, pending }) => {
    const mayHoldMoney = payment.status === "AUTHORIZED" || payment.status === "UNKNOWN";
    const isOver = status === "FAILED" || status === "CANCELLED";
    return PAYMENTS[status].includes(payment.status) && !(isOver && mayHoldMoney && pending?.effect !== "VOID")
      ? []
      : [`the order is ${status}, its payment ${payment.status}, pending ${pending?.effect ?? "nothing"}`];
  },
};

const inOrder: Rule<Order> = {
  name: "refunded <= captured <= authorized",
  sentence: "no more is given back than was taken, and taken was all that was held or nothing",
  check: ({ payment: { status, amount, captured, refunded } }) => {
    const expected = status === "CAPTURED" ? amount.amount : 0;
    return refunded >= 0 && refunded <= captured && captured === expected
      ? []
      : [`${refunded} refunded, ${captured} captured of ${amount.amount}, and the payment is ${status}`];
  },
};

/** What an order's item alone can show of its money. */
export const paymentRules: readonly Rule<Order>[] = [paymentFollows, inOrder];
