import * as z from "zod/mini";
import { unknownProduct } from "../inventory/rules/product.ts";
import { reservationEnded, reservationMismatch, unknownReservation } from "../inventory/rules/reservation-id.ts";
import { outOfStock } from "../inventory/rules/stock.ts";
import { answer, operation } from "../platform/http/operation.ts";
import { type PageQuery, pageAnswer, pageOf, pageQuery, pageRequest } from "../platform/http/page.ts";
import { invalidRequest } from "../platform/http/standard-problems.ts";
import { now } from "../platform/runtime/request-context.ts";
import { type Caller, mayReach } from "../platform/values/caller.ts";
import { notFound, problemError } from "../platform/values/problems.ts";
import { invalidStateTransition } from "../platform/values/state-machine.ts";
import { unknownPaymentMethod } from "../providers/payment-provider.ts";
import { Cancel, CustomerIdInput, NewOrder, OrderStatus, OrderView, orderView } from "./api/order-api.ts";
import { OrderChanges } from "./api/order-edit-input.ts";
import type { NextAction } from "./api/payment-api.ts";
import { requireCustomersFields } from "./api/staff-only-fields.ts";
import { Timeline, timelineView } from "./api/timeline-api.ts";
import { cancelOrder as cancel } from "./cancel-order.ts";
import { requireOrder } from "./change-order.ts";
import { editOrder as edit } from "./edit-order.ts";
import { listAllOrders, listOrdersOf } from "./list-orders.ts";
import { loadOrdersByNumber } from "./order-table.ts";
import { placeOrder as place } from "./place-order.ts";
import { readTimeline } from "./read-timeline.ts";
import { priceChanged } from "./rules/draft-order.ts";
import { aboveAuthorized } from "./rules/edit-order.ts";
import { tooManyLines } from "./rules/edited-lines.ts";
import { notExchangeable, unknownReturn } from "./rules/exchange.ts";
import { alreadyPacked, tooLateToEdit } from "./rules/may-edit.ts";
import {
  CustomerId,
  customerIdNotYours,
  mixedCurrencies,
  type Order,
  OrderId,
  orderBusy,
  totalTooLarge,
} from "./rules/order.ts";
import { OrderPosition } from "./rules/order-lists.ts";
import { OrderNumberInput } from "./rules/order-number.ts";
import { tooLateToCancel } from "./rules/order-transitions.ts";
import { orderEnded } from "./rules/payment-requests.ts";
import { discountTooLarge } from "./rules/pricing.ts";
import { unknownLine } from "./rules/refund-amount.ts";
import { severalPrices } from "./rules/requested-lines.ts";
import { unitsNotFree } from "./rules/shipment-units.ts";
import { staffOnly } from "./rules/staff-only.ts";
import { trackingLinks } from "./tracking-settings.ts";

export const placeOrder = operation({
  summary: "Place an order",
  description:
    "Reserves the stock of every line and requests authorization of the payment. 201: decided, also when it failed " +
    "(see `status` and `failure`). 202: the payment provider has not answered yet, or the customer has to do something " +
    "first (see `payment.nextAction`); after that, or without an answer, send the request again.",
  route: "POST /orders",
  allow: { customer: "own", staff: "any", service: "any" },
  idempotencyKey: "required",
  body: NewOrder,
  answers: { 201: OrderView, 202: OrderView },
  problems: [
    unknownProduct,
    unknownPaymentMethod,
    mixedCurrencies,
    totalTooLarge,
    discountTooLarge,
    severalPrices,
    priceChanged,
    customerIdNotYours,
    staffOnly,
    unknownReservation,
    reservationMismatch,
    reservationEnded,
    unknownReturn,
    notExchangeable,
  ],
  handle: async ({ body, caller, idempotencyKey, fingerprint }) => {
    const customerId = orderingCustomer(body.customerId, caller);
    requireCustomersFields(body, caller);
    const { order, replayed, nextAction } = await place({ ...body, customerId, caller, idempotencyKey, fingerprint });
    return answer(order.status === "PENDING" ? 202 : 201, shown(order, caller, nextAction), {
      replayed,
      version: order.version,
    });
  },
});

export const getOrder = operation({
  summary: "Read an order with its lines, payment and shipments",
  description:
    "A confirmed order gets its shipment a moment after it was placed. A customer reads their own orders; any other id " +
    "is 404, as if it did not exist.",
  route: "GET /orders/{orderId}",
  allow: { customer: "own", staff: "any", service: "any" },
  path: { orderId: OrderId },
  answers: { 200: OrderView },
  handle: async ({ path: { orderId }, caller }) => {
    const order = await requireOrder(orderId, caller);
    return answer(200, shown(order, caller), { version: order.version });
  },
});

export const listOrders = operation({
  summary: "List everybody's orders, newest first",
  description:
    "All orders, or those with one status. Follow `nextCursor` to the end; it keeps its place while orders come in. A " +
    "page of one status may be short, or empty, and more follow. `number` finds the order with this number.",
  route: "GET /orders",
  allow: { staff: "any", service: "any" },
  query: { ...pageQuery, status: z.exactOptional(OrderStatus), number: z.exactOptional(OrderNumberInput) },
  answers: { 200: pageOf(OrderView) },
  handle: async ({ query, caller }) => {
    if (query.number !== undefined) {
      requireNumberAlone(query);
      const orders = await loadOrdersByNumber(query.number);
      return answer(200, { data: orders.map((order) => shown(order, caller)), nextCursor: null });
    }
    const name = `orders/${query.status ?? ""}`;
    return answer(
      200,
      pageAnswer(name, await listAllOrders(query.status, pageRequest(name, OrderPosition, query)), (order) =>
        shown(order, caller),
      ),
    );
  },
});

