import type Stripe from "stripe";
import type { Timestamp } from "../../platform/values/time.ts";
import {
  type BankPayment,
  type PaymentProvider,
  ProviderMisconfiguredError,
  ProviderUnavailableError,
  providerTimeout,
} from "../payment-provider.ts";
import { refuseProviderSecret } from "../provider-secret.ts";
import { authorizeIntent } from "./authorize-intent.ts";
import { captureIntent } from "./capture-intent.ts";
import { closeIntent } from "./close-intent.ts";
import { refundIntent } from "./refund-intent.ts";
import { retrieveIntent } from "./retrieve-intent.ts";
import { listIntents } from "./stripe-books.ts";
import { stripeClient } from "./stripe-client.ts";
import { providerError } from "./stripe-errors.ts";

/** Seconds that Stripe's own libraries wait for an answer, so that it has answered or never will. */
const LONGEST_ANSWER = 80;

/** Cards, and wallets and Link where they are cards, as one PaymentIntent for each attempt. */
export const stripeProvider: PaymentProvider = {
  name: "stripe",
  /** A call that we give up at our own time limit may still be carried out for as long as Stripe may take to answer. */
  get settlesWithin() {
    return providerTimeout() / 1_000 + LONGEST_ANSWER;
  },
  closeLeavesMark: true,
  rejectMethod,
  rejectCustomer,
  authorize: (request, signal) => withStripe(signal, (stripe) => authorizeIntent(stripe, request)),
  capture: (request, signal) => withStripe(signal, (stripe) => captureIntent(stripe, request)),
  close: (attempt, signal) => withStripe(signal, (stripe) => closeIntent(stripe, attempt)),
  refund: (request, signal) => withStripe(signal, (stripe) => refundIntent(stripe, request)),
  retrieve: (attempt, signal) => withStripe(signal, (stripe) => retrieveIntent(stripe, attempt)),
  list: listPayments,
};

/** Nothing is changed, so each request that fails is sent again by the SDK. */
async function* listPayments(from: Timestamp, to: Timestamp, signal: AbortSignal): AsyncGenerator<BankPayment> {
  try {
    yield* listIntents(await stripeClient(signal, { maxNetworkRetries: 3 }), from, to);
  } catch (error) {
    throw providerError(error);
  }
}

/**
 * "ID of the payment method (a PaymentMethod, Card, or compatible Source object)":
 * https://docs.stripe.com/api/payment_intents/create#create_payment_intent-payment_method
 */
function rejectMethod(method: string): string | undefined {
  if (/^(pm|card|src)_\w{1,250}$/.test(method)) return undefined;
  return "Send the id of a payment method that Stripe.js made, such as pm_1Nv0FGQ9RKHgCVdK.";
}

/** https://docs.stripe.com/api/customers/object#customer_object-id */
function rejectCustomer(customer: string): string | undefined {
  return /^cus_\w{1,60}$/.test(customer)
    ? undefined
    : "Send the id of a customer at Stripe, such as cus_NffrFeUfNV2Hib.";
}

/** Makes calls to Stripe that end with the signal, and sorts what they throw. */
async function withStripe<Result>(signal: AbortSignal, run: (stripe: Stripe) => Promise<Result>): Promise<Result> {
  requireOpen(signal);
  try {
    return await run(await stripeClient(signal));
  } catch (error) {
    const sorted = providerError(error);
    if (sorted instanceof ProviderMisconfiguredError) refuseProviderSecret();
    throw sorted;
  }
}

/** @throws where the caller has hung up: nothing is sent. */
function requireOpen(signal: AbortSignal): void {
  if (signal.aborted) throw new ProviderUnavailableError("the call to Stripe was aborted");
}
