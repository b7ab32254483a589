import * as z from "zod/mini";
import { LocationId, MAIN } from "../../inventory/rules/location.ts";
import { Sku } from "../../inventory/rules/product.ts";
import { Address } from "../../platform/values/address.ts";
import { Count } from "../../platform/values/count.ts";
import { Timestamp } from "../../platform/values/time.ts";
import { type Order, OrderId } from "../rules/order.ts";
import { orderNumber } from "../rules/order-number.ts";
import type { Shipment } from "../rules/shipment.ts";
import { WAITING_STATUSES, type WaitingShipment } from "../rules/waiting-shipments.ts";

export const WaitingStatus = z
  .enum(WAITING_STATUSES)
  .check(z.meta({ description: "PENDING: to be packed. PACKED: to be sent", default: "PENDING" }));

const PackingLine = z
  .strictObject({ sku: Sku, name: z.string(), quantity: Count })
  .check(z.meta({ id: "PackingLine" }));

export const PackingListEntry = z
  .strictObject({
    orderId: OrderId,
    orderNumber: z.string(),
    reference: z.exactOptional(z.string()),
    orderedAt: Timestamp,
    number: z.int().check(z.minimum(1)),
    status: z.enum(WAITING_STATUSES),
    location: z
      .exactOptional(LocationId)
      .check(z.meta({ description: "Where it is packed. Left out where it is `main`" })),
    shippingAddress: Address,
    lines: z.array(PackingLine),
    createdAt: Timestamp,
  })
  .check(z.meta({ id: "PackingListEntry", description: "A shipment that is to be packed, or to be sent" }));
type PackingListEntry = z.output<typeof PackingListEntry>;

export type PackedLine = z.output<typeof PackingLine>;

/** A shipment with what the warehouse has to know of its order. */
export function packingListEntry({ order, shipment }: WaitingShipment): PackingListEntry {
  const { id, reference, createdAt: orderedAt, shippingAddress } = order;
  const { number, status, location, createdAt } = shipment;
  if (status !== "PENDING" && status !== "PACKED") throw new Error(`Shipment ${number} of ${id} is ${status}.`);
  return {
    orderId: id,
    orderNumber: orderNumber(id),
    ...(reference !== undefined && { reference }),
    orderedAt,
    number,
    status,
    ...(location !== MAIN && { location }),
    shippingAddress,
    lines: packedLines(order, shipment),
    createdAt,
  };
}

/** What is in a shipment, with the names under which it was ordered. */
export function packedLines({ lines }: Order, shipment: Shipment): PackedLine[] {
  return shipment.lines.map(({ sku, quantity }) => {
    const { name = sku } = lines.find((line) => line.sku === sku) ?? {};
    return { sku, name, quantity };
  });
}
