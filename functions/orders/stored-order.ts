import { isDeepStrictEqual } from "node:util";
import * as z from "zod/mini";
import { DuePosition, duePartition, duePosition, timeOf } from "../platform/table/due-index.ts";
import type { StoredItem } from "../platform/table/item.ts";
import { shardOf } from "../platform/table/shards.ts";
import { Timestamp } from "../platform/values/time.ts";
import { idInKey, listPartition, orderKey } from "./order-keys.ts";
import { dueAt } from "./rules/due.ts";
import { OrderLine } from "./rules/line.ts";
import { Order, OrderId } from "./rules/order.ts";
import { listOf, OrderPosition, orderPosition } from "./rules/order-lists.ts";
import { numberedSymbols } from "./rules/order-number.ts";
import { Attempt, Instruction, Payment } from "./rules/payment.ts";
import { PendingEffect } from "./rules/pending-effect.ts";
import { Receipt, ReceivedLine, Return } from "./rules/return.ts";
import { Shipment } from "./rules/shipment.ts";

/** The attribute `type` of an order's item. */
export const orderType = "order";

/** Without `dueAt` where the order's own is the same. */
const StoredEffect = z.extend(PendingEffect, { dueAt: z.exactOptional(Timestamp) });

/**
 * An order as its item holds it. Keys, and what is in an index, are stored once; what is as most orders have it is not
 * stored: the schema has it as a default, or `orderIn` takes it from another attribute.
 */
const OrderItem = z.extend(z.omit(Order, { id: true, createdAt: true }), {
  pk: z.string().check(z.regex(/^ORDER#[0-9a-hjkmnp-tv-z]{12}$/)),
  sk: z.string().check(z.regex(/^[0-9a-hjkmnp-tv-z]{20}$/)),
  type: z.literal(orderType),
  list: z.exactOptional(z.string()),
  position: OrderPosition,
  due: z.exactOptional(z.string()),
  dueAt: z.exactOptional(DuePosition),
  updatedAt: z.exactOptional(Timestamp),
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
  const { pk, sk, type: _type, list: _list, position, due: _due, dueAt, pending, ...rest } = item;
  const createdAt = timeOf(position);
  const updatedAt = item.updatedAt ?? createdAt;
  return {
    ...rest,
    id: OrderId.parse(idInKey({ pk, sk })),
    createdAt,
    updatedAt,
    ...(pending && dueAt !== undefined && { pending: { since: updatedAt, dueAt: timeOf(dueAt), ...pending } }),
  };
}

/** An order's item, without what `orderIn` puts back. One that nothing is due of is not in the due index. */
export function toItem(order: Order) {
  const { id, createdAt, updatedAt, lines, shipments, payment, returns, pending, ...attributes } = order;
  const shard = shardOf(id);
  const due = dueAt(order);
  return {
    ...withoutDefaults(Order, attributes),
    ...orderKey(id),
    type: orderType,
    list: listPartition(listOf(order.status), shard),
    position: orderPosition(order),
    ...(updatedAt !== createdAt && { updatedAt }),
    lines: lines.map((line) => withoutDefaults(OrderLine, line)),
    ...(shipments.length > 0 && { shipments: shipments.map((one) => withoutDefaults(Shipment, one)) }),
    payment: {
      ...withoutDefaults(Payment, payment),
      ...(payment.attempts.length > 0 && { attempts: payment.attempts.map((one) => withoutDefaults(Attempt, one)) }),
      ...(payment.instructions.length > 0 && {
        instructions: payment.instructions.map((one) => withoutDefaults(Instruction, one)),
      }),
    },
    ...(returns.length > 0 && { returns: returns.map(storedReturn) }),
    ...(pending && { pending: storedEffect(pending, updatedAt, due) }),
    ...(due !== undefined && {
      due: duePartition(orderType, shard),
      dueAt: duePosition(due, numberedSymbols(id)),
    }),
  };
}

function storedEffect(
  { dueAt: at, since, ...effect }: PendingEffect,
  updatedAt: Timestamp,
  due: Timestamp | undefined,
) {
  return {
    ...withoutDefaults(PendingEffect, effect),
    ...(since !== undefined && since !== updatedAt && { since }),
    ...(at !== due && { dueAt: at }),
  };
}

function storedReturn(one: Return): StoredItem {
  const receipts = one.receipts.map((receipt) => ({
    ...withoutDefaults(Receipt, receipt),
    lines: receipt.lines.map((line) => withoutDefaults(ReceivedLine, line)),
  }));
  return { ...withoutDefaults(Return, one), ...(receipts.length > 0 && { receipts }) };
}

/** The object without the attributes that are as the schema has them where they are absent. */
function withoutDefaults(schema: { readonly shape: object }, object: StoredItem): StoredItem {
  const shape = new Map<string, unknown>(Object.entries(schema.shape));
  const isStored = ([name, value]: [string, unknown]) => {
    const type = shape.get(name);
    return !(type instanceof z.ZodMiniDefault && isDeepStrictEqual(value, type.def.defaultValue));
  };
  return Object.fromEntries(Object.entries(object).filter(isStored));
}
