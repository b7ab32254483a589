import * as z from "zod/mini";
import { MAIN, unknownLocation } from "../inventory/rules/location.ts";
import { ReturnView, returnView } from "../orders/api/return-api.ts";
import { requireOrder } from "../orders/change-order.ts";
import { type Order, OrderId } from "../orders/rules/order.ts";
import { tooManyPayments } from "../orders/rules/payment-requests.ts";
import { nothingReceived, tooManyReceipts } from "../orders/rules/receive-return.ts";
import { tooManyUnits, unknownLine } from "../orders/rules/refund-amount.ts";
import { shippingNotRefundable } from "../orders/rules/refund-receipt.ts";
import { tooLateToReturn, tooManyReturns } from "../orders/rules/request-return.ts";
import {
  approveReturn as approve,
  cancelReturn as cancel,
  rejectReturn as reject,
  requireReturn,
} from "../orders/rules/return-steps.ts";
import { staffOnly } from "../orders/rules/staff-only.ts";
import { answer, operation } from "../platform/http/operation.ts";
import { wholeNumber } from "../platform/http/whole-number.ts";
import { type Caller, worksForShop } from "../platform/values/caller.ts";
import { loggedIds } from "../platform/values/logged-ids.ts";
import { invalidStateTransition } from "../platform/values/state-machine.ts";
import { changeReturns } from "./change-returns.ts";
import { receiveReturn as receive } from "./receive-return.ts";
import { requestReturn as request } from "./request-return.ts";
import { NewReceipt, NewReturn, ReturnApproval, ReturnRejection } from "./return-input.ts";
import { refundByDefault } from "./return-settings.ts";

const ReturnNumber = wholeNumber({
  least: 1,
  most: 9_999,
  rule: "must be a return's number, from 1",
  description: "Counts an order's returns from 1",
  example: 1,
}).register(loggedIds, {});

const ReturnList = z.strictObject({ data: z.array(ReturnView) }).check(z.meta({ id: "ReturnList" }));

export const requestReturn = operation({
  summary: "Send units of an order back",
  description:
    "Units that have shipped. A customer may ask for as many days after the delivery as the order's policy says, and the shop " +
    "approves or rejects it; a return that staff or a service make is APPROVED at once. At most 20 returns for each order.",
  route: "POST /orders/{orderId}/returns",
  allow: { customer: "own", staff: "any", service: "any" },
  path: { orderId: OrderId },
  idempotencyKey: "required",
  body: NewReturn,
  sendsEtag: true,
  answers: { 201: ReturnView },
  problems: [staffOnly, tooLateToReturn, tooManyUnits, unknownLine, tooManyReturns],
  handle: async ({ path: { orderId }, body: { lines, reason, refund }, caller, idempotencyKey, fingerprint }) => {
    const wanted = { orderId, lines, reason, refund, caller, idempotencyKey, fingerprint };
    const { order, found, replayed } = await request(wanted);
    return answer(201, returnView(order, found, caller), { version: order.version, replayed });
  },
});

export const listReturns = operation({
  summary: "List an order's returns",
  description: "The oldest first. The ETag is the order's version.",
  route: "GET /orders/{orderId}/returns",
  allow: { customer: "own", staff: "any", service: "any" },
  path: { orderId: OrderId },
  sendsEtag: true,
  answers: { 200: ReturnList },
  handle: async ({ path: { orderId }, caller }) => {
    const order = await requireOrder(orderId, caller);
    const data = order.returns.map((one) => returnView(order, one, caller));
    return answer(200, { data }, { version: order.version });
  },
});

export const getReturn = operation({
  summary: "Read a return",
  description: "The ETag is the order's version.",
  route: "GET /orders/{orderId}/returns/{number}",
  allow: { customer: "own", staff: "any", service: "any" },
  path: { orderId: OrderId, number: ReturnNumber },
  sendsEtag: true,
  answers: { 200: ReturnView },
  handle: async ({ path: { orderId, number }, caller }) =>
    answered(await requireOrder(orderId, caller), number, caller),
});

