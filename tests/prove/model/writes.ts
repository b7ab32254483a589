import { orderStates } from "../../../functions/orders/rules/order.ts";
import { paymentStates } from "../../../functions/orders/rules/payment.ts";
import { shipmentStates } from "../../../functions/orders/rules/shipment.ts";
import type { Guard, Guards } from "./guards.ts";
import { beforeAuthorizeBy } from "./time.ts";
import { type Copy, IDLE, type Order, type Stock, type Worker, type World } from "./world.ts";

/** Which worker takes a step: one of the two functions, or the desk. */
export type Slot = number | "desk";

export function put(world: World, slot: Slot, worker: Worker): World {
  if (slot === "desk") return { ...world, desk: worker };
  return { ...world, workers: world.workers.map((one, index) => (index === slot ? worker : one)) };
}

/** Reads the order, to carry out what is pending. */
export function read(world: World, guards: Guards, slot: Slot): World {
  const { order } = world;
  if (!order || order.pending === "NONE") return put(world, slot, IDLE);
  const inTime = !guards.has("authorize: the clock is looked at right before the call") && beforeAuthorizeBy(world);
  return put(world, slot, { at: "read", inTime, order, fresh: true });
}

export interface OrderWrite {
  /** The guard that says: only on the version read. Without a name it cannot be taken away. */
  readonly onlyIfFresh?: Guard;
  readonly changes: Partial<Order>;
  /** What it moves in the stock, and the guard that says: in the same transaction. */
  readonly stock?: Stock;
  readonly inOneTransaction?: Guard;
  /** Whether the states' own guard is looked at; without it anything may follow anything. */
  readonly checksStates?: boolean;
  /** The writer stops here, and the sweeper carries on. */
  readonly waits?: boolean;
}

/** Replaces the order by the next version of the writer's copy; the writer then carries out what is pending. */
export function replaceOrder(world: World, guards: Guards, slot: Slot, copy: Copy, write: OrderWrite): World {
  const { onlyIfFresh, changes, stock, inOneTransaction, checksStates = true, waits = false } = write;
  if (!copy.fresh && (!onlyIfFresh || guards.has(onlyIfFresh))) return read(world, guards, slot);
  if (checksStates && wrongStep(copy.order, changes) !== undefined) return put(world, slot, IDLE);
  const written = store(world, { ...copy.order, ...changes });
  if (stock && inOneTransaction && !guards.has(inOneTransaction)) return put(written, slot, { at: "owing", stock });
  const moved = stock ? moveStock(written, stock) : written;
  return waits ? put(moved, slot, IDLE) : read(moved, guards, slot);
}

/** Whatever was read before is an old version now. */
export function store(world: World, order: Order): World {
  const outdate = (worker: Worker): Worker => ("fresh" in worker ? { ...worker, fresh: false } : worker);
  return {
    ...world,
    order,
    placed: world.placed || order.status === "CONFIRMED",
    workers: world.workers.map(outdate),
    desk: outdate(world.desk),
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

/** The step that the code's own state machines do not allow. */
export function wrongStep(before: Order, after: Partial<Order>): string | undefined {
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
