import * as z from "zod/mini";
import { LocationId, unknownLocation } from "../inventory/rules/location.ts";
import {
  CarrierEventList,
  CarrierEventView,
  carrierEventView,
  NewCarrierEvent,
} from "../orders/api/carrier-event-api.ts";
import { PackingListEntry, packingListEntry, WaitingStatus } from "../orders/api/packing-list-api.ts";
import { ShipmentView, shipmentView } from "../orders/api/shipment-api.ts";
import { NewShipment, NewShipmentStep } from "../orders/api/shipment-input.ts";
import { requireOrder } from "../orders/change-order.ts";
import { unitsReturned } from "../orders/rules/arrivals.ts";
import { eventIdReused, tooManyCarrierEvents } from "../orders/rules/carrier-events.ts";
import { OrderId, orderBusy } from "../orders/rules/order.ts";
import { tooManyShipments } from "../orders/rules/parcels.ts";
import { captureRefused } from "../orders/rules/payment.ts";
import { unknownLine } from "../orders/rules/refund-amount.ts";
import { alreadyDispatched, alreadyReturned, paymentNotCapturable, type Shipment } from "../orders/rules/shipment.ts";
import { isLeaving, requireShipment, type ShipmentStep } from "../orders/rules/shipment-steps.ts";
import { unitsNotFree } from "../orders/rules/shipment-units.ts";
import { ShipmentPosition } from "../orders/rules/waiting-shipments.ts";
import { trackingLinks } from "../orders/tracking-settings.ts";
import { answer, operation } from "../platform/http/operation.ts";
import { pageAnswer, pageOf, pageQuery, pageRequest } from "../platform/http/page.ts";
import { wholeNumber } from "../platform/http/whole-number.ts";
import { loggedIds } from "../platform/values/logged-ids.ts";
import { invalidStateTransition } from "../platform/values/state-machine.ts";
import { advanceShipment } from "./advance-shipment.ts";
import { packingList } from "./packing-list.ts";
import { listCarrierEvents as listEvents, recordCarrierEvent as recordEvent } from "./record-carrier-event.ts";
import { splitShipment as split } from "./split-shipment.ts";

const ShipmentNumber = wholeNumber({
  least: 1,
  most: 9_999,
  rule: "must be a shipment's number, from 1",
  description: "Counts an order's shipments from 1",
  example: 1,
}).register(loggedIds, {});

const ShipmentList = z.strictObject({ data: z.array(ShipmentView) }).check(z.meta({ id: "ShipmentList" }));

export const getPackingList = operation({
  summary: "List the shipments to be packed, or to be sent",
  description:
    "Those of the oldest order first, of all locations or of one. Follow `nextCursor` to the end: a page may be short, or " +
    "empty, and more follow.",
  route: "GET /shipments",
  allow: { staff: "any", service: "any" },
  query: { ...pageQuery, status: z.exactOptional(WaitingStatus), location: z.exactOptional(LocationId) },
  answers: { 200: pageOf(PackingListEntry) },
  handle: async ({ query: { status = "PENDING", location, ...query } }) => {
    const name = `shipments/${status}/${location ?? ""}`;
    const page = await packingList({ status, location }, pageRequest(name, ShipmentPosition, query));
    return answer(200, pageAnswer(name, page, packingListEntry));
  },
});

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
      { data: order.shipments.map((shipment) => shipmentView(order.id, shipment, trackingLinks())) },
      { version: order.version },
    );
  },
});

export const advanceShipmentStatus = operation({
  summary: "Pack, dispatch or deliver a shipment, or take it back",
  description:
    "One step at a time. Entering SHIPPED captures the payment and takes the units out of stock; 202 means that the " +
    "payment provider has not answered yet, and is given for SHIPPED only. A shipment that is DELIVERY_FAILED may be " +
    "SHIPPED again, also in another way, which moves neither stock nor money, or RETURNED: `restock` says whether its units " +
    "are sold again. Money is given back by POST /payments/{orderId}/refund. Repeating a step changes nothing. The answer " +
    "shows the shipment as it is by then: another request may have taken it further. If-Match and ETag are the order's.",
  route: "PATCH /shipments/{orderId}/{number}",
  allow: { staff: "any", service: "any" },
  path: { orderId: OrderId, number: ShipmentNumber },
  body: NewShipmentStep,
  ifMatch: "optional",
  sendsEtag: true,
  answers: { 200: ShipmentView, 202: ShipmentView },
  problems: [
    invalidStateTransition,
    orderBusy,
    alreadyDispatched,
    alreadyReturned,
    captureRefused,
    paymentNotCapturable,
    unknownLocation,
    unitsReturned,
  ],
  handle: async ({ path: { orderId, number }, body: step, caller, ifMatch }) => {
    const order = await advanceShipment({ orderId, number, step, caller, ifMatch });
    const shipment = requireShipment(order, number);
    return answer(answerStatus(shipment, step), shipmentView(order.id, shipment, trackingLinks()), {
      version: order.version,
    });
  },
});

export const splitShipment = operation({
  summary: "Make a shipment of part of an order",
  description:
    "Its units are taken out of shipments that are not packed yet; one that nothing is left of is CANCELLED. What is in " +
    "no shipment follows in one of its own. An order that has 20 shipments is not split further.",
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
    return answer(201, shipmentView(orderId, shipment, trackingLinks()), { replayed, version: order.version });
  },
});

export const recordCarrierEvent = operation({
  summary: "Record what the carrier said of a shipment",
  description:
    "Stored once under the carrier's own id: sent again, it changes nothing and is answered with the stored event. Events may " +
    "come late, and in any order. DELIVERED and DELIVERY_FAILED move the shipment, and its order, where that is possible; " +
    "a failure from before the shipment was sent again is only kept. At most 200 events for each shipment.",
  route: "POST /shipments/{orderId}/{number}/events",
  allow: { staff: "any", service: "any" },
  path: { orderId: OrderId, number: ShipmentNumber },
  body: NewCarrierEvent,
  sendsIdempotentReplayed: true,
  answers: { 201: CarrierEventView },
  problems: [eventIdReused, tooManyCarrierEvents],
  handle: async ({ path, body: event, caller, fingerprint }) => {
    const recorded = await recordEvent({ ...path, event, caller, fingerprint });
    return answer(201, carrierEventView(recorded.event), { replayed: recorded.replayed });
  },
});

export const listCarrierEvents = operation({
  summary: "List what the carrier said of a shipment",
  description: "By the carrier's own time, the oldest first.",
  route: "GET /shipments/{orderId}/{number}/events",
  allow: { customer: "own", staff: "any", service: "any" },
  path: { orderId: OrderId, number: ShipmentNumber },
  answers: { 200: CarrierEventList },
  handle: async ({ path, caller }) => {
    const events = await listEvents(path, caller);
    return answer(200, { data: events.map(carrierEventView) });
  },
});

/** 202 only for a dispatch that waits for its capture. */
function answerStatus(shipment: Shipment, step: ShipmentStep): 200 | 202 {
  return isLeaving(shipment, step) ? 202 : 200;
}
