import * as z from "zod/mini";
import { Sku } from "../../inventory/rules/product.ts";
import { OrderPosition } from "../../orders/rules/order-lists.ts";
import { Timestamp } from "../../platform/values/time.ts";
import { Count } from "./count-units.ts";
import { PartOfLedger } from "./part-of-ledger.ts";

/** Few enough that their counts fit into a cursor; each page reads all orders that hold stock. */
export const PRODUCTS_PER_STEP = 20;

const SeenProduct = z.exactOptional(z.string().check(z.refine((sku) => z.safeParse(Sku, sku).success)));
const SeenOrder = z.exactOptional(OrderPosition);
const SeenReservation = z.exactOptional(z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z#rsv_/)));

function haveDistinctSkus(counts: readonly Count[]): boolean {
  return new Set(counts.map(({ sku }) => sku)).size === counts.length;
}

const Counts = z.array(Count).check(z.maxLength(PRODUCTS_PER_STEP), z.refine(haveDistinctSkus));

/**
 * The next step of an audit: pages of products, each with its ledgers and a count over the reservations and the orders
 * that hold stock, then all orders.
 */
export const Position = z.discriminatedUnion("phase", [
  z.strictObject({ phase: z.literal("products"), after: SeenProduct }),
  z.strictObject({
    phase: z.literal("ledgers"),
    page: z.array(Sku).check(z.maxLength(PRODUCTS_PER_STEP)),
    /** Of the page, those whose ledgers are not read to their end. */
    skus: z.array(Sku).check(z.maxLength(PRODUCTS_PER_STEP)),
    /** Of the first of these, what is read already. */
    part: z.exactOptional(PartOfLedger),
    /** The last product of the page; absent on the last page. */
    products: SeenProduct,
  }),
  z.strictObject({
    phase: z.literal("reservations"),
    counts: Counts,
    /** When the first was read. */
    since: z.exactOptional(Timestamp),
    /** The last reservation that was counted. */
    after: SeenReservation,
    /** The last product of the page; absent on the last page. */
    products: SeenProduct,
  }),
  z.strictObject({
    phase: z.literal("reserved"),
    counts: Counts,
    /** When the first reservation was read; absent where none was. */
    since: z.exactOptional(Timestamp),
    /** The last order that was counted. */
    after: SeenOrder,
    /** The last product of the page; absent on the last page. */
    products: SeenProduct,
  }),
  z.strictObject({ phase: z.literal("orders"), after: SeenOrder }),
]);
export type Position = z.output<typeof Position>;
export type CountingReservations = Extract<Position, { phase: "reservations" }>;
export type Counting = Extract<Position, { phase: "reserved" }>;
export type ReadingLedgers = Extract<Position, { phase: "ledgers" }>;
