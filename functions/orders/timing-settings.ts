import { numberSetting } from "../platform/settings.ts";
import type { Timing } from "./timing.ts";

/** The time limits that this deployment works with. */
export function timing(): Timing {
  return {
    authorizeWithin: numberSetting("AUTHORIZE_WITHIN_SECONDS", 900),
    shipWithin: numberSetting("SHIP_WITHIN_SECONDS", 120),
    resumeAfter: 30,
  };
}
