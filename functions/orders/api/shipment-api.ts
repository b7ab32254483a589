import * as z from "zod/mini";
import { readableText } from "../../platform/values/text.ts";
import { Timestamp } from "../../platform/values/time.ts";
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

export const ShipmentView = z
  .strictObject({
    orderId: z.string(),
    number: z.int().check(z.minimum(1)),
    status: z.enum(SHIPMENT_STATUSES),
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
  const { number, status, lines, carrier, trackingNumber, createdAt, packedAt, shippedAt, deliveredAt } = shipment;
  return {
    orderId,
    number,
    status,
    lines,
    ...(carrier !== undefined && { carrier }),
    ...(trackingNumber !== undefined && { trackingNumber }),
    createdAt,
    ...(packedAt !== undefined && { packedAt }),
    ...(shippedAt !== undefined && { shippedAt }),
    ...(deliveredAt !== undefined && { deliveredAt }),
  };
}
