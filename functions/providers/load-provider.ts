import { settingOr } from "../platform/runtime/settings.ts";
import type { PaymentProvider } from "./payment-provider.ts";

/** The name of the provider that new orders are paid through. */
export function chosenProvider(): string {
  return settingOr("PAYMENT_PROVIDER", "sandbox");
}

/** Loads a provider when it is first needed, so that one's SDK is not in the others' way. @throws for an unknown name. */
export async function loadProvider(name: string): Promise<PaymentProvider> {
  switch (name) {
    case "sandbox":
      return (await import("./sandbox/sandbox-provider.ts")).sandboxProvider;
    default:
      throw new Error(`There is no payment provider "${name}"; PAYMENT_PROVIDER must be sandbox.`);
  }
}
