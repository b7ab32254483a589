import type { Step } from "./explorer.ts";
import type { Guards } from "./guards.ts";
import { LAST_TICK, MAX_CALL } from "./time.ts";
import { type Authorization, type Call, type Copy, callKey, type World } from "./world.ts";
import { put, type Slot } from "./writes.ts";

/** Sends a call; the worker then waits for its answer. A call that is sent twice is one call. */
export function ask(
  world: World,
  slot: Slot,
  { order, fresh }: Copy,
  { effect, key }: Omit<Call, "startedAt">,
  afterWait = false,
): World {
  const call: Call = { effect, key, startedAt: effect === "AUTHORIZE" ? world.tick : 0 };
  const isSent = world.calls.some((one) => callKey(one) === callKey(call));
  const calls = isSent ? world.calls : [...world.calls, call];
  return put({ ...world, calls }, slot, { at: "asked", afterWait, order, fresh });
}

export function isHeld({ authorizations }: World): boolean {
  return authorizations.includes("HELD");
}

/** Calls take effect or are lost, an authorization expires. */
export function* runProvider(world: World, guards: Guards): Generator<Step<World>> {
  for (const call of world.calls) {
    const without: World = { ...world, calls: world.calls.filter((one) => one !== call) };
    yield [`the ${call.effect} call is lost`, without];
    if (call.effect === "AUTHORIZE") yield* answerAuthorize(without, guards, call.key);
    if (call.effect === "VOID") yield ["the authorization is voided", change(without, "HELD", "VOIDED")];
    if (call.effect === "CAPTURE") yield* captureMoney(without, guards, call.key);
  }
  if (world.tick === LAST_TICK && isHeld(world)) yield ["the authorization expires", change(world, "HELD", "EXPIRED")];
}

/** Authorizes, declines, or repeats the first answer. */
function* answerAuthorize(world: World, guards: Guards, key: number): Generator<Step<World>> {
  const [first, second] = world.authorizations;
  const isKnown = key === 1 ? first !== "ABSENT" : second !== "ABSENT";
  if (isKnown && guards.has("provider: one key is one authorization")) {
    yield ["the AUTHORIZE call has its first answer", world];
    return;
  }
  const enter = (one: Authorization): World =>
    key === 1 && !isKnown ? { ...world, authorizations: [one, second] } : { ...world, authorizations: [first, one] };
  yield ["the payment is authorized", enter("HELD")];
  yield ["the payment is declined", enter("DECLINED")];
}

function* captureMoney(world: World, guards: Guards, key: number): Generator<Step<World>> {
  const isKnown = world.captured.includes(key) && guards.has("provider: one key is one capture");
  const mayTake = isHeld(world) || (world.authorizations.includes("CAPTURED") && !isKnown);
  if (!mayTake) yield ["the CAPTURE call has its first answer, or is refused", world];
  else yield ["the money is captured", { ...change(world, "HELD", "CAPTURED"), captured: [...world.captured, key] }];
}

function change(world: World, before: Authorization, after: Authorization): World {
  const [first, second] = world.authorizations;
  return { ...world, authorizations: [first === before ? after : first, second === before ? after : second] };
}

/** Time passes once the order is being placed, but not beyond the time limit of a call. */
export function* passTime(world: World, guards: Guards): Generator<Step<World>> {
  const isPlaced = world.order !== undefined || world.workers.some(({ at }) => at === "placing");
  if (world.tick === LAST_TICK || !isPlaced) return;
  const callsMayWait = world.calls.every(
    ({ effect, startedAt }) => effect !== "AUTHORIZE" || startedAt + MAX_CALL > world.tick,
  );
  if (callsMayWait || !guards.has("provider: a call takes effect within its limit or never"))
    yield ["time passes", { ...world, tick: world.tick + 1 }];
}
