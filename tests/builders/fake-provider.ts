import { type PaymentProvider, ProviderUnavailableError } from "../../functions/providers/payment-provider.ts";

/** A provider that does nothing but what a test says; whatever it does not say is a mistake of the test's. */
export function aProvider(methods: Partial<PaymentProvider> = {}): PaymentProvider {
  const unexpected = (method: string) => async () => Promise.reject(new Error(`The test expected no ${method}.`));
  return {
    name: "fake",
    settlesWithin: 10,
    rejectMethod: () => undefined,
    authorize: unexpected("authorize"),
    capture: unexpected("capture"),
    void: unexpected("void"),
    find: unexpected("find"),
    ...methods,
  };
}

/** The answer that never comes, at once. */
export async function noAnswer(): Promise<never> {
  throw new ProviderUnavailableError("the bank answered 503");
}
