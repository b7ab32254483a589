import * as z from "zod/mini";
import { defineEvent, Line } from "./envelope.ts";

export const reservationExpired = defineEvent({
  type: "ReservationExpired",
  source: "waybill.inventory",
  summary: "Nobody used a reservation in time; its units are available again.",
  schemaVersion: 1,
  data: z.looseObject({ reservationId: z.string(), reference: z.exactOptional(z.string()), lines: z.array(Line) }),
  example: {
    reservationId: "rsv_3k9x2v7m4c8q1w6t5r0p3n8b7h2j4d6f",
    reference: "cart 4711",
    lines: [{ sku: "MUG-BLUE-350", quantity: 2 }],
  },
});
