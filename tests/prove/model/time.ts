import type { Guards } from "./guards.ts";
import type { World } from "./world.ts";

/** In ticks from placing. Clocks show the real time or one tick less, so any two differ by a tick at most. */
const AUTHORIZE_BY = 1;
export const MAX_CALL = 1;
const CLOCK_SKEW = 1;
/** Every wait has ended, also on the slower clock. */
export const LAST_TICK = AUTHORIZE_BY + MAX_CALL + CLOCK_SKEW;

/** On some clock it is before authorizeBy. */
export function beforeAuthorizeBy({ tick }: World): boolean {
  return tick - CLOCK_SKEW < AUTHORIZE_BY;
}

/** On some clock it is authorizeBy or later. */
export function afterAuthorizeBy({ tick }: World): boolean {
  return tick >= AUTHORIZE_BY;
}

/** On some clock no call from before authorizeBy can take effect any more. */
export function afterLastAnswer({ tick }: World, guards: Guards): boolean {
  const forCalls = guards.has("voidPayment: waits as long as a call may take") ? MAX_CALL : 0;
  const forClocks = guards.has("voidPayment: waits for the clocks to agree") ? CLOCK_SKEW : 0;
  return tick >= AUTHORIZE_BY + forCalls + forClocks;
}
