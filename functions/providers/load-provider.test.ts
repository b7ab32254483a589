import { afterEach, expect, test, vi } from "vitest";
import { chooseProvider, loadProvider } from "./load-provider.ts";

afterEach(() => void vi.unstubAllEnvs());

test("no PAYMENT_PROVIDER: new orders are paid through the sandbox", async () => {
  expect(await chooseProvider("pm_sandbox_ok")).toBe("sandbox");
});

test("PAYMENT_PROVIDER manual: orders name the method manual, and no other", async () => {
  vi.stubEnv("PAYMENT_PROVIDER", "manual");
  expect(await chooseProvider("manual")).toBe("manual");
  await expect(chooseProvider("pm_sandbox_ok")).rejects.toThrow('The payment method "pm_sandbox_ok" is unknown.');
});

test("unknown PAYMENT_PROVIDER: no provider is chosen, and the error names it", async () => {
  vi.stubEnv("PAYMENT_PROVIDER", "bank");
  await expect(chooseProvider("pm_sandbox_ok")).rejects.toThrow('There is no payment provider "bank"');
});

test("a provider is loaded by the name that is stored with the order", async () => {
  expect((await loadProvider("sandbox")).name).toBe("sandbox");
  expect((await loadProvider("manual")).name).toBe("manual");
});

test("a provider that does not exist is named", async () => {
  await expect(loadProvider("bank")).rejects.toThrow('There is no payment provider "bank"');
});
