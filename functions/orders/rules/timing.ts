/** How far the clocks of two processes may differ, in seconds. */
export const CLOCK_SKEW_SECONDS = 5;

/** The time limits of an order's steps, in seconds. */
export interface Timing {
  /** From placing until no authorization is requested any more. */
  readonly authorizeWithin: number;
  /** From confirming until the sweeper makes the shipment at the latest, where the event has not. */
  readonly shipWithin: number;
  /** From claiming an effect until the sweeper resumes it: longer than the request that claimed it may take. */
  readonly resumeAfter: number;
}

/** The delay after the first attempt. */
export const FIRST_WAIT_SECONDS = 30;
/** The maximum delay between two attempts. */
export const MAX_WAIT_SECONDS = 300;

/** The delay after this many failed attempts, in seconds. */
export function backoff(tries: number): number {
  return Math.min(MAX_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** Math.min(tries - 1, 10));
}
