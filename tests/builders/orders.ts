import { MAIN } from "../../functions/inventory/rules/location.ts";
import { deliver, failDelivery, takeBack } from "../../functions/orders/rules/arrivals.ts";
import { draftOrder, type OrderRequest } from "../../functions/orders/rules/draft-order.ts";
import { firstVersionOf, type ShortageRules } from "../../functions/orders/rules/first-version.ts";
import { attemptOf, instructionOf } from "../../functions/orders/rules/instructions.ts";
import type { ChangeContext } from "../../functions/orders/rules/next-order.ts";
import { CustomerId, type Order, OrderId } from "../../functions/orders/rules/order.ts";
import { cancel, confirm, decline, giveUp, recordClosed } from "../../functions/orders/rules/order-transitions.ts";
import type { Attempt, Instruction } from "../../functions/orders/rules/payment.ts";
import type { PendingEffect } from "../../functions/orders/rules/pending-effect.ts";
import type { Shipment } from "../../functions/orders/rules/shipment.ts";
import { addShipments, dispatch, pack, recordCapture } from "../../functions/orders/rules/shipment-transitions.ts";
import type { Timing } from "../../functions/orders/rules/timing.ts";
import { derivedId } from "../../functions/platform/values/ids.ts";
import { secondsAfter } from "../../functions/platform/values/time.ts";
import { aProduct, aSupply, units } from "./products.ts";

export const timing: Timing = { authorizeWithin: 900, shipWithin: 120, resumeAfter: 30 };

/** The time at which the builders' orders are placed. */
export const PLACED_AT = "2026-11-21T05:30:00.000Z";

/** The time some seconds after the order is placed. */
export function at(seconds: number): string {
  return secondsAfter(PLACED_AT, seconds);
}

/** A change some seconds after the order is placed, by this actor or by Waybill itself. */
export function changed(seconds: number, by?: string): ChangeContext {
  return { now: at(seconds), timing, ...(by !== undefined && { by }) };
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
    paidWith: { method: "pm_sandbox_ok" },
    provider: "sandbox",
    paidByHand: false,
    policy: {
      captureAt: "firstShipment",
      customerMayCancelUntil: "PACKED",
      paymentHoldSeconds: 0,
      returnWithinDays: 30,
    },
    shippingRates: {},
    fingerprint: "fingerprint-of-the-request",
    ...changes,
  };
}

/** Two mugs and a pen, not yet authorized. */
export function aPendingOrder(changes: Partial<OrderRequest> = {}): Order {
  const request = anOrderRequest(changes);
  const products = new Map(request.items.map(({ sku }) => [sku, aProduct(sku)]));
  return draftOrder(request, products, changed(0));
}

export function theShipmentOf({ id, shipments: [shipment] }: Order): Shipment {
  if (!shipment) throw new Error(`The order ${id} has no shipment.`);
  return shipment;
}

/** The effect in flight. */
export function pendingOf({ id, pending }: Order): PendingEffect {
  if (!pending) throw new Error(`The order ${id} has nothing pending.`);
  return pending;
}

/** The attempt that is being authorized, or closed. */
export function theAttemptOf(order: Order): Attempt {
  return attemptOf(order, 1);
}

/** The instruction that is carried out. */
export function theInstructionOf(order: Order): Instruction {
  return instructionOf(order, order.pending?.instruction);
}

/** The order, which waits an hour for another payment where nothing pays it any more. */
export function held(order: Order): Order {
  return { ...order, paymentHoldSeconds: 3_600 };
}

/** An order in each situation, made by the transitions that lead to it. */
export function orderInEachSituation() {
  const pending = aPendingOrder();
  const confirmed = confirm(pending, theAttemptOf(pending), { reference: "auth-1" }, [], changed(1));
  const toBePacked = addShipments(confirmed, changed(2));
  const packed = pack(toBePacked, theShipmentOf(toBePacked), changed(3, "staff:sam"));
  const way = { number: 1, carrier: "DHL", trackingNumbers: ["123"] };
  const leaving = dispatch(packed, theShipmentOf(packed), way, changed(4, "staff:sam"));
  const shipped = recordCapture(leaving, theInstructionOf(leaving), theAttemptOf(leaving), true, [], changed(5));
  const delivered = deliver(shipped, theShipmentOf(shipped), changed(6, "staff:sam"));
  const deliveryFailed = failDelivery(shipped, theShipmentOf(shipped), "Nobody was at home", changed(6, "service:dhl"));
  const returned = takeBack(deliveryFailed, theShipmentOf(deliveryFailed), MAIN, changed(7, "staff:sam"));
  const cancelling = cancel(
    confirmed,
    { reason: "Ordered twice", actor: "customer:alice", isCustomer: true },
    changed(2, "customer:alice"),
  );
  const givenUp = giveUp(pending, theAttemptOf(pending), changed(900));
  const declining = decline(pending, theAttemptOf(pending), "the card was declined", [], changed(1));
  return {
    pending,
    confirmed,
    toBePacked,
    packed,
    leaving,
    shipped,
    delivered,
    deliveryFailed,
    returned,
    cancelling,
    cancelled: closed(cancelling, true, 3),
    givenUp,
    givenUpForGood: closed(givenUp, false, 920),
    declining,
    declined: closed(declining, false, 2),
    outOfStock: firstVersionOf(pending, aSupply([]), FAILS, changed(0)),
  } satisfies Record<string, Order>;
}

function closed(order: Order, wasHeld: boolean, seconds: number): Order {
  return recordClosed(order, theInstructionOf(order), theAttemptOf(order), wasHeld, [], changed(seconds));
}

/** What happens to an order for more than there is, where its request says nothing. */
export const FAILS: ShortageRules = { onShortage: "fail", backorderLimits: new Map() };

export type Situation = keyof ReturnType<typeof orderInEachSituation>;
