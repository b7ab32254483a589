import * as z from "zod/mini";
import { Timestamp } from "../../platform/values/time.ts";

/** Work for an order that only `resumeOrder` carries out, after it was claimed in the order. */
export const EFFECTS = ["AUTHORIZE", "SHIP", "CAPTURE", "VOID", "REFUND", "REFRESH"] as const;
export type Effect = (typeof EFFECTS)[number];

export const PendingEffect = z.looseObject({
  effect: z.enum(EFFECTS),
  /** For AUTHORIZE: the attempt that is to be authorized. */
  attempt: z.exactOptional(z.int()),
  /** For CAPTURE, VOID and REFUND: the instruction that is carried out. */
  instruction: z.exactOptional(z.int()),
  /** When it was claimed; postponing does not change it. */
  since: z.exactOptional(Timestamp),
  /** From then on the sweeper resumes it. */
  dueAt: Timestamp,
  /** Tries so far. */
  tries: z._default(z.int(), 0),
});
export type PendingEffect = z.output<typeof PendingEffect>;
