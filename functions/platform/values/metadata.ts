import * as z from "zod/mini";
import { hasNoCardNumber, looksLikeCardNumber, readableText } from "./text.ts";

const MAX_ENTRIES = 20;
const MAX_BYTES = 2_048;

const KEY = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,39}$/;
const KEY_RULE = "must have a key of 1 to 40 letters, digits and _ . : -, starting with a letter or digit";

/** What a shop stores with an order or a product for itself: Waybill keeps and shows it, and never reads it. */
export const Metadata = z
  .record(z.string().check(z.regex(KEY)), readableText({ longest: MAX_BYTES, multiline: true, mayBeEmpty: true }), {
    error: ({ code }) => (code === "invalid_key" ? KEY_RULE : "must be an object"),
  })
  .check(
    z.refine((metadata) => Object.keys(metadata).length <= MAX_ENTRIES, `must have at most ${MAX_ENTRIES} entries`),
    z.refine((metadata) => byteLength(metadata) <= MAX_BYTES, `must have at most ${MAX_BYTES} bytes in all its texts`),
    z.refine((metadata) => Object.keys(metadata).every(hasNoCardNumber), looksLikeCardNumber),
    z.meta({
      id: "Metadata",
      description: `At most ${MAX_ENTRIES} texts by name, ${MAX_BYTES} bytes of UTF-8 together, names included`,
      maxProperties: MAX_ENTRIES,
      examples: [{ channel: "marketplace", campaign: "autumn" }],
    }),
  );

function byteLength(metadata: Readonly<Record<string, string>>): number {
  return Object.entries(metadata).reduce((sum, [key, value]) => sum + Buffer.byteLength(key + value), 0);
}
