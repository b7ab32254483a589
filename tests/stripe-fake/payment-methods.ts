import type { Account } from "./account.ts";
import type { MethodRecord } from "./records.ts";
import { invalidRequest, noSuch } from "./stripe-error.ts";
import { TEST_CARDS, type TestCard } from "./test-cards.ts";

/** A payment method of the account; a test card's id stands for a new one: https://docs.stripe.com/testing#use-test-cards */
export function methodFor(account: Account, id: string): MethodRecord {
  const known = account.methods.get(id);
  if (known) return known;
  const card = TEST_CARDS.get(id);
  if (!card) throw noSuch("PaymentMethod", id, "payment_method");
  return newMethod(account, card);
}

export function newMethod(account: Account, card: TestCard, type = "card"): MethodRecord {
  const id = account.newId("pm");
  const method: MethodRecord = { id, created: account.seconds(), type, card, isConsumed: false, isSetUp: false };
  account.methods.set(id, method);
  return method;
}

/** https://docs.stripe.com/api/payment_methods/attach */
export function attachMethod(account: Account, method: MethodRecord, customer: string): MethodRecord {
  if (!account.customers.has(customer)) throw noSuch("customer", customer, "customer");
  if (method.isConsumed) throw usedWithoutCustomer();
  if (method.customer !== undefined && method.customer !== customer) {
    const message = "The payment method you provided has already been attached to a customer.";
    throw invalidRequest(message, { param: "payment_method" });
  }
  method.customer = customer;
  method.isSetUp = true;
  return method;
}

/**
 * Whether a payment may use it: https://docs.stripe.com/payments/payment-methods#customers, and of types
 * https://docs.stripe.com/error-codes#payment-intent-incompatible-payment-method
 */
export function requireMethodOf(method: MethodRecord, customer: string | undefined, types: readonly string[]): void {
  if (!types.includes(method.type)) {
    const message =
      `The PaymentMethod provided (${method.type}) is not allowed for this PaymentIntent. ` +
      `Please attach a PaymentMethod of one of the following types: ${types.join(", ")}.`;
    throw invalidRequest(message, { code: "payment_intent_incompatible_payment_method", param: "payment_method" });
  }
  if (method.customer !== undefined && customer === undefined) {
    const message =
      `The \`payment_method\` parameter supplied ${method.id} belongs to the Customer ${method.customer}. ` +
      "Please include the Customer in the `customer` parameter on the PaymentIntent.";
    throw invalidRequest(message, { code: "parameter_missing", param: "source" });
  }
  if (method.customer !== undefined && method.customer !== customer) {
    const message =
      `The PaymentMethod ${method.id} does not belong to the Customer you supplied ${customer}. ` +
      "Please use this PaymentMethod with the Customer that it belongs to instead.";
    throw invalidRequest(message, { param: "payment_method" });
  }
  if (method.isConsumed) throw usedWithoutCustomer();
}

function usedWithoutCustomer() {
  const message =
    "This PaymentMethod was previously used without being attached to a Customer or was detached from a Customer, " +
    "and may not be used again.";
  return invalidRequest(message, { param: "payment_method" });
}
