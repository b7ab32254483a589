import * as z from "zod/mini";
import { readableText } from "../../platform/values/text.ts";
import { givenTimestamp, Timestamp } from "../../platform/values/time.ts";
import type { CarrierEvent } from "../rules/carrier-event.ts";
import { CarrierStatus, carrierEventFields, latestEventView } from "./latest-event-view.ts";

/** What a carrier tells of a shipment. */
export const NewCarrierEvent = z
  .strictObject({
    id: readableText({ longest: 100, anyNumber: true }).check(
      z.meta({ description: "The carrier's own id of the event: one that is sent again changes nothing" }),
    ),
    status: CarrierStatus,
    description: z.exactOptional(readableText({ longest: 200, anyNumber: true })),
    location: z
      .exactOptional(readableText({ longest: 100, anyNumber: true }))
      .check(z.meta({ description: "Where it happened, in the carrier's words" })),
    at: givenTimestamp("When it happened, as the carrier says: events may come late"),
  })
  .check(z.meta({ id: "NewCarrierEvent" }));
export type NewCarrierEvent = z.output<typeof NewCarrierEvent>;

export const CarrierEventView = z
  .strictObject({ id: z.string(), ...carrierEventFields, receivedAt: Timestamp })
  .check(z.meta({ id: "CarrierEvent" }));

export const CarrierEventList = z
  .strictObject({ data: z.array(CarrierEventView) })
  .check(z.meta({ id: "CarrierEventList", description: "By the carrier's own time, the oldest first" }));

export function carrierEventView(event: CarrierEvent): z.output<typeof CarrierEventView> {
  return { id: event.id, ...latestEventView(event), receivedAt: event.createdAt };
}
