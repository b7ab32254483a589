import * as z from "zod/mini";
import { type Delete, isAbsent, type Put } from "../platform/table/conditional-write.ts";
import type { Key } from "../platform/table/item.ts";
import { queryItems, queryPartition } from "../platform/table/read.ts";
import type { Timestamp } from "../platform/values/time.ts";
import { firstVersion, versioned } from "../platform/values/version.ts";
import { Sku } from "./rules/product.ts";
import { stockKey } from "./stock-table.ts";

/** A place in a product's queue: an order that waits for units of it. */
export const Backorder = z.looseObject({ ...versioned, sku: Sku, orderId: z.string() });
export type Backorder = z.output<typeof Backorder>;

export const backorderType = "backorder";
const QUEUE = "BACKORDER#";

/** Who waits, and since when: the time at which the order was placed. */
export interface QueuePlace {
  readonly sku: Sku;
  readonly orderId: string;
  readonly placedAt: Timestamp;
}

/** First come, first served: sorted by the time at which the order was placed. */
function backorderKey({ sku, orderId, placedAt }: QueuePlace): Key {
  return { pk: stockKey(sku).pk, sk: `${QUEUE}${placedAt}#${orderId}` };
}

/** An order begins to wait for a product. */
export function joinQueue(place: QueuePlace): Put {
  const { sku, orderId, placedAt } = place;
  return {
    kind: "put",
    name: "joinQueue",
    item: { ...firstVersion(placedAt), sku, orderId, ...backorderKey(place), type: backorderType },
    condition: isAbsent,
    conflictError: () => new Error(`The order ${orderId} waits for ${sku} already.`),
  };
}

/** An order waits for a product no longer. */
export function leaveQueue(place: QueuePlace): Delete {
  return {
    kind: "delete",
    name: "leaveQueue",
    key: backorderKey(place),
    condition: { expression: "attribute_exists(pk)" },
    conflictError: () => new Error(`The order ${place.orderId} does not wait for ${place.sku}.`),
  };
}

/** The first orders that wait for a product (one consistent read). */
export async function firstInQueue(sku: Sku, limit: number): Promise<Backorder[]> {
  const query = { pk: stockKey(sku).pk, prefix: QUEUE, direction: "ascending", limit } as const;
  return (await queryItems(query)).map((item) => z.parse(Backorder, item));
}

/** How many orders wait for a product, as its queue says (consistent reads). */
export async function queueLength(sku: Sku): Promise<number> {
  let length = 0;
  for await (const _ of queryPartition(stockKey(sku).pk, { prefix: QUEUE })) length++;
  return length;
}
