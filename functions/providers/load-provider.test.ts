import { afterEach, describe, expect, test, vi } from "vitest";
import { alice, sam } from "../../tests/builders/callers.ts";
import type { Caller } from "../platform/values/caller.ts";
import { choosePayment, loadProvider } from "./load-provider.ts";

const service: Caller = { subject: "import", role: "service", reach: "any" };

afterEach(() => void vi.unstubAllEnvs());

describe("choosePayment", () => {
  test("no PAYMENT_PROVIDER: the sandbox is asked", async () => {
    expect(await choosePayment("pm_sandbox_ok", alice)).toEqual({ provider: "sandbox", paidByHand: false });
  });

  test("manual: staff and services take the money another way, a customer cannot", async () => {
    for (const caller of [sam, service])
      expect(await choosePayment("manual", caller)).toEqual({ provider: "sandbox", paidByHand: true });
    await expect(choosePayment("manual", alice)).rejects.toThrow('The payment method "manual" is unknown.');
  });

  test("PAYMENT_PROVIDER manual: everybody names the method manual, and no other", async () => {
    vi.stubEnv("PAYMENT_PROVIDER", "manual");
    for (const caller of [alice, sam])
      expect(await choosePayment("manual", caller)).toEqual({ provider: "manual", paidByHand: true });
    await expect(choosePayment("pm_sandbox_ok", alice)).rejects.toThrow(
      'The payment method "pm_sandbox_ok" is unknown.',
    );
  });

  test("a method that the provider does not know: 422, the field is named", async () => {
    await expect(choosePayment("pm_gold", sam)).rejects.toThrow(
      expect.objectContaining({
        code: "unknown_payment_method",
        errors: [{ path: "paymentMethod", message: "is unknown to the payment provider" }],
      }),
    );
  });

  test("unknown PAYMENT_PROVIDER: no provider is chosen, and the error names it", async () => {
    vi.stubEnv("PAYMENT_PROVIDER", "bank");
    await expect(choosePayment("pm_sandbox_ok", alice)).rejects.toThrow('There is no payment provider "bank"');
  });
});

test("a provider is loaded by the name that is stored with the order", async () => {
  expect((await loadProvider("sandbox")).name).toBe("sandbox");
  expect((await loadProvider("manual")).name).toBe("manual");
  expect((await loadProvider("stripe")).name).toBe("stripe");
});

test("a provider that does not exist is named", async () => {
  await expect(loadProvider("bank")).rejects.toThrow('There is no payment provider "bank"');
});
