import type { Step } from "../../explorer.ts";
import { ABSENT, type Order, PLACED, UNITS } from "../order.ts";
import { reserveStock } from "../rules/move-stock.ts";
import { IDLE } from "../workers.ts";
import { type Model, putWorker, type World } from "../world.ts";
import { write } from "../writes.ts";

/** A request to place the order, or its concurrent duplicate, reads the stock. */
export function* startPlacing(world: World, slot: number): Generator<Step<World>> {
  if (world.order.status !== "ABSENT") return;
  const enough = world.order.stock.available >= UNITS;
  const seen = enough ? "enough stock" : "too little stock";
  yield [`request finds no order with this key, and ${seen}`, putWorker(world, slot, { at: "PLACING", enough })];
}

/** The request's one transaction. */
export function* place(world: World, slot: number, enough: boolean, model: Model): Generator<Step<World>> {
  const { order } = world;
  const { guards } = model;
  if (order.status !== "ABSENT" && guards.has("place: only where there is none"))
    return yield ["request finds the order that its duplicate stored", putWorker(world, slot, IDLE)];
  if (!enough)
    return yield ["request stores the order as FAILED: out of stock", store(world, outOfStock(order), slot, model)];
  if (order.stock.available < UNITS && guards.has("place: only what is available"))
    return yield ["request finds that the stock is gone", putWorker(world, slot, { at: "PLACING", enough: false })];
  const placed: Order = { ...PLACED, stock: order.stock };
  const reserves = guards.has("place: reserves the stock in the same transaction");
  yield ["request stores the order", store(world, reserves ? reserveStock(placed, UNITS) : placed, slot, model)];
}

function outOfStock({ stock }: Order): Order {
  return { ...ABSENT, status: "FAILED", stock };
}

function store(world: World, order: Order, slot: number, model: Model): World {
  return write(world, order, model, slot);
}
