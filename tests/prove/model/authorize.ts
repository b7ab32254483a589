import type { Step } from "./explorer.ts";
import type { Guards } from "./guards.ts";
import { ask } from "./provider.ts";
import { afterAuthorizeBy, beforeAuthorizeBy } from "./time.ts";
import type { Authorization, Worker, World } from "./world.ts";
import { type OrderWrite, RELEASE, replaceOrder, type Slot } from "./writes.ts";

const CONFIRM: OrderWrite = {
  onlyIfFresh: "confirm: only on the version read",
  changes: { status: "CONFIRMED", payment: "AUTHORIZED", pending: "SHIP" },
};
const DECLINE: OrderWrite = {
  onlyIfFresh: "decline: only on the version read",
  changes: { status: "FAILED", payment: "DECLINED", pending: "NONE" },
  stock: RELEASE,
  inOneTransaction: "decline: gives the stock back in the same transaction",
};
const GIVE_UP: OrderWrite = {
  onlyIfFresh: "giveUp: only on the version read",
  changes: { status: "FAILED", payment: "UNKNOWN", pending: "VOID" },
  stock: RELEASE,
  inOneTransaction: "giveUp: gives the stock back in the same transaction",
};

/** AUTHORIZE is pending: asks for an authorization before authorizeBy, or gives the order up. */
export function* authorize(
  world: World,
  guards: Guards,
  slot: Slot,
  worker: Worker & { at: "read" },
): Generator<Step<World>> {
  const looksNow = guards.has("authorize: the clock is read right before the call");
  const beforeDeadline = looksNow ? beforeAuthorizeBy(world) : worker.beforeDeadline;
  if (beforeDeadline || !guards.has("authorize: none is asked for after authorizeBy")) {
    yield ["asks for an authorization", ask(world, slot, worker, { effect: "AUTHORIZE", key: 1 })];
    if (!guards.has("authorize: one key for every try") && world.authorizations[0] === "ABSENT")
      yield ["finds none and asks under a new key", ask(world, slot, worker, { effect: "AUTHORIZE", key: 2 })];
  }
  if (afterAuthorizeBy(world)) {
    const claims = guards.has("giveUp: claims a void");
    const write = claims ? GIVE_UP : without(GIVE_UP);
    yield ["gives the order up", replaceOrder(world, guards, slot, worker, write)];
  }
}

/** The provider's answer to AUTHORIZE, or what is found there. */
export function* receiveAuthorization(
  world: World,
  guards: Guards,
  slot: Slot,
  worker: Worker & { at: "asked" },
): Generator<Step<World>> {
  const answers = world.authorizations.filter((one) => one !== "ABSENT");
  if (answers.some(wasAuthorized)) {
    const write = guards.has("confirm: claims the shipment") ? CONFIRM : without(CONFIRM);
    yield ["is answered that it is authorized: confirms", replaceOrder(world, guards, slot, worker, write)];
  }
  if (answers.includes("DECLINED"))
    yield ["is answered that it is declined: fails the order", replaceOrder(world, guards, slot, worker, DECLINE)];
  if (answers.length === 0 && !guards.has("authorize: no answer is not a decline"))
    yield ["treats no answer as a decline", replaceOrder(world, guards, slot, worker, DECLINE)];
}

/** A retried call has the first call's answer, even if the authorization has changed since. */
function wasAuthorized(one: Authorization): boolean {
  return one !== "ABSENT" && one !== "DECLINED";
}

function without(write: OrderWrite): OrderWrite {
  return { ...write, changes: { ...write.changes, pending: "NONE" } };
}