export const listMyOrders = operation({
  summary: "List the calling customer's orders, newest first",
  description:
    "The same list as GET /customers/{customerId}/orders with the token's `sub`; both take each other's cursors.",
  route: "GET /customers/me/orders",
  allow: { customer: "own" },
  query: pageQuery,
  answers: { 200: pageOf(OrderView) },
  handle: async ({ query, caller }) => answer(200, await customerPage(CustomerId.parse(caller.subject), query, caller)),
});

export const listCustomerOrders = operation({
  summary: "List a customer's orders, newest first",
  description: "A customer names themselves, or uses GET /customers/me/orders; another customer's list is 404.",
  route: "GET /customers/{customerId}/orders",
  allow: { customer: "own", staff: "any", service: "any" },
  path: { customerId: CustomerIdInput },
  query: pageQuery,
  answers: { 200: pageOf(OrderView) },
  handle: async ({ path: { customerId }, query, caller }) => {
    if (!mayReach(caller, customerId)) throw problemError(notFound, `Customer ${customerId} not found.`);
    return answer(200, await customerPage(customerId, query, caller));
  },
});

export const cancelOrder = operation({
  summary: "Cancel an order, or what of it has not shipped",
  description:
    "Its stock is released, what is authorized is voided, what is captured is given back. Of an order that shipped in " +
    "part, the rest is cancelled. Cancelling it again answers with the order as it is. " +
    "While a shipment is being dispatched, 409 `order_busy` says to try again.",
  route: "POST /orders/{orderId}/cancel",
  allow: { customer: "own", staff: "any", service: "any" },
  path: { orderId: OrderId },
  body: Cancel,
  answers: { 200: OrderView },
  problems: [invalidStateTransition, orderBusy, tooLateToCancel],
  handle: async ({ path: { orderId }, body, caller }) => {
    const order = await cancel(orderId, caller, body.reason);
    return answer(200, shown(order, caller), { version: order.version });
  },
});

export const editOrder = operation({
  summary: "Change an order's lines, addresses and details",
  description:
    "Units taken out release their stock, and money that was captured for them is given back; the last line that is " +
    "cancelled cancels the order. Customers take units out and change addresses and e-mail while they may cancel. Send " +
    "the ETag that you read as If-Match: without it, the change is applied to the latest version. A change that is there " +
    "already stores nothing.",
  route: "PATCH /orders/{orderId}",
  allow: { customer: "own", staff: "any", service: "any" },
  path: { orderId: OrderId },
  body: OrderChanges,
  ifMatch: "optional",
  answers: { 200: OrderView },
  problems: [
    staffOnly,
    tooLateToEdit,
    orderEnded,
    orderBusy,
    alreadyPacked,
    unitsNotFree,
    aboveAuthorized,
    outOfStock,
    unknownLine,
    unknownProduct,
    mixedCurrencies,
    totalTooLarge,
    tooManyLines,
  ],
  handle: async ({ path: { orderId }, body: { status: _, ...wanted }, caller, ifMatch }) => {
    const { order } = await edit({ id: orderId, caller, wanted, ifMatch });
    return answer(200, shown(order, caller), { version: order.version });
  },
});

export const getTimeline = operation({
  summary: "Read what happened to an order",
  description:
    "Every event that was told of the order, the oldest first, with when and by whom. The ETag is the order's.",
  route: "GET /orders/{orderId}/timeline",
  allow: { customer: "own", staff: "any", service: "any" },
  path: { orderId: OrderId },
  sendsEtag: true,
  answers: { 200: Timeline },
  handle: async ({ path: { orderId }, caller }) => {
    const { order, history } = await readTimeline(orderId, caller);
    return answer(200, timelineView(order, history, caller), { version: order.version });
  },
});

/** An order as the caller sees it, with what this deployment's settings add. */
function shown(order: Order, caller: Caller, nextAction?: NextAction): OrderView {
  return orderView(order, caller, now(), { trackingLinks: trackingLinks(), nextAction });
}

/** A number names one order, or, hardly ever, two: there is nothing to filter and no next page. @throws 400. */
function requireNumberAlone({ status, cursor }: PageQuery & { readonly status?: string | undefined }): void {
  const errors = Object.entries({ status, cursor }).flatMap(([path, value]) =>
    value === undefined ? [] : [{ path, message: "cannot be sent together with number" }],
  );
  if (errors.length > 0) {
    throw problemError(invalidRequest, "A number finds its order alone: leave status and cursor out.", { errors });
  }
}

/** A page of a customer's orders; its cursors are the same in whatever way the customer was named. */
async function customerPage(customerId: CustomerId, query: PageQuery, caller: Caller) {
  const name = `customers/${customerId}/orders`;
  const page = await listOrdersOf(customerId, pageRequest(name, OrderPosition, query));
  return pageAnswer(name, page, (order) => shown(order, caller));
}

/** The customer of the order: a customer orders for itself, staff and services name one. @throws 400, 403. */
function orderingCustomer(named: CustomerId | undefined, caller: Caller): CustomerId {
  const customerId = named ?? (caller.reach === "own" ? CustomerId.parse(caller.subject) : undefined);
  if (customerId === undefined) {
    throw problemError(
      invalidRequest,
      "Staff and services order for a customer: send the customer's id as customerId.",
      {
        errors: [{ path: "customerId", message: "is missing: staff and services must send it" }],
      },
    );
  }
  if (mayReach(caller, customerId)) return customerId;
  throw problemError(
    customerIdNotYours,
    `You are ${caller.subject} and cannot order for ${customerId}. Leave customerId out.`,
  );
}
