import * as z from "zod/mini";
import { Timestamp } from "../../platform/values/time.ts";

/** Work outside of the table for an order: claimed in the order first, then carried out by `resumeOrder`. */
export const EFFECTS = ["AUTHORIZE", "SHIP", "CAPTURE", "VOID"] as const;
export type Effect = (typeof EFFECTS)[number];

export const PendingEffect = z.looseObject({
  effect: z.enum(EFFECTS),
  /** The same for every attempt: part of the provider's idempotency key. */
  id: z.string(),
  /** When it was claimed; postponing does not change it. Orders of older versions have none. */
  since: z.exactOptional(Timestamp),
  /** From then on the sweeper resumes it. */
  dueAt: Timestamp,
  /** Attempts so far. */
  tries: z.int(),
  /** For CAPTURE: the shipment to be dispatched, and how. */
  dispatch: z.exactOptional(z.looseObject({ number: z.int(), carrier: z.string(), trackingNumber: z.string() })),
});
export type PendingEffect = z.output<typeof PendingEffect>;
