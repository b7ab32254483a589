import * as z from "zod/mini";
import { LocationId, MAIN } from "../../inventory/rules/location.ts";
import { Timestamp } from "../../platform/values/time.ts";
import { SHIPMENT_STATUSES, type Shipment, ShipmentLine } from "../rules/shipment.ts";
import { type TrackingLinks, trackingLink } from "../rules/tracking-link.ts";
import { LatestCarrierEventView, latestEventView } from "./latest-event-view.ts";

const TrackingLink = z
  .strictObject({ trackingNumber: z.string(), link: z.string() })
  .check(z.meta({ id: "TrackingLink", description: "The carrier's page about one piece of a parcel" }));
type TrackingLink = z.output<typeof TrackingLink>;

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
    trackingNumbers: z.exactOptional(z.array(z.string())),
    trackingLinks: z
      .exactOptional(z.array(TrackingLink))
      .check(z.meta({ description: "The carrier's pages about it, where the shop's settings name them" })),
    latestEvent: z.exactOptional(LatestCarrierEventView),
    createdAt: Timestamp,
    packedAt: z.exactOptional(Timestamp),
    shippedAt: z.exactOptional(Timestamp),
    sentAgainAt: z
      .exactOptional(Timestamp)
      .check(z.meta({ description: "When it was sent again after its delivery had failed, the last time" })),
    deliveryFailedAt: z
      .exactOptional(Timestamp)
      .check(z.meta({ description: "When its delivery failed first since it was sent the last time" })),
    failureReason: z.exactOptional(z.string()),
    deliveredAt: z.exactOptional(Timestamp),
    returnedAt: z.exactOptional(Timestamp),
    restockedTo: z
      .exactOptional(LocationId)
      .check(z.meta({ description: "Of one that came back: where its units are in stock again. Absent: written off" })),
  })
  .check(z.meta({ id: "Shipment" }));
export type ShipmentView = z.output<typeof ShipmentView>;

/** A shipment as its customer and the staff see it. @param templates the carriers' pages that the shop names */
export function shipmentView(orderId: string, shipment: Shipment, templates: TrackingLinks = {}): ShipmentView {
  const { number, status, location, lines, carrier, trackingNumbers, latestEvent, createdAt } = shipment;
  const links = linksOf(shipment, templates);
  return {
    orderId,
    number,
    status,
    ...(location !== MAIN && { location }),
    lines,
    ...(carrier !== undefined && { carrier }),
    ...(trackingNumbers !== undefined && { trackingNumbers }),
    ...(links.length > 0 && { trackingLinks: links }),
    ...(latestEvent && { latestEvent: latestEventView(latestEvent) }),
    createdAt,
    ...momentsOf(shipment),
  };
}

function linksOf({ carrier = "", trackingNumbers = [] }: Shipment, templates: TrackingLinks): TrackingLink[] {
  return trackingNumbers.flatMap((trackingNumber) => {
    const link = trackingLink(templates, carrier, trackingNumber);
    return link === undefined ? [] : [{ trackingNumber, link }];
  });
}

/** What happened to it since, and when. */
function momentsOf(shipment: Shipment) {
  const { packedAt, shippedAt, sentAgainAt, deliveryFailedAt, failureReason, deliveredAt, returnedAt } = shipment;
  const { restockedTo } = shipment;
  return {
    ...(packedAt !== undefined && { packedAt }),
    ...(shippedAt !== undefined && { shippedAt }),
    ...(sentAgainAt !== undefined && { sentAgainAt }),
    ...(deliveryFailedAt !== undefined && { deliveryFailedAt }),
    ...(failureReason !== undefined && { failureReason }),
    ...(deliveredAt !== undefined && { deliveredAt }),
    ...(returnedAt !== undefined && { returnedAt }),
    ...(restockedTo !== undefined && { restockedTo }),
  };
}
