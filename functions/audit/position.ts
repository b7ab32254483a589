import * as z from "zod/mini";
import { Count } from "./open-units.ts";

const Seen = z.exactOptional(z.string());

/** Where an audit goes on: products first, each page of them against all live orders, then all orders. */
export const Position = z.discriminatedUnion("phase", [
  z.strictObject({ phase: z.literal("products"), after: Seen }),
  z.strictObject({
    phase: z.literal("reserved"),
    counts: z.array(Count),
    /** The last order that was counted. */
    after: Seen,
    /** The last product of the page; absent on the last page. */
    products: Seen,
  }),
  z.strictObject({ phase: z.literal("orders"), after: Seen }),
]);
export type Position = z.output<typeof Position>;
export type Counting = Extract<Position, { phase: "reserved" }>;
