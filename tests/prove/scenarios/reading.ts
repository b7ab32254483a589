import * as z from "zod";
import { OrderId } from "../../../functions/orders/rules/order.ts";
import { orderNumber } from "../../../functions/orders/rules/order-number.ts";
import type { Client, ClientRequest } from "../world/client.ts";
import { scenario } from "./scenario.ts";

const two = { items: [{ sku: "A", quantity: 2 }], key: "k" };

export const everythingRead = scenario({
  name: "products, stock, an order and all lists are read",
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    const orderId = await shop.placeConfirmed(two);
    return async () => {
      await read(shop.staff, { operation: "getProduct", path: { sku: "A" } });
      await read(shop.staff, { operation: "getStock", path: { sku: "A" } });
      await read(shop.staff, { operation: "listProducts" });
      await read(shop.staff, { operation: "listProducts", query: { stock: "low", search: "product a" } });
      await read(shop.staff, { operation: "getOrder", path: { orderId } });
      await read(shop.staff, { operation: "getTimeline", path: { orderId } });
      await read(shop.staff, { operation: "getPayment", path: { orderId } });
      await read(shop.staff, { operation: "listShipments", path: { orderId } });
      await read(shop.staff, { operation: "getPackingList" });
      // 404 where the event that makes the shipment was lost, and the sweeper has not made it yet.
      await shop.staff.send({ operation: "getPackingSlip", path: { orderId, number: "1" } });
      await shop.staff.send({ operation: "listCarrierEvents", path: { orderId, number: "1" } });
      await read(shop.staff, { operation: "listOrders" });
      await read(shop.staff, { operation: "listOrders", query: { status: "CONFIRMED" } });
      await read(shop.staff, { operation: "listOrders", query: { number: orderNumber(OrderId.parse(orderId)) } });
      await read(shop.staff, { operation: "listCustomerOrders", path: { customerId: shop.customer.subject } });
      await read(shop.customer, { operation: "listMyOrders" });
      await read(shop.staff, { operation: "getHealth" });
    };
  },
  endStates: ["CONFIRMED AUTHORIZED [PENDING]", "A 8+2"],
});

export const returnsRead = scenario({
  name: "the returns of an order are read",
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    const orderId = await shop.placeConfirmed(two);
    await shop.pack(orderId);
    await shop.dispatch(orderId);
    await shop.requestReturn(orderId, { A: 1 }, "return");
    return async () => {
      await read(shop.staff, { operation: "listReturns", path: { orderId } });
      // Where its event was lost, the order has not shipped yet, and there is none.
      await shop.customer.send({ operation: "getReturn", path: { orderId, number: "1" } });
    };
  },
  endStates: ["SHIPPED CAPTURED [SHIPPED] returns [REQUESTED]", "A 8+0"],
});

export const audited = scenario({
  name: "the audit runs while an order is cancelled",
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    const orderId = await shop.placeConfirmed(two);
    return () => Promise.all([audit(shop.operator), shop.cancel(orderId)]);
  },
  endStates: ["CANCELLED VOIDED [CANCELLED]", "A 10+0"],
});

export const auditedReservation = scenario({
  name: "the audit runs while a reservation becomes an order",
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    const reservationId = await shop.reserved({ ...two, key: "r" });
    return () => Promise.all([audit(shop.operator), shop.place({ ...two, more: { reservationId } })]);
  },
  endStates: ["CONFIRMED AUTHORIZED [PENDING]", "reservation ORDERED", "A 8+2"],
});

export const auditedWithReservation = scenario({
  name: "the audit runs while units are reserved",
  prepare: async (shop) => {
    await shop.createProduct("A", 10);
    await shop.reserved({ ...two, key: "r1" });
    return () => Promise.all([audit(shop.operator), shop.reserve({ ...two, key: "r2" })]);
  },
  endStates: ["reservation ACTIVE", "reservation ACTIVE", "A 6+4"],
});

export const auditedBackorder = scenario({
  name: "the audit runs while an order waits, another joins it, and a unit comes",
  prepare: async (shop) => {
    await shop.createProduct("A", 2, 1_000, { backorder: { limit: 20 } });
    const placing = (key: string) => ({ items: [{ sku: "A", quantity: 3 }], key, more: { onShortage: "backorder" } });
    await shop.placeConfirmed(placing("k1"));
    return () => Promise.all([audit(shop.operator), shop.place(placing("k2")), shop.adjustStock("A", 1, "delivery")]);
  },
  endStates: ["CONFIRMED AUTHORIZED [PENDING, PENDING]", "CONFIRMED AUTHORIZED []", "A 0+3"],
});

const Step = z.object({ nextCursor: z.string().nullable() });

/** Walks through the audit until its last step, or one without a result. */
async function audit(operator: Client): Promise<void> {
  let query: { cursor?: string } = {};
  for (;;) {
    const body = await read(operator, { operation: "checkInvariants", query });
    if (body === undefined) return;
    const { nextCursor } = Step.parse(body);
    if (nextCursor === null) return;
    query = { cursor: nextCursor };
  }
}

/** The result of a read; undefined if a fault kept it from being answered. @throws if the request is wrong. */
async function read(client: Client, request: ClientRequest): Promise<unknown> {
  const { status, body } = (await client.send(request)).response;
  if (status === undefined || status >= 500) return undefined;
  if (status !== 200) throw new Error(`${request.operation} was answered ${status}: ${JSON.stringify(body)}`);
  return body;
}
