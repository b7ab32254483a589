/** How far the clocks of two processes may differ, in seconds. */
export const CLOCK_SKEW_SECONDS = 5;

/** The time limits of an order's steps, in seconds. */
export interface Timing {
  /** From placing until no authorization is asked for any more. */
  readonly authorizeWithin: number;
  /** From confirming until the sweeper ships what the event did not. */
  readonly shipWithin: number;
  /** From claiming an effect until the sweeper resumes it: longer than the request that claimed it may take. */
  readonly resumeAfter: number;
}

const FIRST_WAIT_SECONDS = 30;
/** No effect is left alone for longer than this between two tries. */
export const MAX_WAIT_SECONDS = 300;

/** How long to leave an effect alone after it has failed so many times, in seconds. */
export function backoff(tries: number): number {
  return Math.min(MAX_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** Math.min(tries - 1, 10));
}
