import { settingOr } from "../platform/runtime/settings.ts";
import { type Caller, worksForShop } from "../platform/values/caller.ts";
import { problemError } from "../platform/values/problems.ts";
import { type PaidWith, type PaymentProvider, unknownPaymentMethod } from "./payment-provider.ts";

/** How a new order, or one that is paid again, is paid. */
export interface ChosenPayment {
  /** The provider that is asked for it. */
  readonly provider: string;
  /** Nobody is asked: the money comes another way, and is recorded when it came. */
  readonly paidByHand: boolean;
}

/**
 * The payment method of money that comes another way, and the provider of stages that know no other. Beside a provider
 * only the shop's people may choose it.
 */
export const BY_HAND = "manual";

/**
 * The provider that an order is paid through, as the deployment's settings say.
 * @throws 422 `unknown_payment_method` where the method or the customer who saved it is none of the provider's
 */
export async function choosePayment(paidWith: PaidWith, caller: Caller): Promise<ChosenPayment> {
  const provider = await loadProvider(settingOr("PAYMENT_PROVIDER", "sandbox"));
  const paidByHand = paidWith.method === BY_HAND && (provider.name === BY_HAND || worksForShop(caller));
  requireAccepted(paidByHand ? await loadProvider(BY_HAND) : provider, paidWith);
  return { provider: provider.name, paidByHand };
}

/** @throws 422 `unknown_payment_method` where the method or the customer who saved it is none of the provider's */
export function requireAccepted(provider: PaymentProvider, { method, customer }: PaidWith): void {
  const methodRejection = provider.rejectMethod(method);
  if (methodRejection !== undefined) throw unknownMethod(method, methodRejection);
  const customerRejection = customer === undefined ? undefined : rejectCustomer(provider, customer);
  if (customerRejection === undefined) return;
  throw problemError(unknownPaymentMethod, `The payment customer "${customer}" is unknown. ${customerRejection}`, {
    errors: [{ path: "paymentCustomer", message: "is unknown to the payment provider" }],
  });
}

function rejectCustomer(provider: PaymentProvider, customer: string): string | undefined {
  if (provider.rejectCustomer) return provider.rejectCustomer(customer);
  return `The provider ${provider.name} keeps no payment methods of customers: leave paymentCustomer and offSession out.`;
}

/** The error for a payment method that nobody can be asked with. @param why a sentence that says what to do instead */
export function unknownMethod(method: string, why: string) {
  return problemError(unknownPaymentMethod, `The payment method "${method}" is unknown. ${why}`, {
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
    case "stripe":
      return (await import("./stripe/stripe-provider.ts")).stripeProvider;
    default:
      throw new Error(`There is no payment provider "${name}".`);
  }
}
