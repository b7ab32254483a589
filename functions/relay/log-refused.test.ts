import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { paymentCaptured, paymentInstructionRefused } from "../../events/payments.ts";
import { log } from "../platform/runtime/logging.ts";
import { logRefused } from "./log-refused.ts";
import type { Published } from "./map-record.ts";

beforeEach(() => void vi.stubEnv("STAGE", "prod"));

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

function publishedOf({
  source,
  type,
  schemaVersion,
  example: data,
}: typeof paymentCaptured | typeof paymentInstructionRefused) {
  const occurredAt = "2026-11-27T12:00:00.000Z";
  return {
    source,
    envelope: { id: `${type}-1`, type, schemaVersion, occurredAt, sequence: 3, correlationId: "request-1", data },
  } as Published;
}

test("refused instruction: one line of the level ERROR, with the metric of the alarm", () => {
  const error = vi.spyOn(log, "error").mockReturnValue();

  logRefused([publishedOf(paymentCaptured), publishedOf(paymentInstructionRefused)]);

  expect(error.mock.calls).toEqual([
    [
      "payment instruction refused",
      expect.objectContaining({
        orderId: paymentInstructionRefused.example.orderId,
        kind: "REFUND",
        instruction: 3,
        reason: "the bank could not give the money back",
        requestId: "request-1",
        refusedInstructions: 1,
        stage: "prod",
        _aws: expect.objectContaining({
          CloudWatchMetrics: [
            {
              Namespace: "Waybill",
              Dimensions: [["stage"]],
              Metrics: [{ Name: "refusedInstructions", Unit: "Count" }],
            },
          ],
        }),
      }),
    ],
  ]);
});

test("nothing refused: no line", () => {
  const error = vi.spyOn(log, "error").mockReturnValue();

  logRefused([publishedOf(paymentCaptured)]);

  expect(error).not.toHaveBeenCalled();
});
