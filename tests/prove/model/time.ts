import type { Guards } from "./guards.ts";
import type { World } from "./world.ts";

/** In ticks from placing. Clocks show the real time or one tick less, so any two differ by a tick at most. */
const AUTHORIZE_BY = 1;
export const MAX_CALL = 1;
const CLOCK_SKEW = 1;
/** By then every wait is over on the clock that is ahead. */
export const LAST_TICK = AUTHORIZE_BY + MAX_CALL + CLOCK_SKEW;

/** Some clock shows a time before authorizeBy. */
export function beforeAuthorizeBy({ tick }: World): boolean {
  return tick - CLOCK_SKEW < AUTHORIZE_BY;
}

/** Some clock shows authorizeBy or later. */
export function afterAuthorizeBy({ tick }: World): boolean {
  return tick >= AUTHORIZE_BY;
}

/** By some clock no call that was started before authorizeBy can take effect any more. */
export function afterLastAnswer({ tick }: World, guards: Guards): boolean {
  const forCalls = guards.has("voidPayment: waits as long as a call may take") ? MAX_CALL : 0;
  const forClocks = guards.has("voidPayment: waits for the clocks to agree") ? CLOCK_SKEW : 0;
  return tick >= AUTHORIZE_BY + forCalls + forClocks;
}
