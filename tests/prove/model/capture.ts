import type { Step } from "./explorer.ts";
import type { Guards } from "./guards.ts";
import { ask, isHeld } from "./provider.ts";
import type { Worker, World } from "./world.ts";
import { type OrderWrite, replaceOrder, SHIP, type Slot } from "./writes.ts";

const RECORD_CAPTURE: OrderWrite = {
  onlyIfFresh: "recordCapture: only on the version read",
  changes: { status: "SHIPPED", payment: "CAPTURED", shipment: "SHIPPED", pending: "NONE" },
  stock: SHIP,
  inOneTransaction: "recordCapture: takes the stock out in the same transaction",
};
const RECORD_REFUSED_CAPTURE: OrderWrite = {
  onlyIfFresh: "recordRefusedCapture: only on the version read",
  changes: { payment: "EXPIRED", pending: "NONE" },
};

/** CAPTURE is pending: ask for the money, under the claim's own key. */
export function* capture(
  world: World,
  guards: Guards,
  slot: Slot,
  worker: Worker & { at: "read" },
): Generator<Step<World>> {
  const { claims } = worker.order;
  yield ["asks for the money", ask(world, slot, worker, { effect: "CAPTURE", key: claims })];
  if (!guards.has("capture: one key for every try"))
    yield ["asks for the money under a new key", ask(world, slot, worker, { effect: "CAPTURE", key: claims + 1 })];
}

/** What the provider answers, or lets be found, to one who asked for the money. */
export function* hearOfCapture(
  world: World,
  guards: Guards,
  slot: Slot,
  worker: Worker & { at: "asked" },
): Generator<Step<World>> {
  const refusal = (why: string): Step<World> => [
    why,
    replaceOrder(world, guards, slot, worker, RECORD_REFUSED_CAPTURE),
  ];
  if (world.taken.length > 0) {
    yield ["hears that it is captured: ships", replaceOrder(world, guards, slot, worker, RECORD_CAPTURE)];
    return;
  }
  if (!isHeld(world)) yield refusal("hears that it is refused: records it");
  else if (!guards.has("provider: refuses a capture only where nothing is held"))
    yield refusal("hears that it is refused, though the money is held: records it");
  if (!guards.has("capture: no answer is not a refusal")) yield refusal("takes silence for a refusal");
}
