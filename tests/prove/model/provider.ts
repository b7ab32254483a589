import type { Step } from "./explorer.ts";
import type { Guards } from "./guards.ts";
import { LAST_TICK, MAX_CALL } from "./time.ts";
import { type Authorization, type Call, type Copy, callKey, type World } from "./world.ts";
import { put, type Slot } from "./writes.ts";

/** Sends a call; the worker then waits for what becomes of it. The same call twice is the same call. */
export function ask(
  world: World,
  slot: Slot,
  { order, fresh }: Copy,
  { effect, key }: Omit<Call, "startedAt">,
  afterWait = false,
): World {
  const call: Call = { effect, key, startedAt: effect === "AUTHORIZE" ? world.tick : 0 };
  const isUnderWay = world.calls.some((one) => callKey(one) === callKey(call));
  const calls = isUnderWay ? world.calls : [...world.calls, call];
  return put({ ...world, calls }, slot, { at: "asked", afterWait, order, fresh });
}

export function isHeld({ authorizations }: World): boolean {
  return authorizations.includes("HELD");
}

/** Calls take effect or are lost, an authorization runs out. */
export function* provide(world: World, guards: Guards): Generator<Step<World>> {
  for (const call of world.calls) {
    const without: World = { ...world, calls: world.calls.filter((one) => one !== call) };
    yield [`the ${call.effect} call is lost`, without];
    if (call.effect === "AUTHORIZE") yield* decide(without, guards, call.key);
    if (call.effect === "VOID") yield ["the money is let go of", becomes(without, "HELD", "VOIDED")];
    if (call.effect === "CAPTURE") yield* take(without, guards, call.key);
  }
  if (world.tick === LAST_TICK && isHeld(world))
    yield ["the authorization runs out", becomes(world, "HELD", "EXPIRED")];
}

/** An authorization, a decline, or the answer that was given before. */
function* decide(world: World, guards: Guards, key: number): Generator<Step<World>> {
  const [first, second] = world.authorizations;
  const isKnown = key === 1 ? first !== "ABSENT" : second !== "ABSENT";
  if (isKnown && guards.has("provider: one key is one authorization")) {
    yield ["the AUTHORIZE call is answered as before", world];
    return;
  }
  const enter = (one: Authorization): World =>
    key === 1 && !isKnown ? { ...world, authorizations: [one, second] } : { ...world, authorizations: [first, one] };
  yield ["the money is held", enter("HELD")];
  yield ["the payment is declined", enter("DECLINED")];
}

function* take(world: World, guards: Guards, key: number): Generator<Step<World>> {
  const isKnown = world.taken.includes(key) && guards.has("provider: one key is one capture");
  const mayTake = isHeld(world) || (world.authorizations.includes("CAPTURED") && !isKnown);
  if (!mayTake) yield ["the CAPTURE call is answered as before, or refused", world];
  else yield ["the money is taken", { ...becomes(world, "HELD", "CAPTURED"), taken: [...world.taken, key] }];
}

function becomes(world: World, before: Authorization, after: Authorization): World {
  const [first, second] = world.authorizations;
  return { ...world, authorizations: [first === before ? after : first, second === before ? after : second] };
}

/** Time passes from the moment that somebody places the order, but never beyond what a call under way may take. */
export function* pass(world: World, guards: Guards): Generator<Step<World>> {
  const isPlaced = world.order !== undefined || world.workers.some(({ at }) => at === "placing");
  if (world.tick === LAST_TICK || !isPlaced) return;
  const isInTime = world.calls.every(
    ({ effect, startedAt }) => effect !== "AUTHORIZE" || startedAt + MAX_CALL > world.tick,
  );
  if (isInTime || !guards.has("provider: a call takes effect in time or never"))
    yield ["time passes", { ...world, tick: world.tick + 1 }];
}
