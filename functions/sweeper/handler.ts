import type { Context } from "aws-lambda";
import * as z from "zod/mini";
import { clock } from "../platform/runtime/clock.ts";
import { embeddedMetrics } from "../platform/runtime/embedded-metrics.ts";
import { log } from "../platform/runtime/logging.ts";
import { backgroundContext, now, runInContext } from "../platform/runtime/request-context.ts";
import { setting } from "../platform/runtime/settings.ts";
import { Timestamp } from "../platform/values/time.ts";
import { type Swept, sweep } from "./sweep.ts";
import { metricUnits } from "./sweep-metrics.ts";

/** An operator may also resume what is due later: that is safe, and seldom needed. */
const SweepRequest = z.looseObject({ dueBefore: z.optional(Timestamp) });

/** Every minute: resumes work left unfinished by a crash, a lost event or a provider without answer. */
export function handler(event: unknown, context: Context): Promise<Swept> {
  return runInContext(backgroundContext("sweeper", context), async () => {
    const swept = await sweep(SweepRequest.parse(event ?? {}).dueBefore ?? now());
    log.info("swept", { ...swept, ...embeddedMetrics(metricUnits, setting("STAGE"), clock.now()) });
    if (swept.failed.length > 0) throw new Error(`These could not be resumed: ${swept.failed.join(", ")}.`);
    return swept;
  });
}
