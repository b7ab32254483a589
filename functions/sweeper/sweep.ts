import pLimit from "p-limit";
import { dueOrders, loadOrder } from "../orders/order-table.ts";
import { resumeOrder } from "../orders/resume-order.ts";
import type { OrderId } from "../orders/rules/order.ts";
import type { PendingEffect } from "../orders/rules/pending-effect.ts";
import { log, reasonOf } from "../platform/runtime/logging.ts";
import { now, timeLeft } from "../platform/runtime/request-context.ts";
import type { Timestamp } from "../platform/values/time.ts";
import { type DueEffects, summarize } from "./sweep-metrics.ts";

/** So many orders at once: most of them wait for a provider. */
const MAX_CONCURRENT = 10;
/** So many may wait for their turn before no more are read. */
const MAX_WAITING = 100;
/** An order that is begun later than this before the end might not be finished. */
const MIN_TIME_LEFT_MS = 15_000;

export interface Swept extends DueEffects {
  readonly resumed: number;
  readonly failed: readonly OrderId[];
}

/** Resumes every order that was due before this moment. One that fails holds up none of the others. */
export async function sweep(dueBefore: Timestamp): Promise<Swept> {
  const limit = pLimit(MAX_CONCURRENT);
  const failed: OrderId[] = [];
  const due: PendingEffect[] = [];
  const running: Promise<boolean>[] = [];
  for await (const id of dueOrders(dueBefore)) {
    running.push(limit(() => resume(id, failed, due)));
    if (limit.pendingCount >= MAX_WAITING) await Promise.all(running);
    if (timeLeft() < MIN_TIME_LEFT_MS) break;
  }
  const done = await Promise.all(running);
  return { resumed: done.filter(Boolean).length, failed, ...summarize(due, now()) };
}

async function resume(id: OrderId, failed: OrderId[], due: PendingEffect[]): Promise<boolean> {
  if (timeLeft() < MIN_TIME_LEFT_MS) return false;
  try {
    const order = await loadOrder(id);
    if (order?.pending) due.push(order.pending);
    if (order) await resumeOrder(order, { ships: true });
    return true;
  } catch (error) {
    log.error("could not resume an order", { orderId: id, error: error instanceof Error ? error : reasonOf(error) });
    failed.push(id);
    return false;
  }
}
