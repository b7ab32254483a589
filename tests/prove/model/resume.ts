import { authorize, receiveAuthorization } from "./authorize.ts";
import { capture, receiveCapture } from "./capture.ts";
import type { Step } from "./explorer.ts";
import type { Guards } from "./guards.ts";
import { place, startPlacing } from "./place.ts";
import { POSTPONE, receiveVoid, recordVoid, voidPayment } from "./void.ts";
import { type Copy, IDLE, type Worker, type World } from "./world.ts";
import { moveStock, type OrderWrite, put, read, replaceOrder, type Slot } from "./writes.ts";

/** Every next step of a function; it can always die. */
export function* runFunction(world: World, guards: Guards, slot: Slot, worker: Worker): Generator<Step<World>> {
  if (worker.at === "idle") return yield* wakeUp(world, guards, slot);
  yield ["dies", put(world, slot, IDLE)];
  switch (worker.at) {
    case "placing":
      return yield* place(world, guards, slot, worker);
    case "owesStock":
      return yield ["moves the stock", read(moveStock(world, worker.stock), guards, slot)];
    case "read":
      return yield* startEffect(world, guards, slot, worker);
    case "asked":
      return yield* finishCall(world, guards, slot, worker);
    case "checked":
      return yield* recordVoid(world, guards, slot, worker);
    case "shipping":
      return yield addShipment(world, guards, slot, worker);
    default:
  }
}

/** A request, the sweeper or an event starts a function. */
function* wakeUp(world: World, guards: Guards, slot: Slot): Generator<Step<World>> {
  yield* startPlacing(world, slot);
  const { order, placed } = world;
  if (!order) return;
  const isResumed = placed || guards.has("replaceOrder: what is pending is due");
  if (order.pending !== "NONE" && isResumed) yield [`reads the order: ${order.pending}`, read(world, guards, slot)];
  if (placed && !guards.has("resumeOrder: ships only what is pending"))
    yield ["receives OrderPlaced", put(world, slot, { at: "shipping", order, fresh: true })];
}

function* startEffect(
  world: World,
  guards: Guards,
  slot: Slot,
  worker: Worker & { at: "read" },
): Generator<Step<World>> {
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

function* finishCall(
  world: World,
  guards: Guards,
  slot: Slot,
  worker: Worker & { at: "asked" },
): Generator<Step<World>> {
  yield ["has no answer: postpones", replaceOrder(world, guards, slot, worker, POSTPONE)];
  switch (worker.order.pending) {
    case "AUTHORIZE":
      return yield* receiveAuthorization(world, guards, slot, worker);
    case "CAPTURE":
      return yield* receiveCapture(world, guards, slot, worker);
    case "VOID":
      return yield* receiveVoid(world, guards, slot, worker);
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
