import { describe, expect, test } from "vitest";
import { providerContract } from "../contract/provider-contract.ts";
import { manualProvider } from "./manual-provider.ts";

test("accepts only the payment method manual", () => {
  expect(manualProvider.rejectMethod("manual")).toBeUndefined();
  for (const method of ["pm_sandbox_ok", "Manual", ""]) {
    expect(manualProvider.rejectMethod(method)).toContain('Send "manual"');
  }
});

describe("the contract of payment providers, for one that moves no money", () => {
  const contract = providerContract({ provider: manualProvider, movesNoMoney: true, method: "manual" });
  for (const { name, run } of contract) test(name, run);
});
