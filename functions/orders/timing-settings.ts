import { numberSetting } from "../platform/runtime/settings.ts";
import type { Timing } from "./rules/timing.ts";

/** The time limits that this deployment works with. */
export function timing(): Timing {
  return {
    authorizeWithin: numberSetting("AUTHORIZE_WITHIN_SECONDS", 900),
    shipWithin: numberSetting("SHIP_WITHIN_SECONDS", 120),
    resumeAfter: 30,
  };
}
