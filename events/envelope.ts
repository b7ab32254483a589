import * as z from "zod/mini";

/** The bus sources, one for each slice that publishes. */
export type Source =
  | "waybill.orders"
  | "waybill.payments"
  | "waybill.shipping"
  | "waybill.returns"
  | "waybill.inventory";

/** A published event: its name on the bus (`detail-type`), what its data are, and an example of them. */
export interface EventDefinition<Type extends string, Data extends z.core.$ZodType> {
  readonly type: Type;
  readonly source: Source;
  readonly summary: string;
  /** Counted up when a consumer of the old data could not read the new ones; additions do not count. */
  readonly schemaVersion: number;
  /** The setting that has to be true for it to be published. @default none: it is always published */
  readonly requiredSetting?: "publishStockMoves";
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
  occurredAt: z.iso.datetime({ precision: 3 }),
  /** The version of the item. Ignore an event with a lower version than the last one handled. */
  sequence: z.int(),
  /** Of the request that set it off. */
  correlationId: z.string(),
  data: z.looseObject({}),
});
export type Envelope = z.output<typeof Envelope>;

/** Minor units with their currency. */
export const EventMoney = z.looseObject({ amount: z.int(), currency: z.string() });

/** So many units of a product. */
export const Line = z.looseObject({ sku: z.string(), quantity: z.int() });

/** Where a parcel goes: the only personal data in any event, because shipping needs it. */
export const EventAddress = z.looseObject({
  name: z.string(),
  line1: z.string(),
  line2: z.exactOptional(z.string()),
  city: z.string(),
  region: z.exactOptional(z.string()),
  postalCode: z.string(),
  country: z.string(),
});
