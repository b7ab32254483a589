import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

/** List prices in dollars, without free tiers and discounts. */
const Prices = z.object({
  region: z.string(),
  asOf: z.string(),
  currency: z.literal("USD"),
  sources: z.record(z.string(), z.url()),
  perMillion: z.object({
    writeUnits: z.number(),
    readUnits: z.number(),
    /** Reads of the table's stream by Lambda. */
    streamReads: z.number(),
    /** Published events, of 64 KB each. */
    events: z.number(),
    gatewayRequests: z.number(),
    invocations: z.number(),
    /** Requests of the queue, of 64 KB each. */
    queueRequests: z.number(),
  }),
  perGigabyteSecond: z.object({ lambdaArm: z.number() }),
  perGigabyte: z.object({ logIngestion: z.number() }),
});
export type Prices = z.infer<typeof Prices>;

/** The price file in use: a new month or region is a new file. */
export const priceFile = "bench/prices/2026-11-us-east-1.json";

export function readPrices(): Prices {
  return Prices.parse(JSON.parse(readFileSync(join(import.meta.dirname, "../..", priceFile), "utf8")));
}
