import { randomUUID } from "node:crypto";
import { dataOf, type Schemas, type WaybillClient } from "../../client/client.ts";
import { staff } from "./api.ts";
import { eventually } from "./eventually.ts";
import { type NewOrder, type Order, place, readOrder } from "./shop.ts";

export type ShipmentStep = Schemas["ShipmentStep"];

export const packed = { status: "PACKED" } satisfies ShipmentStep;
export const shipped = {
  status: "SHIPPED",
  carrier: "DHL",
  trackingNumbers: ["00340434161094021501"],
} satisfies ShipmentStep;
export const delivered = { status: "DELIVERED" } satisfies ShipmentStep;

/** Staff advance a shipment of an order. @param version sent as If-Match */
export async function advance(orderId: string, step: ShipmentStep, version?: number, number = 1) {
  const api = await staff();
  const header = version === undefined ? {} : { "If-Match": `"${version}"` };
  return api.PATCH("/shipments/{orderId}/{number}", { params: { path: { orderId, number }, header }, body: step });
}

/** A confirmed order with its shipment; placed again under its key while a busy engine answers 202. */
export async function anOrderWithShipment(api: WaybillClient, body: NewOrder): Promise<Order> {
  const key = randomUUID();
  const placed = await eventually(
    () => place(api, body, key),
    ({ response }) => response.status !== 202,
  );
  const { id } = dataOf(placed);
  return eventually(
    () => readOrder(api, id),
    ({ shipments }) => shipments.length > 0,
  );
}

/** A confirmed order whose shipment is packed. */
export async function aPackedOrder(api: WaybillClient, body: NewOrder): Promise<Order> {
  const { id } = await anOrderWithShipment(api, body);
  dataOf(await advance(id, packed));
  return readOrder(api, id);
}

/** Cancels an order. */
export function cancel(api: WaybillClient, orderId: string, reason = "Ordered twice by mistake") {
  return api.POST("/orders/{orderId}/cancel", { params: { path: { orderId } }, body: { reason } });
}

/** Changes an order. @param version sent as If-Match */
export function edit(api: WaybillClient, orderId: string, body: Schemas["OrderChanges"], version?: number) {
  const header = version === undefined ? {} : { "If-Match": `"${version}"` };
  return api.PATCH("/orders/{orderId}", { params: { path: { orderId }, header }, body });
}

/** Staff make a shipment of these units. */
export async function split(orderId: string, units: Readonly<Record<string, number>>, key: string = randomUUID()) {
  const api = await staff();
  const lines = Object.entries(units).map(([sku, quantity]) => ({ sku, quantity }));
  return api.POST("/orders/{orderId}/shipments", {
    params: { path: { orderId }, header: { "Idempotency-Key": key } },
    body: { lines },
  });
}
