import { afterEach, describe, expect, test, vi } from "vitest";
import { alice, sam } from "../../tests/builders/callers.ts";
import { aProvider } from "../../tests/builders/fake-provider.ts";
import { problemThrownBy } from "../../tests/builders/problem-thrown-by.ts";
import type { Caller } from "../platform/values/caller.ts";
import { choosePayment, loadProvider, requireAccepted } from "./load-provider.ts";

const service: Caller = { subject: "import", role: "service", reach: "any" };

afterEach(() => void vi.unstubAllEnvs());

describe("choosePayment", () => {
  test("no PAYMENT_PROVIDER: the sandbox is asked", async () => {
    expect(await choosePayment({ method: "pm_sandbox_ok" }, alice)).toEqual({ provider: "sandbox", paidByHand: false });
  });

  test("manual: staff and services take the money another way, a customer cannot", async () => {
    for (const caller of [sam, service])
      expect(await choosePayment({ method: "manual" }, caller)).toEqual({ provider: "sandbox", paidByHand: true });
    await expect(choosePayment({ method: "manual" }, alice)).rejects.toThrow('The payment method "manual" is unknown.');
  });

  test("PAYMENT_PROVIDER manual: everybody names the method manual, and no other", async () => {
    vi.stubEnv("PAYMENT_PROVIDER", "manual");
    for (const caller of [alice, sam])
      expect(await choosePayment({ method: "manual" }, caller)).toEqual({ provider: "manual", paidByHand: true });
    await expect(choosePayment({ method: "pm_sandbox_ok" }, alice)).rejects.toThrow(
      'The payment method "pm_sandbox_ok" is unknown.',
    );
  });

  test("a method that the provider does not know: 422, the field is named", async () => {
    await expect(choosePayment({ method: "pm_gold" }, sam)).rejects.toThrow(
      expect.objectContaining({
        code: "unknown_payment_method",
        errors: [{ path: "paymentMethod", message: "is unknown to the payment provider" }],
      }),
    );
  });

  test("a saved method at the sandbox: accepted", async () => {
    const saved = { method: "pm_sandbox_ok", customer: "cus_1", offSession: true };
    expect(await choosePayment(saved, sam)).toEqual({ provider: "sandbox", paidByHand: false });
  });

  test.each(["sandbox", "manual"])(
    "money that comes another way, PAYMENT_PROVIDER %s: nobody saved a method for it",
    async (provider) => {
      vi.stubEnv("PAYMENT_PROVIDER", provider);
      await expect(choosePayment({ method: "manual", customer: "cus_1" }, sam)).rejects.toThrow(
        expect.objectContaining({
          code: "unknown_payment_method",
          message: expect.stringContaining("manual keeps no payment methods of customers: leave paymentCustomer"),
          errors: [{ path: "paymentCustomer", message: "is unknown to the payment provider" }],
        }),
      );
    },
  );

  test("unknown PAYMENT_PROVIDER: no provider is chosen, and the error names it", async () => {
    vi.stubEnv("PAYMENT_PROVIDER", "bank");
    await expect(choosePayment({ method: "pm_sandbox_ok" }, alice)).rejects.toThrow(
      'There is no payment provider "bank"',
    );
  });
});

describe("requireAccepted", () => {
  const provider = aProvider({
    rejectCustomer: (customer) => (customer.startsWith("cus_") ? undefined : "Send the id that starts with cus_."),
  });

  test("a customer of whom the provider may know: accepted, and asked about only where one is named", () => {
    expect(() => requireAccepted(provider, { method: "pm_1", customer: "cus_1" })).not.toThrow();
    expect(() => requireAccepted(aProvider(), { method: "pm_1" })).not.toThrow();
  });

  test("a customer's id that the provider cannot have: 422 in its words, the field is named", () => {
    const refused = problemThrownBy(() => requireAccepted(provider, { method: "pm_1", customer: "alice" }));
    expect([refused.problem.status, refused.code]).toEqual([422, "unknown_payment_method"]);
    expect(refused.message).toBe('The payment customer "alice" is unknown. Send the id that starts with cus_.');
    expect(refused.errors?.map(({ path }) => path)).toEqual(["paymentCustomer"]);
  });

  test("a provider that does not say which customers there can be: none", () => {
    const refused = problemThrownBy(() => requireAccepted(aProvider(), { method: "pm_1", customer: "cus_1" }));
    expect(refused.message).toContain("The provider fake keeps no payment methods of customers");
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
