import { expect, test } from "vitest";
import { TestedAttempt, unaborted } from "../contract/contract-case.ts";
import { manualProvider } from "./manual-provider.ts";

test("accepts only the payment method manual", () => {
  expect(manualProvider.rejectMethod("manual")).toBeUndefined();
  for (const method of ["pm_sandbox_ok", "Manual", ""]) {
    expect(manualProvider.rejectMethod(method)).toContain('Send "manual"');
  }
});

test("no attempt is ever made: an order has none, and every call about one is an error that names the method", async () => {
  const attempt = new TestedAttempt(manualProvider, "ord_1", "manual", "a1");
  const known = { ...attempt.request, reference: "none" };
  expect(await attempt.retrieve()).toBeUndefined();
  await expect(attempt.authorize()).rejects.toThrow("authorize must not be called");
  await expect(attempt.close()).rejects.toThrow("close must not be called");
  const capture = { ...known, captureKey: "c", captureAmount: 1, capturedBefore: 0, final: true };
  await expect(manualProvider.capture(capture, unaborted())).rejects.toThrow("capture must not be called");
  const refund = { ...known, refundKey: "r", refundAmount: 1 };
  await expect(manualProvider.refund(refund, unaborted())).rejects.toThrow("refund must not be called");
});
