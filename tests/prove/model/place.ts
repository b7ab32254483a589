import type { Step } from "./explorer.ts";
import type { Guards } from "./guards.ts";
import { IDLE, type Order, type Worker, type World } from "./world.ts";
import { HOLD, moveStock, put, read, type Slot, store } from "./writes.ts";

const PENDING: Order = {
  status: "PENDING",
  payment: "PENDING",
  shipment: "NONE",
  shipments: 0,
  pending: "AUTHORIZE",
  claims: 0,
};
const OUT_OF_STOCK: Order = { ...PENDING, status: "FAILED", payment: "NONE", pending: "NONE" };

/** A request to place the order arrives, or its concurrent duplicate. */
export function* startPlacing(world: World, slot: Slot): Generator<Step<World>> {
  if (world.order) return;
  const enough = world.stock.available >= 1;
  const seen = enough ? "enough stock" : "too little stock";
  yield [`finds no order with this key, and ${seen}`, put(world, slot, { at: "placing", enough })];
}

/** The request's one transaction. */
export function* place(
  world: World,
  guards: Guards,
  slot: Slot,
  { enough }: Worker & { at: "placing" },
): Generator<Step<World>> {
  if (world.order && guards.has("createOrder: only where there is none")) {
    yield ["finds the order that its duplicate stored", read(world, guards, slot)];
  } else if (!enough) {
    yield ["stores the order as out of stock", put(store(world, OUT_OF_STOCK), slot, IDLE)];
  } else if (world.stock.available < 1 && guards.has("holdStock: only what is available")) {
    yield ["finds that the stock is gone", put(world, slot, { at: "placing", enough: false })];
  } else if (guards.has("createOrder: with its stock, in one transaction")) {
    yield ["stores the order and holds its stock", read(moveStock(store(world, PENDING), HOLD), guards, slot)];
  } else {
    yield ["stores the order", put(store(world, PENDING), slot, { at: "owesStock", stock: HOLD })];
  }
}
