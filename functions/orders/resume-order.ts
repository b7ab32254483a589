import { log } from "../platform/runtime/logging.ts";
import { timeLeft } from "../platform/runtime/request-context.ts";
import { isProblem, unavailable } from "../platform/values/problems.ts";
import { loadProvider } from "../providers/load-provider.ts";
import type { NextAction } from "../providers/payment-provider.ts";
import { automatic } from "./change-context.ts";
import { authorizePayment } from "./effects/authorize-payment.ts";
import { capturePayment } from "./effects/capture-payment.ts";
import type { Outcome } from "./effects/outcome.ts";
import { refreshPayment } from "./effects/refresh-payment.ts";
import { refundPayment } from "./effects/refund-payment.ts";
import { voidPayment } from "./effects/void-payment.ts";
import { loadOrder, OrderChangedError } from "./order-table.ts";
import { afterDue } from "./rules/due.ts";
import type { Order } from "./rules/order.ts";
import { paymentStatus } from "./rules/payment-status.ts";
import type { PendingEffect } from "./rules/pending-effect.ts";
import { addShipments } from "./rules/shipment-transitions.ts";
import { writeOrder } from "./write-order.ts";

/** More steps than any order has, with all its captures and refunds: a mistake ends in an error instead of an endless loop. */
const MAX_STEPS = 100;

/** After so many steps, a look that is asked for again waits for the sweeper. */
const STEPS_UNTIL_REFRESH_WAITS = 12;

/** No further step is begun with less time left: the sweeper goes on. */
const MIN_TIME_LEFT_MS = 5_000;

export interface Resumed {
  readonly order: Order;
  /** What the customer has to do before the payment can be authorized. */
  readonly nextAction?: NextAction;
}

export interface Resuming {
  /** Whether to carry out SHIP. Requests leave it to the consumer of OrderPlaced; the consumer and the sweeper do it. */
  readonly ships: boolean;
}

/**
 * The only code that has the payment provider carry effects out: performs the pending effect and records the outcome, step
 * by step, until nothing is pending, the effect has to wait, or time is up. The request that claimed an effect, its retry, a
 * racing duplicate, a redelivered message and the sweeper all call it, any number of times concurrently, and all end in the
 * same state.
 */
export async function resumeOrder(read: Order, { ships }: Resuming = { ships: false }): Promise<Resumed> {
  let order = read;
  for (let step = 0; step < MAX_STEPS; step++) {
    const outcome = await nextOutcome(order, ships);
    if (!outcome) return { order };
    const recorded = await record(order, outcome);
    if (recorded && (outcome.waits || outcome.nextAction)) return { ...outcome, order: recorded };
    order = recorded ?? (await reload(order));
    if (isLeftToSweeper(order, step + 1)) return { order };
  }
  throw new Error(`The order ${read.id} still had a pending effect after ${MAX_STEPS} steps.`);
}

/** Whether time is up, or the provider's webhooks ask for a look again and again. */
function isLeftToSweeper({ pending }: Order, steps: number): boolean {
  return timeLeft() < MIN_TIME_LEFT_MS || (steps >= STEPS_UNTIL_REFRESH_WAITS && pending?.effect === "REFRESH");
}

/** What time has brought, then the pending effect; undefined where nothing is left to do here. */
async function nextOutcome(order: Order, ships: boolean): Promise<Outcome | undefined> {
  const due = afterDue(order, automatic());
  if (due !== order) return { order: due };
  const { pending } = order;
  return !pending || (pending.effect === "SHIP" && !ships) ? undefined : carryOut(order, pending);
}

/**
 * For a request whose change is stored: resumes the order as far as possible now. Where the table is too busy, the
 * answer is the order as it is, and a retry or the sweeper does the rest.
 */
export async function resumeAsFarAsPossible(order: Order): Promise<Resumed> {
  try {
    return await resumeOrder(order);
  } catch (error) {
    if (!isProblem(error, unavailable)) throw error;
    log.warn("order left to the sweeper", { orderId: order.id, effect: order.pending?.effect });
    return { order };
  }
}

async function carryOut(order: Order, pending: PendingEffect): Promise<Outcome> {
  const { effect } = pending;
  if (effect === "SHIP") return { order: addShipments(order, automatic()) };
  return WITH_PROVIDER[effect](order, pending, await loadProvider(order.payment.provider), automatic);
}

const WITH_PROVIDER = {
  AUTHORIZE: authorizePayment,
  CAPTURE: capturePayment,
  VOID: voidPayment,
  REFUND: refundPayment,
  REFRESH: refreshPayment,
} as const;

/** Stores the outcome; undefined after a conflict with another write. */
async function record(before: Order, { order }: Outcome): Promise<Order | undefined> {
  if (order === before) return order;
  try {
    await writeOrder(before, order);
  } catch (error) {
    if (isChangedByAnother(error)) return undefined;
    throw error;
  }
  const { id, status, failure } = order;
  log.result("order step", {
    orderId: id,
    effect: before.pending?.effect,
    order: status,
    payment: paymentStatus(order),
    reason: failure?.reason,
  });
  return order;
}

function isChangedByAnother(error: unknown): boolean {
  return error instanceof OrderChangedError;
}

async function reload({ id }: Order): Promise<Order> {
  const order = await loadOrder(id);
  if (!order) throw new Error(`The order ${id} does not exist any more.`);
  return order;
}
