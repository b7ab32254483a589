import { awaitShipment, type ExampleOrder, idOf, placing } from "./orders.ts";
import { bob, type ProblemStep, sam, type WalkthroughStep, webShop } from "./step.ts";

const undelivered = {
  name: "nobody-at-home",
  items: [{ sku: "HAT-WOOL", quantity: 2 }],
  by: bob,
} satisfies ExampleOrder;

const path = { orderId: idOf(undelivered), number: 1 };
const notAtHome = {
  id: "JJD000390007882823546",
  status: "DELIVERY_FAILED",
  description: "The recipient was not at home",
  location: "Berlin 12",
  at: "2036-11-21T11:20:00.000Z",
};

/** What the warehouse and a carrier do with a parcel that comes back. */
export const shipmentSteps: readonly WalkthroughStep[] = [
  { name: undelivered.name, summary: "Order two hats", ...placing(undelivered), status: 201 },
  { name: undelivered.name, summary: "Wait for their shipment", ...awaitShipment(undelivered) },
  {
    operation: "getPackingList",
    name: "to-be-packed",
    summary: "See what is to be packed",
    by: sam,
    status: 200,
    until: (body) => body.includes(idOf(undelivered)),
  },
  {
    operation: "getPackingSlip",
    name: "hats",
    summary: "Print the page that is put into the parcel",
    by: sam,
    path,
    status: 200,
  },
  {
    operation: "advanceShipmentStatus",
    name: "pack-hats",
    summary: "Pack the hats",
    by: sam,
    path,
    body: { status: "PACKED" },
    status: 200,
  },
  {
    operation: "advanceShipmentStatus",
    name: "dispatch-two-pieces",
    summary: "Dispatch them in two pieces, each with a number",
    by: sam,
    path,
    body: { status: "SHIPPED", carrier: "DHL", trackingNumbers: ["00340434161094021563", "00340434161094021570"] },
    status: 200,
  },
  {
    operation: "recordCarrierEvent",
    name: "not-at-home",
    summary: "The carrier could not deliver them",
    by: webShop,
    path,
    body: notAtHome,
    status: 201,
  },
  {
    operation: "listCarrierEvents",
    name: "hats",
    summary: "See what the carrier said",
    by: bob,
    path,
    status: 200,
  },
  {
    operation: "advanceShipmentStatus",
    name: "came-back",
    summary: "They came back, and can be sold again",
    by: sam,
    path,
    body: { status: "RETURNED", restock: true },
    status: 200,
  },
];

/** Requests that lead to the problems of shipments, after these steps. @param cancelled an order that was cancelled */
export function shipmentProblems(cancelled: ExampleOrder): readonly (ProblemStep | WalkthroughStep)[] {
  const returned = { operation: "advanceShipmentStatus", by: sam, path };
  return [
    { ...returned, body: { status: "RETURNED", restock: false }, code: "already_returned" },
    { ...returned, body: { status: "RETURNED", restock: true, location: "moon" }, code: "unknown_location" },
    {
      operation: "getPackingSlip",
      by: sam,
      path: { orderId: idOf(cancelled), number: 1 },
      code: "shipment_cancelled",
    },
    {
      operation: "recordCarrierEvent",
      by: webShop,
      path,
      body: { ...notAtHome, description: "The address does not exist" },
      code: "event_id_reused",
    },
    ...Array.from({ length: 199 }, (_, index) => ({ ...told(`scan-${index}`), status: 201 })),
    { ...told("scan-200"), code: "too_many_carrier_events" },
  ];
}

function told(id: string) {
  const body = { id, status: "IN_TRANSIT", at: "2036-11-22T08:00:00.000Z" };
  return { operation: "recordCarrierEvent", name: "preparation", summary: "", by: webShop, path, body };
}
