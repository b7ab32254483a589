import { at } from "./order.ts";
import type { Model, World } from "./world.ts";

/**
 * The time of an attempt: 0 before askUntil, 1 after it, 2 when no call from before it can take effect any more.
 * With skew, clocks show the real time or a tick less, and a tick is the time limit of a call: on the slower clock askUntil
 * passes with the second tick, a call from before it may take effect until then, and on the faster clock a tick has to pass
 * for that, and one more because clocks differ.
 */
const ASK_UNTIL = 1;
const MAX_CALL = 1;
const SKEW = 1;

export function tickOf({ ticks }: World, attempt: number): number {
  return at(ticks, attempt);
}

/** On some clock it is before askUntil. */
export function mayAsk(world: World, attempt: number, { scenario }: Model): boolean {
  return tickOf(world, attempt) - (scenario.skew ? SKEW : 0) < ASK_UNTIL;
}

/** On some clock it is askUntil or later. */
export function isPastAskUntil(world: World, attempt: number): boolean {
  return tickOf(world, attempt) >= ASK_UNTIL;
}

/** On some clock no call from before askUntil can take effect any more. */
export function isAfterLastAnswer(world: World, attempt: number, { scenario, guards }: Model): boolean {
  const forCalls = guards.has("close: waits as long as a call may take") ? MAX_CALL : 0;
  const forClocks = scenario.skew && guards.has("close: waits for the clocks to agree") ? SKEW : 0;
  return tickOf(world, attempt) >= ASK_UNTIL + forCalls + forClocks;
}

/** Ticks after askUntil matter only where a provider authorizes in one call. Such a call has a time limit. */
export function mayPass(world: World, attempt: number, { scenario, guards }: Model): boolean {
  const tick = tickOf(world, attempt);
  const last = scenario.oneCall ? ASK_UNTIL + MAX_CALL + (scenario.skew ? SKEW : 0) : ASK_UNTIL;
  if (tick >= last) return false;
  if (!scenario.skew && tick < ASK_UNTIL) return true;
  const isLate = world.calls.some(
    (call) =>
      call.kind === "CREATE" && call.attempt === attempt && (!scenario.skew || call.startedAt + MAX_CALL <= tick),
  );
  return !isLate || !guards.has("provider: a call takes effect within its limit or never");
}

export function changeTick(world: World, attempt: number): World {
  return { ...world, ticks: world.ticks.map((tick, number) => (number === attempt ? tick + 1 : tick)) };
}

/** When a call starts; only skew needs it. */
export function startOfCall(world: World, attempt: number, { scenario }: Model): number {
  return scenario.skew ? tickOf(world, attempt) : 0;
}
