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

/** CAPTURE is pending: asks for the capture with the claim's key. */
export function* capture(
  world: World,
  guards: Guards,
  slot: Slot,
  worker: Worker & { at: "read" },
): Generator<Step<World>> {
  const { claims } = worker.order;
  yield ["asks for the capture", ask(world, slot, worker, { effect: "CAPTURE", key: claims })];
  if (!guards.has("capture: one key for every try"))
    yield ["asks for the capture with a new key", ask(world, slot, worker, { effect: "CAPTURE", key: claims + 1 })];
}

/** The provider's answer to CAPTURE, or what is found there. */
export function* receiveCapture(
  world: World,
  guards: Guards,
  slot: Slot,
  worker: Worker & { at: "asked" },
): Generator<Step<World>> {
  const refusal = (why: string): Step<World> => [
    why,
    replaceOrder(world, guards, slot, worker, RECORD_REFUSED_CAPTURE),
  ];
  if (world.captured.length > 0) {
    yield ["is answered that it is captured: ships", replaceOrder(world, guards, slot, worker, RECORD_CAPTURE)];
    return;
  }
  if (!isHeld(world)) yield refusal("is answered that it is refused: records it");
  else if (!guards.has("provider: refuses a capture only where nothing is held"))
    yield refusal("is answered that it is refused although it is authorized: records it");
  if (!guards.has("capture: no answer is not a refusal")) yield refusal("treats no answer as a refusal");
}
