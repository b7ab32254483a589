import * as z from "zod/mini";
import { NewShipment, NewShipmentStep, ShipmentView, shipmentView } from "../orders/api/shipment-api.ts";
import { requireOrder } from "../orders/change-order.ts";
import { OrderId, orderBusy } from "../orders/rules/order.ts";
import { tooManyShipments } from "../orders/rules/parcels.ts";
import { captureRefused } from "../orders/rules/payment.ts";
import { unknownLine } from "../orders/rules/refund-amount.ts";
import { alreadyDispatched, paymentNotCapturable, type Shipment } from "../orders/rules/shipment.ts";
import { isLeaving, requireShipment, type ShipmentStep } from "../orders/rules/shipment-steps.ts";
import { unitsNotFree } from "../orders/rules/shipment-units.ts";
import { answer, operation } from "../platform/http/operation.ts";
import { wholeNumber } from "../platform/http/whole-number.ts";
import { loggedIds } from "../platform/values/logged-ids.ts";
import { invalidStateTransition } from "../platform/values/state-machine.ts";
import { advanceShipment } from "./advance-shipment.ts";
import { splitShipment as split } from "./split-shipment.ts";

const ShipmentNumber = wholeNumber({
  least: 1,
  most: 9_999,
  rule: "must be a shipment's number, from 1",
  description: "Counts an order's shipments from 1",
  example: 1,
}).register(loggedIds, {});

const ShipmentList = z.strictObject({ data: z.array(ShipmentView) }).check(z.meta({ id: "ShipmentList" }));

export const listShipments = operation({
  summary: "List an order's shipments",
  description: "Empty until the order is confirmed, and for a moment after that. The ETag is the order's version.",
  route: "GET /shipments/{orderId}",
  allow: { customer: "own", staff: "any", service: "any" },
  path: { orderId: OrderId },
  sendsEtag: true,
  answers: { 200: ShipmentList },
  handle: async ({ path: { orderId }, caller }) => {
    const order = await requireOrder(orderId, caller);
    return answer(
      200,
      { data: order.shipments.map((shipment) => shipmentView(order.id, shipment)) },
      { version: order.version },
    );
  },
});

export const advanceShipmentStatus = operation({
  summary: "Pack, dispatch or deliver a shipment",
  description:
    "One step at a time. Entering SHIPPED captures the payment and takes the units out of stock; 202 means that the " +
    "payment provider has not answered yet, and is given for SHIPPED only. Repeating a step changes nothing. The answer " +
    "shows the shipment as it is by then: another request may have taken it further. If-Match and ETag are the order's.",
  route: "PATCH /shipments/{orderId}/{number}",
  allow: { staff: "any", service: "any" },
  path: { orderId: OrderId, number: ShipmentNumber },
  body: NewShipmentStep,
  ifMatch: "optional",
  sendsEtag: true,
  answers: { 200: ShipmentView, 202: ShipmentView },
  problems: [invalidStateTransition, orderBusy, alreadyDispatched, captureRefused, paymentNotCapturable],
  handle: async ({ path: { orderId, number }, body: step, caller, ifMatch }) => {
    const order = await advanceShipment({ orderId, number, step, caller, ifMatch });
    const shipment = requireShipment(order, number);
    return answer(answerStatus(shipment, step), shipmentView(order.id, shipment), { version: order.version });
  },
});

export const splitShipment = operation({
  summary: "Make a shipment of part of an order",
  description:
    "Its units are taken out of shipments that are not packed yet; one that nothing is left of is CANCELLED. What is in " +
    "no shipment follows in one of its own. At most 20 shipments for each order.",
  route: "POST /orders/{orderId}/shipments",
  allow: { staff: "any", service: "any" },
  path: { orderId: OrderId },
  idempotencyKey: "required",
  body: NewShipment,
  sendsEtag: true,
  answers: { 201: ShipmentView },
  problems: [invalidStateTransition, unitsNotFree, unknownLine, tooManyShipments],
  handle: async ({ path: { orderId }, body: { lines }, caller, idempotencyKey, fingerprint }) => {
    const { order, shipment, replayed } = await split({ orderId, lines, caller, idempotencyKey, fingerprint });
    return answer(201, shipmentView(orderId, shipment), { replayed, version: order.version });
  },
});

/** 202 only for a dispatch that waits for its capture. */
function answerStatus(shipment: Shipment, step: ShipmentStep): 200 | 202 {
  return isLeaving(shipment, step) ? 202 : 200;
}
