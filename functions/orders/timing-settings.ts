import { providerTimeout } from "../payments/ask-provider.ts";
import { numberSetting } from "../platform/settings.ts";
import { CLOCK_SKEW_SECONDS, type Timing } from "./timing.ts";

/** The time limits that this deployment works with. */
export function timing(): Timing {
  return {
    authorizeWithin: numberSetting("AUTHORIZE_WITHIN_SECONDS", 900),
    answersLateBy: providerTimeout() / 1_000 + CLOCK_SKEW_SECONDS,
    shipWithin: numberSetting("SHIP_WITHIN_SECONDS", 120),
    resumeAfter: 30,
  };
}
