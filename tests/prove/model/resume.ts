import { authorize, hearOfAuthorization } from "./authorize.ts";
import { capture, hearOfCapture } from "./capture.ts";
import type { Step } from "./explorer.ts";
import type { Guards } from "./guards.ts";
import { place, startPlacing } from "./place.ts";
import { hearOfVoid, POSTPONE, recordVoid, voidPayment } from "./void.ts";
import { type Copy, IDLE, type Worker, type World } from "./world.ts";
import { moveStock, type OrderWrite, put, read, replaceOrder, type Slot } from "./writes.ts";

/** All that one of the two functions can do next; it can always die. */
export function* work(world: World, guards: Guards, slot: Slot, worker: Worker): Generator<Step<World>> {
  if (worker.at === "idle") return yield* wake(world, guards, slot);
  yield ["dies", put(world, slot, IDLE)];
  switch (worker.at) {
    case "placing":
      return yield* place(world, guards, slot, worker);
    case "owing":
      return yield ["moves the stock", read(moveStock(world, worker.stock), guards, slot)];
    case "read":
      return yield* begin(world, guards, slot, worker);
    case "asked":
      return yield* conclude(world, guards, slot, worker);
    case "told":
      return yield* recordVoid(world, guards, slot, worker);
    case "shipping":
      return yield addShipment(world, guards, slot, worker);
    default:
  }
}

/** A request, the sweeper or an event sets a function to work. */
function* wake(world: World, guards: Guards, slot: Slot): Generator<Step<World>> {
  yield* startPlacing(world, slot);
  const { order, placed } = world;
  if (!order) return;
  const isFound = placed || guards.has("replaceOrder: what is pending is due");
  if (order.pending !== "NONE" && isFound) yield [`reads the order: ${order.pending}`, read(world, guards, slot)];
  if (placed && !guards.has("resumeOrder: ships only what is pending"))
    yield ["takes OrderPlaced", put(world, slot, { at: "shipping", order, fresh: true })];
}

function* begin(world: World, guards: Guards, slot: Slot, worker: Worker & { at: "read" }): Generator<Step<World>> {
  switch (worker.order.pending) {
    case "AUTHORIZE":
      return yield* authorize(world, guards, slot, worker);
    case "SHIP":
      return yield addShipment(world, guards, slot, worker);
    case "CAPTURE":
      return yield* capture(world, guards, slot, worker);
    case "VOID":
      return yield* voidPayment(world, guards, slot, worker);
    default:
  }
}

function* conclude(world: World, guards: Guards, slot: Slot, worker: Worker & { at: "asked" }): Generator<Step<World>> {
  yield ["has no answer: postpones", replaceOrder(world, guards, slot, worker, POSTPONE)];
  switch (worker.order.pending) {
    case "AUTHORIZE":
      return yield* hearOfAuthorization(world, guards, slot, worker);
    case "CAPTURE":
      return yield* hearOfCapture(world, guards, slot, worker);
    case "VOID":
      return yield* hearOfVoid(world, guards, slot, worker);
    default:
  }
}

function addShipment(world: World, guards: Guards, slot: Slot, copy: Copy): Step<World> {
  const { shipment, shipments } = copy.order;
  const write: OrderWrite = {
    onlyIfFresh: "addShipment: only on the version read",
    changes: { shipment: shipment === "NONE" ? "PENDING" : shipment, shipments: shipments + 1, pending: "NONE" },
    checksStates: false,
  };
  return ["adds a shipment", replaceOrder(world, guards, slot, copy, write)];
}
