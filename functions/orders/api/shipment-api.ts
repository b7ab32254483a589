import * as z from "zod/mini";
import { LocationId, MAIN } from "../../inventory/rules/location.ts";
import { Sku } from "../../inventory/rules/product.ts";
import { MAX_QUANTITY } from "../../inventory/rules/stock.ts";
import { readableText } from "../../platform/values/text.ts";
import { Timestamp } from "../../platform/values/time.ts";
import { MAX_ORDER_LINES } from "../rules/order.ts";
import { SHIPMENT_STATUSES, type Shipment, ShipmentLine } from "../rules/shipment.ts";

const Carrier = readableText({ longest: 100 });
const TrackingNumber = readableText({ longest: 100, anyNumber: true });

/** A step that a request asks for. */
export const NewShipmentStep = z
  .discriminatedUnion("status", [
    z.strictObject({ status: z.literal("PACKED") }),
    z.strictObject({ status: z.literal("SHIPPED"), carrier: Carrier, trackingNumber: TrackingNumber }),
    z.strictObject({ status: z.literal("DELIVERED") }),
  ])
  .check(z.meta({ id: "ShipmentStep" }));

/** The units of a shipment that a request makes. */
export const NewShipment = z
  .strictObject({
    lines: z
      .array(
        z
          .strictObject({ sku: Sku, quantity: z.int().check(z.minimum(1), z.maximum(MAX_QUANTITY)) })
          .check(z.meta({ id: "NewShipmentLine" })),
      )
      .check(
        z.minLength(1),
        z.maxLength(MAX_ORDER_LINES),
        z.refine((lines) => new Set(lines.map(({ sku }) => sku)).size === lines.length, "must name each SKU once"),
      ),
  })
  .check(z.meta({ id: "NewShipment" }));

export const ShipmentView = z
  .strictObject({
    orderId: z.string(),
    number: z.int().check(z.minimum(1)),
    status: z.enum(SHIPMENT_STATUSES),
    location: z
      .exactOptional(LocationId)
      .check(z.meta({ description: "Where it is packed, and leaves from; left out where that is `main`" })),
    lines: z.array(ShipmentLine),
    carrier: z.exactOptional(z.string()),
    trackingNumber: z.exactOptional(z.string()),
    createdAt: Timestamp,
    packedAt: z.exactOptional(Timestamp),
    shippedAt: z.exactOptional(Timestamp),
    deliveredAt: z.exactOptional(Timestamp),
  })
  .check(z.meta({ id: "Shipment" }));
export type ShipmentView = z.output<typeof ShipmentView>;

/** A shipment as its customer and the staff see it. */
export function shipmentView(orderId: string, shipment: Shipment): ShipmentView {
  const { number, status, location, lines, carrier, trackingNumber } = shipment;
  const { createdAt, packedAt, shippedAt, deliveredAt } = shipment;
  return {
    orderId,
    number,
    status,
    ...(location !== MAIN && { location }),
    lines,
    ...(carrier !== undefined && { carrier }),
    ...(trackingNumber !== undefined && { trackingNumber }),
    createdAt,
    ...(packedAt !== undefined && { packedAt }),
    ...(shippedAt !== undefined && { shippedAt }),
    ...(deliveredAt !== undefined && { deliveredAt }),
  };
}
