import { releaseStock, shipStock } from "../inventory/stock-table.ts";
import { log } from "../platform/runtime/logging.ts";
import { now } from "../platform/runtime/request-context.ts";
import { write } from "../platform/table/write.ts";
import { isProblem, unavailable } from "../platform/values/problems.ts";
import { loadProvider } from "../providers/load-provider.ts";
import { authorizePayment } from "./effects/authorize-payment.ts";
import { capturePayment } from "./effects/capture-payment.ts";
import type { Outcome } from "./effects/outcome.ts";
import { voidPayment } from "./effects/void-payment.ts";
import { loadOrder, OrderChangedError, replaceOrder } from "./order-table.ts";
import type { Order } from "./rules/order.ts";
import type { PendingEffect } from "./rules/pending-effect.ts";
import { addShipment } from "./rules/shipment-transitions.ts";
import { timing } from "./timing-settings.ts";

/** No order has that many steps ahead of it; a bound, so that a mistake ends in an error instead of a loop. */
const MAX_STEPS = 12;

export interface Resuming {
  /** Whether to make the shipment too. Requests leave it to the consumer of OrderPlaced; consumer and sweeper do it. */
  readonly ships: boolean;
}

/**
 * The only code that carries effects out: does what is pending for an order and records it, step by step, until
 * nothing is pending or it has to wait. The request that claimed an effect, its retry, a racing duplicate, a queue's
 * redelivery and the sweeper all call it, any number of times at once, and all end in the same state.
 */
export async function resumeOrder(read: Order, { ships }: Resuming = { ships: false }): Promise<Order> {
  let order = read;
  for (let step = 0; step < MAX_STEPS; step++) {
    const { pending } = order;
    if (!pending || (pending.effect === "SHIP" && !ships)) return order;
    const outcome = await carryOut(order, pending);
    const recorded = await record(order, outcome);
    if (recorded && outcome.waits) return recorded;
    order = recorded ?? (await reload(order));
  }
  throw new Error(`The order ${read.id} did not come to rest in ${MAX_STEPS} steps.`);
}

/**
 * For a request whose own change stands already: carries the order on as far as it goes now. Where the table gets too
 * busy on the way, the answer is the order as it stands, and a retry or the sweeper does the rest.
 */
export async function resumeAsFarAsPossible(order: Order): Promise<Order> {
  try {
    return await resumeOrder(order);
  } catch (error) {
    if (!isProblem(error, unavailable)) throw error;
    log.warn("left an order to the sweeper", { orderId: order.id, effect: order.pending?.effect });
    return order;
  }
}

async function carryOut(order: Order, pending: PendingEffect): Promise<Outcome> {
  const { effect } = pending;
  if (effect === "SHIP") return { order: addShipment(order, now()) };
  return WITH_PROVIDER[effect](order, pending, await loadProvider(order.payment.provider), timing());
}

const WITH_PROVIDER = { AUTHORIZE: authorizePayment, CAPTURE: capturePayment, VOID: voidPayment } as const;

/** Stores the outcome; undefined where somebody else has changed the order meanwhile. */
async function record(before: Order, { order, releases, ships }: Outcome): Promise<Order | undefined> {
  if (order === before) return order;
  const stock = releases ? before.lines.map(releaseStock) : ships ? shippedLines(before, order).map(shipStock) : [];
  try {
    await write([replaceOrder(order), ...stock]);
  } catch (error) {
    if (isChangedByAnother(error)) return undefined;
    throw error;
  }
  const { id, status, failure, payment } = order;
  log.info("order step", {
    orderId: id,
    effect: before.pending?.effect,
    status,
    payment: payment.status,
    reason: failure?.reason,
  });
  return order;
}

function isChangedByAnother(error: unknown): boolean {
  return error instanceof OrderChangedError;
}

function shippedLines(before: Order, after: Order) {
  return after.lines.filter((line, index) => line.status === "SHIPPED" && before.lines[index]?.status === "RESERVED");
}

async function reload({ id }: Order): Promise<Order> {
  const order = await loadOrder(id);
  if (!order) throw new Error(`The order ${id} has vanished.`);
  return order;
}
