import { numberSetting } from "../../platform/runtime/settings.ts";
import { secondsAfter, type Timestamp } from "../../platform/values/time.ts";

/** Seconds until what the sandbox does late is done: a late authorization, a refund, a dispute. */
export function lateSeconds(): number {
  return numberSetting("SANDBOX_LATE_SECONDS", 60);
}

/** Seconds for which an authorization holds money: as long as most cards do. */
export function holdSeconds(): number {
  return numberSetting("SANDBOX_HOLD_SECONDS", 7 * 24 * 60 * 60);
}

/** Whether what began at a time is late enough by now for what the sandbox does late. */
export function isLate(since: Timestamp, moment: Timestamp): boolean {
  return secondsAfter(since, lateSeconds()) <= moment;
}
