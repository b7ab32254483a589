import * as z from "zod/mini";
import { Timestamp } from "../../platform/values/time.ts";

/** What is done for an order outside of its item: claimed in the order first, then carried out by `resumeOrder`. */
export const EFFECTS = ["AUTHORIZE", "SHIP", "CAPTURE", "VOID"] as const;
export type Effect = (typeof EFFECTS)[number];

export const PendingEffect = z.looseObject({
  effect: z.enum(EFFECTS),
  /** New with each decision, and kept however often the effect is tried: a part of the provider's idempotency key. */
  id: z.string(),
  /** When it was claimed; it stays, however often the effect is postponed. Orders of an older version have none. */
  since: z.exactOptional(Timestamp),
  /** When the sweeper carries it on, unless somebody has finished it before. */
  dueAt: Timestamp,
  /** How often it was tried without coming to an end. */
  tries: z.int(),
  /** For CAPTURE: the shipment that goes out once the money is there, and how. */
  dispatch: z.exactOptional(z.looseObject({ number: z.int(), carrier: z.string(), trackingNumber: z.string() })),
});
export type PendingEffect = z.output<typeof PendingEffect>;
