import {
  type PaymentProvider,
  type ProviderPayment,
  ProviderUnavailableError,
} from "../../functions/providers/payment-provider.ts";

/** A provider with the given methods; every other method rejects. Closing leaves no mark at it. */
export function aProvider(methods: Partial<PaymentProvider> = {}): PaymentProvider {
  const unexpected = (method: string) => async () => Promise.reject(new Error(`The test expected no ${method}.`));
  return {
    name: "fake",
    settlesWithin: 10,
    closeLeavesMark: false,
    rejectMethod: () => undefined,
    authorize: unexpected("authorize"),
    capture: unexpected("capture"),
    close: unexpected("close"),
    refund: unexpected("refund"),
    retrieve: unexpected("retrieve"),
    ...methods,
  };
}

/** An attempt as the provider tells of it: it holds money, and nothing was captured. */
export function aProviderPayment(changes: Partial<ProviderPayment> = {}): ProviderPayment {
  return { reference: "auth-1", status: "AUTHORIZED", captured: 0, refunds: [], ...changes };
}

/** A provider method whose response is lost. */
export async function noAnswer(): Promise<never> {
  throw new ProviderUnavailableError("the bank answered 503");
}
