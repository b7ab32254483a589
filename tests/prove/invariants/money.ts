import type { Rule } from "../../../functions/audit/rules/rule.ts";
import { captures, isPaid } from "../../../functions/orders/rules/instructions.ts";
import type { Order } from "../../../functions/orders/rules/order.ts";
import { attemptKey, instructionKey } from "../../../functions/orders/rules/order-transitions.ts";
import type { Attempt, AttemptStatus } from "../../../functions/orders/rules/payment.ts";
import type { BankPayment } from "../world/bank-payment.ts";
import { type StoredState, sum } from "./stored-state.ts";

const oneHold: Rule<StoredState> = {
  name: "at most one attempt holds money",
  sentence: "no two payment attempts of an order hold money at the provider at once",
  check: ({ orders, bankPayments }) =>
    orders.flatMap(({ id }) => {
      const held = bankPayments.filter(({ orderId, status }) => orderId === id && status === "AUTHORIZED");
      return held.length > 1 ? [`${id}: ${held.length} attempts hold money`] : [];
    }),
};

const noStrayCharge: Rule<StoredState> = {
  name: "no charge without an order",
  sentence: "every payment at the provider belongs to an order's attempt, and is for its amount",
  check: ({ orders, bankPayments }) =>
    bankPayments.flatMap(({ orderId, key, amount, reference }) => {
      const order = orders.find(({ id }) => id === orderId);
      const attempt = order?.payment.attempts.find((one) => attemptKey(order, one) === key);
      if (!attempt) return [`${reference} belongs to no attempt`];
      return attempt.amount === amount ? [] : [`${reference} is for ${amount}, not ${attempt.amount}`];
    }),
};

/** What the provider may say of an attempt that is over, or holds money. */
const AT_PROVIDER: Readonly<Partial<Record<AttemptStatus, readonly string[]>>> = {
  ACTION_REQUIRED: ["ACTION_REQUIRED", "UNCONFIRMED", "DECLINED"],
  AUTHORIZED: ["AUTHORIZED"],
  VOIDED: ["VOIDED"],
  CLOSED: ["unknown", "DECLINED", "VOIDED"],
  EXPIRED: ["EXPIRED", "CAPTURED"], // CAPTURED: what ran out is the rest
  CAPTURED: ["CAPTURED"],
};

/** With Stripe what is closed is canceled, so that a call that is late finds it so; unless none can ever learn its id. */
const AT_STRIPE: typeof AT_PROVIDER = { ...AT_PROVIDER, CLOSED: ["VOIDED", "unknown"] };

const booksAgree: Rule<StoredState> = {
  name: "the order's books are the provider's",
  sentence:
    "with nothing in flight, what is held, captured and given back at the provider is what the order's attempts and " +
    "instructions say",
  check: ({ orders, bankPayments }) =>
    orders.flatMap((order) => {
      if (order.pending && order.pending.effect !== "SHIP") return [];
      return order.payment.attempts.flatMap((attempt) =>
        differences(
          order,
          attempt,
          bankPayments.find(({ key }) => key === attemptKey(order, attempt)),
        ),
      );
    }),
};

function differences(order: Order, attempt: Attempt, found: BankPayment | undefined): string[] {
  const status = found?.status ?? "unknown";
  const captured = sum(captures(order, "DONE").flatMap((one) => (one.attempt === attempt.id ? [one.amount] : [])));
  const takenAtProvider = found?.captured ?? 0;
  const own = order.payment.instructions.filter(({ kind, state }) => kind === "REFUND" && state === "DONE");
  const keys = new Set(own.map(({ id }) => instructionKey(order, id)));
  const refunds = (found?.refunds ?? []).filter(({ key }) => key !== undefined && keys.has(key));
  const capturesOfAttempt = captures(order, "DONE").filter((one) => one.attempt === attempt.id);
  const booked = own.filter(({ capture }) => capturesOfAttempt.some(({ id }) => id === capture));
  const name = `${order.id}: attempt ${attempt.id}`;
  return [
    ...((order.payment.provider === "stripe" ? AT_STRIPE : AT_PROVIDER)[attempt.status]?.includes(status)
      ? []
      : [`${name} is ${attempt.status}, at the provider ${status}`]),
    ...(captured === takenAtProvider ? [] : [`${name}: ${captured} captured, at the provider ${takenAtProvider}`]),
    ...(sum(refunds.map(({ amount }) => amount)) === sum(booked.map(({ amount }) => amount))
      ? []
      : [`${name}: the refunds at the provider are others`]),
  ];
}

const nothingHeld: Rule<StoredState> = {
  name: "nothing is held for nothing",
  sentence: "with nothing in flight, the provider holds no money for an order that ended or is paid",
  check: ({ orders, bankPayments }) =>
    orders.flatMap((order) => {
      const isOver = order.status === "FAILED" || order.status === "CANCELLED" || isPaid(order);
      if (order.pending || !isOver) return [];
      const held = bankPayments.filter(({ orderId, status }) => orderId === order.id && status === "AUTHORIZED");
      return held.map(({ reference }) => `${order.id} is ${order.status}, and ${reference} holds money`);
    }),
};

const capturedIsAuthorized: Rule<StoredState> = {
  name: "captured <= authorized at the provider",
  sentence: "the provider captured no more of an authorization than it is for, and gave back no more than it captured",
  check: ({ bankPayments }) =>
    bankPayments.flatMap(({ reference, amount, captured, refunds }) => {
      const refunded = sum(refunds.filter(({ failed }) => !failed).map((one) => one.amount));
      return captured <= amount && refunded <= captured
        ? []
        : [`${reference}: ${captured} captured of ${amount}, ${refunded} given back`];
    }),
};

const lostOnce: Rule<StoredState> = {
  name: "what a lost dispute took is not given back, too",
  sentence: "of each attempt, what was lost in disputes and given back at the provider is at most what was captured",
  check: ({ orders, bankPayments }) =>
    orders.flatMap((order) =>
      order.payment.attempts.flatMap((attempt) => {
        const found = bankPayments.find(({ key }) => key === attemptKey(order, attempt));
        if (!found) return [];
        const lost = sum(attempt.disputes.flatMap(({ status, amount }) => (status === "LOST" ? [amount] : [])));
        const refunded = sum(found.refunds.filter(({ failed }) => !failed).map(({ amount }) => amount));
        const { captured } = found;
        return lost === 0 || lost + refunded <= captured
          ? []
          : [`${order.id}: ${lost} lost and ${refunded} given back of ${captured} captured by attempt ${attempt.id}`];
      }),
    ),
};

export const moneyInvariants = [oneHold, noStrayCharge, booksAgree, nothingHeld, capturedIsAuthorized, lostOnce];
