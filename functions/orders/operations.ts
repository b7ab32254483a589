import * as z from "zod/mini";
import { unknownProduct } from "../inventory/rules/product.ts";
import { answer, operation } from "../platform/http/operation.ts";
import { type PageQuery, pageAnswer, pageOf, pageQuery, pageRequest } from "../platform/http/page.ts";
import { invalidRequest } from "../platform/http/standard-problems.ts";
import { type Caller, mayReach } from "../platform/values/caller.ts";
import { notFound, problemError } from "../platform/values/problems.ts";
import { invalidStateTransition } from "../platform/values/state-machine.ts";
import { unknownPaymentMethod } from "../providers/payment-provider.ts";
import { Cancel, CustomerIdInput, NewOrder, OrderStatus, OrderView, orderView } from "./api/order-api.ts";
import { cancelOrder as cancel } from "./cancel-order.ts";
import { requireOrder } from "./change-order.ts";
import { listAllOrders, listOrdersOf } from "./list-orders.ts";
import { loadOrdersByNumber } from "./order-table.ts";
import { placeOrder as place } from "./place-order.ts";
import { CustomerId, customerIdNotYours, mixedCurrencies, OrderId, orderBusy, totalTooLarge } from "./rules/order.ts";
import { OrderPosition } from "./rules/order-lists.ts";
import { OrderNumberInput } from "./rules/order-number.ts";

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
  problems: [unknownProduct, unknownPaymentMethod, mixedCurrencies, totalTooLarge, customerIdNotYours],
  handle: async ({ body, caller, idempotencyKey, fingerprint }) => {
    const customerId = orderingCustomer(body.customerId, caller);
    const { order, replayed, nextAction } = await place({ ...body, customerId, caller, idempotencyKey, fingerprint });
    return answer(order.status === "PENDING" ? 202 : 201, orderView(order, caller, nextAction), {
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
    return answer(200, orderView(order, caller), { version: order.version });
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
      return answer(200, { data: orders.map((order) => orderView(order, caller)), nextCursor: null });
    }
    const name = `orders/${query.status ?? ""}`;
    return answer(
      200,
      pageAnswer(name, await listAllOrders(query.status, pageRequest(name, OrderPosition, query)), (order) =>
        orderView(order, caller),
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
  summary: "Cancel an order that has not shipped",
  description:
    "Its stock is released and its payment voided. Cancelling it again answers with the order as it is. " +
    "While a shipment is being dispatched, 409 `order_busy` says to try again.",
  route: "POST /orders/{orderId}/cancel",
  allow: { customer: "own", staff: "any", service: "any" },
  path: { orderId: OrderId },
  body: Cancel,
  answers: { 200: OrderView },
  problems: [invalidStateTransition, orderBusy],
  handle: async ({ path: { orderId }, body, caller }) => {
    const order = await cancel(orderId, caller, body.reason);
    return answer(200, orderView(order, caller), { version: order.version });
  },
});

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
  return pageAnswer(name, page, (order) => orderView(order, caller));
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
