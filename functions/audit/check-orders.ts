import * as z from "zod/mini";
import { allOrders, idInKey } from "../orders/order-keys.ts";
import { StoredOrder } from "../orders/stored-order.ts";
import { now } from "../platform/runtime/request-context.ts";
import type { StoredItem } from "../platform/table/item.ts";
import { mergePartitions, readListed } from "../platform/table/list.ts";
import type { Timestamp } from "../platform/values/time.ts";
import type { Checked } from "./checked.ts";
import { listNotices, type Notice } from "./list-notices.ts";
import { listRefused, type RefusedInstruction } from "./list-refused.ts";
import { deadlineRule } from "./rules/deadline-rules.ts";
import { indexRule } from "./rules/index-rule.ts";
import { hasPrice, orderRules } from "./rules/order-rules.ts";
import { readable, type Violation, violationsOf } from "./rules/rule.ts";

const ORDERS_PER_STEP = 200;

/** Checks a page of orders, newest first. Each is checked alone: an order is one item, so it is read consistently. */
export async function checkOrders(after: string | undefined): Promise<Checked> {
  const page = { limit: ORDERS_PER_STEP, after };
  const { entries, next } = await mergePartitions("byList", allOrders(), page);
  const checked = (await readListed(entries, { isConsistent: true })).map((item) => checkOrder(item, now()));
  return {
    checkedProducts: 0,
    checkedOrders: checked.length,
    violations: checked.flatMap(({ violations }) => violations),
    refused: checked.flatMap(({ refused }) => refused),
    notices: checked.flatMap(({ notices }) => notices),
    unsettled: [],
    next: next === undefined ? undefined : { phase: "orders", after: next },
  };
}

interface OrderResult {
  readonly violations: readonly Violation[];
  readonly refused: readonly RefusedInstruction[];
  readonly notices: readonly Notice[];
}

function checkOrder(item: StoredItem, now: Timestamp): OrderResult {
  const id = idInKey({ pk: String(item.pk), sk: String(item.sk) });
  const read = z.safeParse(StoredOrder, item);
  if (!read.success) return { violations: violationsOf([readable], id, read), refused: [], notices: [] };
  const order = read.data;
  const violations = [
    ...violationsOf(orderRules, id, order),
    ...(hasPrice(order) ? violationsOf([indexRule], id, { order, item }) : []),
    ...(hasPrice(order) ? violationsOf([deadlineRule], id, { order, now }) : []),
  ];
  return { violations, refused: listRefused(order), notices: listNotices(order) };
}
