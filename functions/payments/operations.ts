import { PaymentView, paymentView } from "../orders/api/payment-api.ts";
import { requireCustomersFields } from "../orders/api/staff-only-fields.ts";
import { requireOrder } from "../orders/change-order.ts";
import { refreshOrder } from "../orders/refresh-order.ts";
import { restUnpayable } from "../orders/rules/capture-and-release.ts";
import { isAboutToAskProvider } from "../orders/rules/due.ts";
import { nothingToRefund, paymentDisputed } from "../orders/rules/give-back.ts";
import { refundNotByHand, unknownRefund } from "../orders/rules/money-by-hand.ts";
import { OrderId, orderBusy } from "../orders/rules/order.ts";
import { paymentOpen } from "../orders/rules/pay-again.ts";
import { paidWith } from "../orders/rules/payment.ts";
import {
  amountTooLarge,
  nothingAuthorized,
  nothingDue,
  orderEnded,
  tooManyPayments,
} from "../orders/rules/payment-requests.ts";
import { tooManyUnits, unknownLine } from "../orders/rules/refund-amount.ts";
import { staffOnly } from "../orders/rules/staff-only.ts";
import { answer, operation } from "../platform/http/operation.ts";
import type { Caller } from "../platform/values/caller.ts";
import { unknownPaymentMethod } from "../providers/payment-provider.ts";
import { authorizePayment as authorize } from "./authorize-payment.ts";
import { capturePayment as capture } from "./capture-payment.ts";
import { NewAuthorization, NewCapture, NewManualPayment, NewRefund } from "./payment-input.ts";
import { recordManualPayment as recordManual } from "./record-manual-payment.ts";
import { refundPayment as refund } from "./refund-payment.ts";
import type { AnsweredPayment } from "./request-payment.ts";
import { wrongCurrency } from "./require-currency.ts";
import { voidPayment as release } from "./void-payment.ts";

export const getPayment = operation({
  summary: "Read an order's payment",
  description:
    "Each attempt to pay, and what was authorized, captured and refunded. Staff and services also see what was decided " +
    "about the money, the provider and its last errors.",
  route: "GET /payments/{orderId}",
  allow: { customer: "own", staff: "any", service: "any" },
  path: { orderId: OrderId },
  sendsEtag: true,
  answers: { 200: PaymentView },
  handle: async ({ path: { orderId }, caller }) => {
    const order = await requireOrder(orderId, caller);
    return answer(200, paymentView(order, caller), { version: order.version });
  },
});

export const authorizePayment = operation({
  summary: "Pay an order with another payment method",
  description:
    "After a decline, an expiry or a void, while the order waits for another payment. 200: decided, also when it was " +
    "declined (see `status`). 202: the provider has not answered yet, or the customer has to do something first (see " +
    "`nextAction`); after that, or without an answer, send the request again.",
  route: "POST /payments/{orderId}/authorize",
  allow: { customer: "own", staff: "any", service: "any" },
  path: { orderId: OrderId },
  idempotencyKey: "required",
  body: NewAuthorization,
  sendsEtag: true,
  answers: { 200: PaymentView, 202: PaymentView },
  problems: [unknownPaymentMethod, nothingDue, orderEnded, paymentOpen, orderBusy, tooManyPayments, staffOnly],
  handle: async ({ path: { orderId }, body, caller, ...keyed }) => {
    requireCustomersFields(body, caller);
    const method = paidWith(body.paymentMethod, body.paymentCustomer, body.offSession);
    return answered(await authorize({ orderId, paidWith: method, caller, ...keyed }), caller);
  },
});

export const capturePayment = operation({
  summary: "Capture an order's payment",
  description:
    "Without waiting for a shipment: an amount, or all that is due. 202: the provider has not answered yet; it is captured " +
    "as soon as it does.",
  route: "POST /payments/{orderId}/capture",
  allow: { staff: "any", service: "any" },
  path: { orderId: OrderId },
  idempotencyKey: "required",
  body: NewCapture,
  sendsEtag: true,
  answers: { 200: PaymentView, 202: PaymentView },
  problems: [nothingAuthorized, nothingDue, orderEnded, amountTooLarge, restUnpayable, wrongCurrency, tooManyPayments],
  handle: async ({ path: { orderId }, body: { amount, final = false }, caller, ...keyed }) =>
    answered(await capture({ orderId, amount, final, caller, ...keyed }), caller),
});

