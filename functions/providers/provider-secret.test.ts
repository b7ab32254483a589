import { afterEach, expect, test, vi } from "vitest";
import { aStripeAccount, namedError } from "../../tests/builders/stripe-account.ts";
import { clock } from "../platform/runtime/clock.ts";
import { ProviderMisconfiguredError, ProviderUnavailableError } from "./payment-provider.ts";
import { providerSecret, refuseProviderSecret } from "./provider-secret.ts";

const START = "2026-11-21T06:00:00.000Z";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

function anAccount() {
  const account = aStripeAccount(START);
  vi.spyOn(clock, "now").mockImplementation(account.now);
  account.putSecret("first");
  return account;
}

test("read once for each environment", async () => {
  const account = anAccount();
  const before = account.secretReads();
  expect(await Promise.all([providerSecret(), providerSecret()])).toEqual(["first", "first"]);
  account.putSecret("second");
  account.wait(3_600);
  expect(await providerSecret()).toBe("first");
  expect(account.secretReads() - before).toBe(1);
});

test("refused by the provider: read again, at most once a minute", async () => {
  const account = anAccount();
  await providerSecret();
  account.putSecret("second");
  refuseProviderSecret();
  account.wait(59);
  expect(await providerSecret()).toBe("first");
  account.wait(1);
  expect(await providerSecret()).toBe("second");
  refuseProviderSecret();
  expect(await providerSecret()).toBe("second");
});

test("another ARN: another secret", async () => {
  anAccount();
  expect(await providerSecret()).toBe("first");
  anAccount().putSecret("other");
  expect(await providerSecret()).toBe("other");
});

test("no ARN: misconfigured, and the sentence names the setting", async () => {
  vi.stubEnv("PAYMENT_SECRET_ARN", "");
  await expect(providerSecret()).rejects.toThrow("set paymentSecretArn");
});

test.each([
  ["ResourceNotFoundException", "there is no such secret"],
  ["AccessDeniedException", "may not read it"],
  ["DecryptionFailure", "KMS key"],
])("%s: misconfigured, with what to do", async (name, sentence) => {
  anAccount().putSecret(namedError(name));
  const error = await providerSecret().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ProviderMisconfiguredError);
  expect(String(error)).toContain(sentence);
});

test("no answer: unavailable, and the next call reads it", async () => {
  const account = anAccount();
  account.putSecret(namedError("TimeoutError"));
  const error = await providerSecret().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ProviderUnavailableError);
  expect(error).not.toBeInstanceOf(ProviderMisconfiguredError);
  account.putSecret("first");
  expect(await providerSecret()).toBe("first");
});
