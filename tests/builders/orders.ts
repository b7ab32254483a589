import { Sku } from "../../functions/inventory/rules/product.ts";
import { draftOrder, type OrderRequest } from "../../functions/orders/rules/draft-order.ts";
import { CustomerId, type Order, OrderId } from "../../functions/orders/rules/order.ts";
import {
  cancel,
  confirm,
  decline,
  failOutOfStock,
  giveUp,
  recordVoid,
} from "../../functions/orders/rules/order-transitions.ts";
import type { Shipment } from "../../functions/orders/rules/shipment.ts";
import {
  addShipment,
  claimCapture,
  deliver,
  pack,
  recordCapture,
} from "../../functions/orders/rules/shipment-transitions.ts";
import type { Timing } from "../../functions/orders/rules/timing.ts";
import { derivedId } from "../../functions/platform/values/ids.ts";
import { secondsAfter } from "../../functions/platform/values/time.ts";
import { aProduct, units } from "./products.ts";

export const timing: Timing = { authorizeWithin: 900, shipWithin: 120, resumeAfter: 30 };

/** The time at which the builders' orders are placed. */
export const PLACED_AT = "2026-11-21T05:30:00.000Z";

/** The time some seconds after the order is placed. */
export function at(seconds: number): string {
  return secondsAfter(PLACED_AT, seconds);
}

export function anOrderRequest(changes: Partial<OrderRequest> = {}): OrderRequest {
  return {
    id: OrderId.parse(derivedId("ord", "alice", "placeOrder", "key-1")),
    customerId: CustomerId.parse("alice"),
    items: [units("MUG", 2), units("PEN", 1)],
    shippingAddress: {
      name: "Alice Example",
      line1: "Hauptstr. 1",
      city: "Berlin",
      postalCode: "10115",
      country: "DE",
    },
    paymentMethod: "pm_sandbox_ok",
    provider: "sandbox",
    fingerprint: "fingerprint-of-the-request",
    ...changes,
  };
}

/** Two mugs and a pen, not yet authorized. */
export function aPendingOrder(changes: Partial<OrderRequest> = {}): Order {
  const request = anOrderRequest(changes);
  const products = new Map(request.items.map(({ sku }) => [sku, aProduct(sku)]));
  return draftOrder(request, products, PLACED_AT, timing);
}

export function theShipmentOf({ id, shipments: [shipment] }: Order): Shipment {
  if (!shipment) throw new Error(`The order ${id} has no shipment.`);
  return shipment;
}

/** An order in each situation, made by the transitions that lead to it. */
export function orderInEachSituation() {
  const pending = aPendingOrder();
  const confirmed = confirm(pending, "auth-1", [], at(1), timing);
  const toBePacked = addShipment(confirmed, at(2));
  const packed = pack(toBePacked, theShipmentOf(toBePacked), at(3));
  const dispatch = { number: 1, carrier: "DHL", trackingNumber: "123" };
  const leaving = claimCapture(packed, theShipmentOf(packed), dispatch, at(4), timing);
  const shipped = recordCapture(leaving, dispatch, [], at(5));
  const delivered = deliver(shipped, theShipmentOf(shipped), at(6));
  const cancelling = cancel(confirmed, { reason: "Ordered twice", actor: "customer:alice" }, at(2), timing);
  const givenUp = giveUp(pending, at(900), 10);
  return {
    pending,
    confirmed,
    toBePacked,
    packed,
    leaving,
    shipped,
    delivered,
    cancelling,
    cancelled: recordVoid(cancelling, "VOIDED", [], at(3)),
    givenUp,
    givenUpForGood: recordVoid(givenUp, "NONE", [], at(920)),
    declined: decline(pending, "the card was declined", [], at(1)),
    outOfStock: failOutOfStock(pending, [{ sku: Sku.parse("MUG"), ordered: 2, available: 1 }], at(0)),
  } satisfies Record<string, Order>;
}

export type Situation = keyof ReturnType<typeof orderInEachSituation>;