export const voidPayment = operation({
  summary: "Let go of what is authorized for an order",
  description:
    "The order waits for another payment for as long as it is held, and is cancelled after that: at once where it is not " +
    "held. What is captured already stays captured. 202: the provider has not answered yet.",
  route: "POST /payments/{orderId}/void",
  allow: { staff: "any", service: "any" },
  path: { orderId: OrderId },
  idempotencyKey: "required",
  sendsEtag: true,
  answers: { 200: PaymentView, 202: PaymentView },
  problems: [nothingAuthorized, orderBusy],
  handle: async ({ path: { orderId }, caller, ...keyed }) =>
    answered(await release({ orderId, caller, ...keyed }), caller),
});

export const refundPayment = operation({
  summary: "Give captured money back",
  description:
    "An amount, what units of lines were sold for, or all that is left, of the oldest capture first. 200: the provider " +
    "accepted it, or refused it (see `refunds`). Money that came another way is REFUSED until it was given back by hand: see " +
    "POST /payments/{orderId}/manual. 202: the provider has not answered yet.",
  route: "POST /payments/{orderId}/refund",
  allow: { staff: "any", service: "any" },
  path: { orderId: OrderId },
  idempotencyKey: "required",
  body: NewRefund,
  sendsEtag: true,
  answers: { 200: PaymentView, 202: PaymentView },
  problems: [
    amountTooLarge,
    nothingToRefund,
    paymentDisputed,
    tooManyUnits,
    unknownLine,
    wrongCurrency,
    tooManyPayments,
  ],
  handle: async ({ path: { orderId }, body: { amount, lines, reason }, caller, ...keyed }) =>
    answered(await refund({ orderId, amount, lines, reason, caller, ...keyed }), caller),
});

export const recordManualPayment = operation({
  summary: "Record money that moved without the provider",
  description:
    "`amount`: money that came another way, such as a bank transfer; an order that is paid by it in full is confirmed, and " +
    "what was authorized for it is let go of. `refund`: the money of this refund was given back by hand.",
  route: "POST /payments/{orderId}/manual",
  allow: { staff: "any", service: "any" },
  path: { orderId: OrderId },
  idempotencyKey: "required",
  body: NewManualPayment,
  sendsEtag: true,
  answers: { 200: PaymentView },
  problems: [nothingDue, orderEnded, amountTooLarge, refundNotByHand, unknownRefund, wrongCurrency, tooManyPayments],
  handle: async ({ path: { orderId }, body: { amount, refund: given, reference }, caller, ...keyed }) => {
    const { order, replayed } = await recordManual({ orderId, amount, refund: given, reference, caller, ...keyed });
    return answer(200, paymentView(order, caller), { version: order.version, replayed });
  },
});

export const refreshPayment = operation({
  summary: "Ask the provider how an order's payment stands",
  description:
    "What differs is recorded: an expired authorization, a dispute, a refund that the bank failed, or one that was made on " +
    "the provider's own page. 202: the provider has not answered yet. Sending it again does no harm.",
  route: "POST /payments/{orderId}/refresh",
  allow: { staff: "any", service: "any" },
  path: { orderId: OrderId },
  sendsEtag: true,
  answers: { 200: PaymentView, 202: PaymentView },
  handle: async ({ path: { orderId }, caller }) => {
    const { order } = await refreshOrder(orderId, caller);
    return answer(isAboutToAskProvider(order) ? 202 : 200, paymentView(order, caller), { version: order.version });
  },
});

/** 202 for what waits for the provider or the customer. */
function answered({ order, nextAction, waits, replayed }: AnsweredPayment, caller: Caller) {
  return answer(waits ? 202 : 200, paymentView(order, caller, nextAction), { version: order.version, replayed });
}
