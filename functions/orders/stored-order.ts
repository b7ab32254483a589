import { isDeepStrictEqual } from "node:util";
import * as z from "zod/mini";
import { DuePosition, duePartition, duePosition, timeOf } from "../platform/table/due-index.ts";
import type { StoredItem } from "../platform/table/item.ts";
import { Money } from "../platform/values/money.ts";
import { stored } from "../platform/values/stored.ts";
import { Timestamp } from "../platform/values/time.ts";
import { idInKey, listPartition, orderKey, shardOf } from "./order-keys.ts";
import { Order, OrderId } from "./rules/order.ts";
import { listOf, OrderPosition, orderPosition } from "./rules/order-lists.ts";
import { numberedSymbols } from "./rules/order-number.ts";
import { Payment } from "./rules/payment.ts";
import { PendingEffect } from "./rules/pending-effect.ts";

const StoredPayment = z.extend(Payment, {
  amount: z.exactOptional(stored(Money)),
  captured: z._default(z.int(), 0),
  refunded: z._default(z.int(), 0),
});

const StoredEffect = z.extend(z.omit(PendingEffect, { dueAt: true }), {
  since: z.exactOptional(Timestamp),
  tries: z._default(z.int(), 0),
});

/**
 * An order as its item holds it. Keys, and what is in an index, are stored once; what is as most orders have it is not
 * stored: the schema has it as a default, or `orderIn` takes it from another attribute.
 */
const OrderItem = z.extend(z.omit(Order, { id: true, createdAt: true }), {
  pk: z.string().check(z.regex(/^ORDER#[0-9a-hjkmnp-tv-z]{12}$/)),
  sk: z.string().check(z.regex(/^[0-9a-hjkmnp-tv-z]{20}$/)),
  type: z.literal("order"),
  list: z.exactOptional(z.string()),
  position: OrderPosition,
  due: z.exactOptional(z.string()),
  dueAt: z.exactOptional(DuePosition),
  updatedAt: z.exactOptional(Timestamp),
  payment: StoredPayment,
  shipments: z._default(Order.shape.shipments, []),
  pending: z.exactOptional(StoredEffect),
});

/** The schema of an order's item, parsed to the order. Unknown attributes are kept. */
export const StoredOrder = z.pipe(
  OrderItem.check(
    z.refine(({ pending, dueAt }) => !pending || dueAt !== undefined, { error: "is missing", path: ["dueAt"] }),
  ),
  z.transform(orderIn),
);

export function parseOrder(item: StoredItem): Order {
  return z.parse(StoredOrder, item);
}

function orderIn(item: z.output<typeof OrderItem>): Order {
  const { pk, sk, type: _type, list: _list, position, due: _due, dueAt, payment, pending, ...rest } = item;
  const createdAt = timeOf(position);
  const updatedAt = item.updatedAt ?? createdAt;
  return {
    ...rest,
    id: OrderId.parse(idInKey({ pk, sk })),
    createdAt,
    updatedAt,
    payment: { amount: item.total, ...payment },
    ...(pending && dueAt !== undefined && { pending: { since: updatedAt, ...pending, dueAt: timeOf(dueAt) } }),
  };
}

/** An order's item, without what `orderIn` puts back. One with nothing pending is not in the due index. */
export function toItem(order: Order) {
  const { id, createdAt, updatedAt, payment, shipments, pending, ...attributes } = order;
  const shard = shardOf(id);
  return {
    ...attributes,
    ...orderKey(id),
    type: "order",
    list: listPartition(listOf(order.status), shard),
    position: orderPosition(order),
    ...(updatedAt !== createdAt && { updatedAt }),
    payment: without(payment, { amount: order.total, captured: 0, refunded: 0 }),
    ...(shipments.length > 0 && { shipments }),
    ...(pending && {
      pending: withoutDueAt(without(pending, { since: updatedAt, tries: 0 })),
      due: duePartition("order", shard),
      dueAt: duePosition(pending.dueAt, numberedSymbols(id)),
    }),
  };
}

/** The object without the attributes that have the values which are not stored. */
function without(object: StoredItem, notStored: StoredItem): StoredItem {
  const isStored = ([name, value]: [string, unknown]) =>
    !(name in notStored && isDeepStrictEqual(value, notStored[name]));
  return Object.fromEntries(Object.entries(object).filter(isStored));
}

function withoutDueAt({ dueAt: _, ...effect }: StoredItem): StoredItem {
  return effect;
}
