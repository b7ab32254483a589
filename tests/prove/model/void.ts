import type { Step } from "./explorer.ts";
import type { Guards } from "./guards.ts";
import { ask, isHeld } from "./provider.ts";
import { afterLastAnswer } from "./time.ts";
import type { Worker, World } from "./world.ts";
import { type OrderWrite, put, replaceOrder, type Slot } from "./writes.ts";

/** VOID is pending: searches for authorizations and voids them. */
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
        "does not find the authorization",
        put(world, slot, { at: "checked", held: false, afterWait, order, fresh }),
      ];
    yield [
      "finds an authorization and asks to void it",
      ask(world, slot, worker, { effect: "VOID", key: 0 }, afterWait),
    ];
  } else if (world.authorizations.includes("EXPIRED")) {
    if (guards.has("voidPayment: an expired authorization ends the void"))
      yield ["finds that it has expired", put(world, slot, { at: "checked", held: true, afterWait, order, fresh })];
  } else {
    const held = world.authorizations.includes("VOIDED");
    const found = held ? "that it is voided" : "nothing";
    yield [`finds ${found}`, put(world, slot, { at: "checked", held, afterWait, order, fresh })];
  }
}

/** The answer to the call of the void. */
export function* receiveVoid(
  world: World,
  guards: Guards,
  slot: Slot,
  { order, fresh, afterWait }: Worker & { at: "asked" },
): Generator<Step<World>> {
  const checked: Worker = { at: "checked", held: true, afterWait, order, fresh };
  if (!isHeld(world)) yield ["is answered that it is voided", put(world, slot, checked)];
  else if (!guards.has("voidPayment: no answer is not a void"))
    yield ["treats no answer as a void", put(world, slot, checked)];
}

/** Records the void, unless a late authorization may still appear. */
export function* recordVoid(
  world: World,
  guards: Guards,
  slot: Slot,
  worker: Worker & { at: "checked" },
): Generator<Step<World>> {
  const asksAfter = guards.has("voidPayment: asks after the wait");
  const waited = asksAfter ? worker.afterWait : afterLastAnswer(world, guards);
  const { payment } = worker.order;
  if (payment === "UNKNOWN" && !waited) {
    yield ["postpones until no authorization can appear", replaceOrder(world, guards, slot, worker, POSTPONE)];
    return;
  }
  // Every worker that gets here writes the same, and nothing else is written in between: no version check is needed.
  const outcome = payment === "UNKNOWN" && !worker.held ? "NONE" : "VOIDED";
  const write: OrderWrite = {
    changes: { payment: outcome, pending: "NONE" },
  };
  yield [`records that the payment is ${outcome}`, replaceOrder(world, guards, slot, worker, write)];
}

/** Postpones the effect; only the version changes. */
export const POSTPONE: OrderWrite = { onlyIfFresh: "postpone: only on the version read", changes: {}, waits: true };