export const approveReturn = operation({
  summary: "Approve a return",
  description: "Its units are expected from then on. Repeating it changes nothing.",
  route: "POST /orders/{orderId}/returns/{number}/approve",
  allow: { staff: "any", service: "any" },
  path: { orderId: OrderId, number: ReturnNumber },
  body: ReturnApproval,
  sendsEtag: true,
  answers: { 200: ReturnView },
  problems: [invalidStateTransition],
  handle: async ({ path: { orderId, number }, body: { refund }, caller }) => {
    const approval = { number, refund, refundByDefault: refundByDefault() };
    const order = await changeReturns({ orderId, caller }, (read, context) => approve(read, approval, context));
    return answered(order, number, caller);
  },
});

export const rejectReturn = operation({
  summary: "Reject a return",
  description: "With a reason for the customer. Repeating it changes nothing.",
  route: "POST /orders/{orderId}/returns/{number}/reject",
  allow: { staff: "any", service: "any" },
  path: { orderId: OrderId, number: ReturnNumber },
  body: ReturnRejection,
  sendsEtag: true,
  answers: { 200: ReturnView },
  problems: [invalidStateTransition],
  handle: async ({ path: { orderId, number }, body: { reason }, caller }) => {
    const order = await changeReturns({ orderId, caller }, (read, context) => reject(read, number, reason, context));
    return answered(order, number, caller);
  },
});

export const cancelReturn = operation({
  summary: "Cancel a return",
  description:
    "While none of its units has come; a customer only one that the customer asked for. Repeating it changes nothing.",
  route: "POST /orders/{orderId}/returns/{number}/cancel",
  allow: { customer: "own", staff: "any", service: "any" },
  path: { orderId: OrderId, number: ReturnNumber },
  sendsEtag: true,
  answers: { 200: ReturnView },
  problems: [invalidStateTransition, staffOnly],
  handle: async ({ path: { orderId, number }, caller }) => {
    const isCustomer = !worksForShop(caller);
    const order = await changeReturns({ orderId, caller }, (read, context) =>
      cancel(read, number, isCustomer, context),
    );
    return answered(order, number, caller);
  },
});

export const receiveReturn = operation({
  summary: "Receive units of a return",
  description:
    "All of them, or a part. Units go back into stock at a location, or are written off. With `refund: auto` what they were " +
    "sold for is given back, except for units that were refunded before they came, and at most what is left. 202: the " +
    "payment provider has not answered yet, or a dispute of the payment is open; the refund follows.",
  route: "POST /orders/{orderId}/returns/{number}/receive",
  allow: { staff: "any", service: "any" },
  path: { orderId: OrderId, number: ReturnNumber },
  idempotencyKey: "required",
  body: NewReceipt,
  sendsEtag: true,
  answers: { 200: ReturnView, 202: ReturnView },
  problems: [
    invalidStateTransition,
    nothingReceived,
    tooManyUnits,
    shippingNotRefundable,
    unknownLine,
    unknownLocation,
    tooManyReceipts,
    tooManyPayments,
  ],
  handle: async ({ path: { orderId, number }, body, caller, idempotencyKey, fingerprint }) => {
    const { lines, location = MAIN, close = false, refund, refundShipping = false } = body;
    const came = lines.map(({ sku, restock = 0, writeOff = 0 }) => ({ sku, restocked: restock, writtenOff: writeOff }));
    const how = { lines: came, location, close, refund, refundShipping };
    const keyed = { orderId, caller, idempotencyKey, fingerprint };
    const { order, waits, replayed } = await receive({ ...keyed, ...how, number });
    const view = returnView(order, requireReturn(order, number), caller);
    return answer(waits ? 202 : 200, view, { version: order.version, replayed });
  },
});

function answered(order: Order, number: number, caller: Caller) {
  return answer(200, returnView(order, requireReturn(order, number), caller), { version: order.version });
}
