import { orderStates } from "../../../functions/orders/rules/order.ts";
import { shipmentStates } from "../../../functions/orders/rules/shipment.ts";
import type { Guard, Guards } from "./guards.ts";
import { paymentStates } from "./payment-states.ts";
import { beforeAuthorizeBy } from "./time.ts";
import { type Copy, IDLE, type Order, type Stock, type Worker, type World } from "./world.ts";

/** The worker that takes a step: a function by its index, or the API. */
export type Slot = number | "api";

export function put(world: World, slot: Slot, worker: Worker): World {
  if (slot === "api") return { ...world, api: worker };
  return { ...world, workers: world.workers.map((one, index) => (index === slot ? worker : one)) };
}

/** Reads the order to resume what is pending. */
export function read(world: World, guards: Guards, slot: Slot): World {
  const { order } = world;
  if (!order || order.pending === "NONE") return put(world, slot, IDLE);
  const beforeDeadline = !guards.has("authorize: the clock is read right before the call") && beforeAuthorizeBy(world);
  return put(world, slot, { at: "read", beforeDeadline, order, fresh: true });
}

export interface OrderWrite {
  /** The guard of the condition on the version read; without a name it is always active. */
  readonly onlyIfFresh?: Guard;
  readonly changes: Partial<Order>;
  /** The change of the stock, and the guard that puts it into the same transaction. */
  readonly stock?: Stock;
  readonly inOneTransaction?: Guard;
  /** Whether the state machines are checked. */
  readonly checksStates?: boolean;
  /** The writer stops here; the sweeper resumes. */
  readonly waits?: boolean;
}

/** Replaces the order by the next version of the writer's copy; the writer then resumes what is pending. */
export function replaceOrder(world: World, guards: Guards, slot: Slot, copy: Copy, write: OrderWrite): World {
  const { onlyIfFresh, changes, stock, inOneTransaction, checksStates = true, waits = false } = write;
  if (!copy.fresh && (!onlyIfFresh || guards.has(onlyIfFresh))) return read(world, guards, slot);
  if (checksStates && invalidTransition(copy.order, changes) !== undefined) return put(world, slot, IDLE);
  const written = store(world, { ...copy.order, ...changes });
  if (stock && inOneTransaction && !guards.has(inOneTransaction)) return put(written, slot, { at: "owesStock", stock });
  const moved = stock ? moveStock(written, stock) : written;
  return waits ? put(moved, slot, IDLE) : read(moved, guards, slot);
}

/** Stores the order; earlier copies are no longer fresh. */
export function store(world: World, order: Order): World {
  const outdate = (worker: Worker): Worker => ("fresh" in worker ? { ...worker, fresh: false } : worker);
  return {
    ...world,
    order,
    placed: world.placed || order.status === "CONFIRMED",
    workers: world.workers.map(outdate),
    api: outdate(world.api),
  };
}

export function moveStock(world: World, by: Stock): World {
  const { available, reserved, shipped } = world.stock;
  return {
    ...world,
    stock: { available: available + by.available, reserved: reserved + by.reserved, shipped: shipped + by.shipped },
  };
}

export const HOLD: Stock = { available: -1, reserved: 1, shipped: 0 };
export const RELEASE: Stock = { available: 1, reserved: -1, shipped: 0 };
export const SHIP: Stock = { available: 0, reserved: -1, shipped: 1 };

/** The transition that the code's state machines do not allow; undefined if they allow all. */
export function invalidTransition(before: Order, after: Partial<Order>): string | undefined {
  const { status = before.status, payment = before.payment, shipment = before.shipment } = after;
  const enters = { status: "status" in after, payment: "payment" in after, shipment: "shipment" in after };
  if (enters.status && !orderStates.allows(before.status, status)) return `${before.status} order became ${status}`;
  if (enters.payment && !paymentStates.allows(before.payment, payment))
    return `${before.payment} payment became ${payment}`;
  if (enters.shipment && !mayEnter(before.shipment, shipment)) return `${before.shipment} shipment became ${shipment}`;
  return undefined;
}

function mayEnter(before: Order["shipment"], after: Order["shipment"]): boolean {
  if (before === "NONE") return after === "PENDING";
  return after !== "NONE" && shipmentStates.allows(before, after);
}
