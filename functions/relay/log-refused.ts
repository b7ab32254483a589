import { paymentInstructionRefused } from "../../events/payments.ts";
import { clock } from "../platform/runtime/clock.ts";
import { embeddedMetrics } from "../platform/runtime/embedded-metrics.ts";
import { log } from "../platform/runtime/logging.ts";
import { setting } from "../platform/runtime/settings.ts";
import type { Published } from "./map-record.ts";

/** The number of a refused instruction's log line that CloudWatch makes a metric of. */
export const refusedMetricUnits = { refusedInstructions: "Count" } as const;

/**
 * A capture or refund that was refused waits for a person: its line makes the metric of an alarm. The level ERROR, because
 * no setting silences it. A batch that is delivered again logs it again.
 */
export function logRefused(published: readonly Published[]): void {
  for (const { envelope } of published) {
    if (envelope.type !== paymentInstructionRefused.type) continue;
    const { orderId, kind, instruction, reason } = paymentInstructionRefused.data.parse(envelope.data);
    log.error("payment instruction refused", {
      orderId,
      kind,
      instruction,
      reason,
      requestId: envelope.correlationId,
      refusedInstructions: 1,
      ...embeddedMetrics(refusedMetricUnits, setting("STAGE"), clock.now()),
    });
  }
}
