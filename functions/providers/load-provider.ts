import { settingOr } from "../platform/runtime/settings.ts";
import { problemError } from "../platform/values/problems.ts";
import { type PaymentProvider, unknownPaymentMethod } from "./payment-provider.ts";

/**
 * The name of the provider that a new order is paid through, as the deployment's settings say.
 * @throws 422 `unknown_payment_method` where the method is none of the provider's
 */
export async function chooseProvider(method: string): Promise<string> {
  const provider = await loadProvider(settingOr("PAYMENT_PROVIDER", "sandbox"));
  const rejection = provider.rejectMethod(method);
  if (rejection === undefined) return provider.name;
  throw problemError(unknownPaymentMethod, `The payment method "${method}" is unknown. ${rejection}`, {
    errors: [{ path: "paymentMethod", message: "is unknown to the payment provider" }],
  });
}

/** Loads a provider when it is first needed, so that its SDK does not slow down what needs none. @throws for an unknown name. */
export async function loadProvider(name: string): Promise<PaymentProvider> {
  switch (name) {
    case "sandbox":
      return (await import("./sandbox/sandbox-provider.ts")).sandboxProvider;
    case "manual":
      return (await import("./manual/manual-provider.ts")).manualProvider;
    default:
      throw new Error(`There is no payment provider "${name}"; PAYMENT_PROVIDER must be sandbox or manual.`);
  }
}
