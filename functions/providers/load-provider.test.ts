import { afterEach, expect, test, vi } from "vitest";
import { chosenProvider, loadProvider } from "./load-provider.ts";

afterEach(() => void vi.unstubAllEnvs());

test("new orders are paid through the provider that is set, or through the sandbox", () => {
  expect(chosenProvider()).toBe("sandbox");
  vi.stubEnv("PAYMENT_PROVIDER", "bank");
  expect(chosenProvider()).toBe("bank");
});

test("a provider is loaded by the name that is stored with the order", async () => {
  expect((await loadProvider("sandbox")).name).toBe("sandbox");
});

test("a provider that does not exist is named", async () => {
  await expect(loadProvider("bank")).rejects.toThrow('There is no payment provider "bank"');
});
