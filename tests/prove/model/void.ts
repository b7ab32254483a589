import type { Step } from "./explorer.ts";
import type { Guards } from "./guards.ts";
import { ask, isHeld } from "./provider.ts";
import { afterLastAnswer } from "./time.ts";
import type { Worker, World } from "./world.ts";
import { type OrderWrite, put, replaceOrder, type Slot } from "./writes.ts";

/** VOID is pending: look for what is held and let go of it. */
export function* voidPayment(
  world: World,
  guards: Guards,
  slot: Slot,
  worker: Worker & { at: "read" },
): Generator<Step<World>> {
  const { order, fresh } = worker;
  const afterWait = afterLastAnswer(world, guards);
  if (isHeld(world)) {
    if (!guards.has("provider: find shows what has taken effect"))
      yield [
        "does not find the money that is held",
        put(world, slot, { at: "told", held: false, afterWait, order, fresh }),
      ];
    yield ["finds money held and asks to void it", ask(world, slot, worker, { effect: "VOID", key: 0 }, afterWait)];
  } else if (world.authorizations.includes("EXPIRED")) {
    if (guards.has("voidPayment: an authorization that ran out is let go of"))
      yield ["finds that it has run out", put(world, slot, { at: "told", held: true, afterWait, order, fresh })];
  } else {
    const held = world.authorizations.includes("VOIDED");
    const found = held ? "that it is voided" : "nothing";
    yield [`finds ${found}`, put(world, slot, { at: "told", held, afterWait, order, fresh })];
  }
}

/** The void's own call is answered. */
export function* hearOfVoid(
  world: World,
  guards: Guards,
  slot: Slot,
  { order, fresh, afterWait }: Worker & { at: "asked" },
): Generator<Step<World>> {
  const told: Worker = { at: "told", held: true, afterWait, order, fresh };
  if (!isHeld(world)) yield ["hears that it is voided", put(world, slot, told)];
  else if (!guards.has("voidPayment: no answer is not a void"))
    yield ["takes silence for a void", put(world, slot, told)];
}

/** The void is over, unless a late authorization may still appear. */
export function* recordVoid(
  world: World,
  guards: Guards,
  slot: Slot,
  worker: Worker & { at: "told" },
): Generator<Step<World>> {
  const asksAfter = guards.has("voidPayment: asks after the wait");
  const waited = asksAfter ? worker.afterWait : afterLastAnswer(world, guards);
  const { payment } = worker.order;
  if (payment === "UNKNOWN" && !waited) {
    yield ["postpones until no answer can come", replaceOrder(world, guards, slot, worker, POSTPONE)];
    return;
  }
  // Whoever gets here writes the same, and nothing else is written meanwhile: this condition alone is not needed.
  const outcome = payment === "UNKNOWN" && !worker.held ? "NONE" : "VOIDED";
  const write: OrderWrite = {
    changes: { payment: outcome, pending: "NONE" },
  };
  yield [`records that the payment is ${outcome}`, replaceOrder(world, guards, slot, worker, write)];
}

/** The effect is left for later; nothing changes but the version. */
export const POSTPONE: OrderWrite = { onlyIfFresh: "postpone: only on the version read", changes: {}, waits: true };
