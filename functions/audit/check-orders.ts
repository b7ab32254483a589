import * as z from "zod/mini";
import { allOrders, idInKey } from "../orders/order-keys.ts";
import { StoredOrder } from "../orders/stored-order.ts";
import { now } from "../platform/runtime/request-context.ts";
import type { StoredItem } from "../platform/table/item.ts";
import { mergePartitions, readListed } from "../platform/table/list.ts";
import type { Timestamp } from "../platform/values/time.ts";
import type { Checked } from "./checked.ts";
import { deadlineRule } from "./rules/deadline-rules.ts";
import { indexRule } from "./rules/index-rule.ts";
import { orderRules } from "./rules/order-rules.ts";
import { readable, type Violation, violationsOf } from "./rules/rule.ts";

const ORDERS_PER_STEP = 200;

/** Checks a page of orders, newest first. Each is checked alone: an order is one item, so it is read consistently. */
export async function checkOrders(after: string | undefined): Promise<Checked> {
  const page = { limit: ORDERS_PER_STEP, after };
  const { entries, next } = await mergePartitions("byList", allOrders(), page);
  const items = await readListed(entries, { isConsistent: true });
  return {
    checkedProducts: 0,
    checkedOrders: items.length,
    violations: items.flatMap((item) => violationsIn(item, now())),
    unsettled: [],
    next: next === undefined ? undefined : { phase: "orders", after: next },
  };
}

function violationsIn(item: StoredItem, now: Timestamp): Violation[] {
  const id = idInKey({ pk: String(item.pk), sk: String(item.sk) });
  const read = z.safeParse(StoredOrder, item);
  if (!read.success) return violationsOf([readable], id, read);
  const order = read.data;
  return [
    ...violationsOf(orderRules, id, order),
    ...violationsOf([indexRule], id, { order, item }),
    ...violationsOf([deadlineRule], id, { order, now }),
  ];
}
