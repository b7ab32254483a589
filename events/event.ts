import * as z from "zod/mini";
import { Timestamp } from "../functions/platform/values/time.ts";

/** The bus sources, one for each slice that publishes. */
export type Source = "waybill.orders" | "waybill.payments" | "waybill.shipping" | "waybill.inventory";

/** A published event: its name on the bus (`detail-type`), what its data are, and an example of them. */
export interface EventDefinition<Type extends string, Data extends z.core.$ZodType> {
  readonly type: Type;
  readonly source: Source;
  readonly summary: string;
  /** Counted up when a consumer of the old data could not read the new ones; additions do not count. */
  readonly schemaVersion: number;
  readonly data: Data;
  readonly example: z.core.output<Data>;
}

/** Declares a published event. */
export function defineEvent<const Type extends string, Data extends z.core.$ZodType>(
  definition: EventDefinition<Type, Data>,
): EventDefinition<Type, Data> {
  return definition;
}

/** What every event's detail has around its data. Read leniently: fields may be added at any time. */
export const Envelope = z.looseObject({
  schemaVersion: z.int(),
  /** The same each time the event is delivered: what a consumer deduplicates by. */
  id: z.string(),
  type: z.string(),
  occurredAt: Timestamp,
  /** The version of the item that the event is about: a lower one than was seen is old news. */
  sequence: z.int(),
  /** Of the request that set it off. */
  correlationId: z.string(),
  data: z.looseObject({}),
});
export type Envelope = z.output<typeof Envelope>;
