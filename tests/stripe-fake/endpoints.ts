import type { z } from "zod";
import type { Account } from "./account.ts";
import { cancelIntent } from "./cancel-intent.ts";
import { captureIntent } from "./capture-intent.ts";
import { confirmIntent } from "./confirm-intent.ts";
import { createIntent } from "./create-intent.ts";
import { expand } from "./expand.ts";
import { listPage } from "./list.ts";
import * as parameters from "./parameters.ts";
import { parseParameters } from "./parameters.ts";
import { attachMethod, methodFor } from "./payment-methods.ts";
import { createRefund } from "./refunds.ts";
import { searchIntents } from "./search.ts";
import { noSuch } from "./stripe-error.ts";
import { chargeView, customerView, disputeView, intentView, methodView, refundView } from "./views.ts";

/** One operation of Stripe's API that the fake knows. */
export interface Endpoint {
  readonly method: "GET" | "POST";
  readonly path: RegExp;
  /** What a restricted key needs for it: https://docs.stripe.com/keys#limit-access */
  readonly permission: string;
  /** @throws StripeAnswerError where the parameters are invalid; nothing has happened then. */
  prepare(text: string): PreparedCall;
}

/** A call with valid parameters. */
export interface PreparedCall {
  /** @throws StripeAnswerError */
  execute(account: Account, id: string): object;
}

interface Parameters {
  readonly expand?: string[] | undefined;
}

function endpoint<Schema extends z.ZodType<Parameters>>(
  route: string,
  permission: string,
  schema: Schema,
  execute: (account: Account, request: z.output<Schema>, id: string) => object,
): Endpoint {
  const [method, path = ""] = route.split(" ");
  return {
    method: method === "GET" ? "GET" : "POST",
    path: new RegExp(`^${path.replace("{id}", "([^/]+)")}$`),
    permission,
    prepare(text) {
      const request = parseParameters(schema, text);
      return { execute: (account, id) => expand(account, execute(account, request, id), request.expand) };
    },
  };
}

/** An object that the address names. */
function named<Entry>(entries: ReadonlyMap<string, Entry>, object: string, id: string, param = "id"): Entry {
  const found = entries.get(id);
  if (found === undefined) throw noSuch(object, id, param, 404);
  return found;
}

const intentNamed = (account: Account, id: string) => named(account.intents, "payment_intent", id, "intent");

/** https://docs.stripe.com/api: those that the adapter uses, and a few that tests do. */
export const ENDPOINTS: readonly Endpoint[] = [
  endpoint("POST /v1/payment_intents", "payment_intent_write", parameters.CreateIntent, (account, request) =>
    intentView(account, createIntent(account, request)),
  ),
  endpoint("GET /v1/payment_intents", "payment_intent_read", parameters.ListIntents, (account, page) => {
    const all = [...account.intents.values()];
    const found = page.customer === undefined ? all : all.filter(({ customer }) => customer === page.customer);
    return listPage("/v1/payment_intents", found, page, (intent) => intentView(account, intent));
  }),
  endpoint("GET /v1/payment_intents/search", "payment_intent_read", parameters.SearchIntents, (account, request) =>
    searchIntents(account, request),
  ),
  endpoint("GET /v1/payment_intents/{id}", "payment_intent_read", parameters.Retrieve, (account, _, id) =>
    intentView(account, intentNamed(account, id)),
  ),
  endpoint(
    "POST /v1/payment_intents/{id}/confirm",
    "payment_intent_write",
    parameters.ConfirmIntent,
    (account, request, id) => intentView(account, confirmIntent(account, intentNamed(account, id), request)),
  ),
  endpoint(
    "POST /v1/payment_intents/{id}/capture",
    "payment_intent_write",
    parameters.CaptureIntent,
    (account, request, id) => intentView(account, captureIntent(account, intentNamed(account, id), request)),
  ),
  endpoint(
    "POST /v1/payment_intents/{id}/cancel",
    "payment_intent_write",
    parameters.CancelIntent,
    (account, request, id) => intentView(account, cancelIntent(account, intentNamed(account, id), request)),
  ),
  endpoint("GET /v1/charges", "charge_read", parameters.ListCharges, (account, page) => {
    const found = [...account.charges.values()].filter((charge) => isOfPayment(charge.intent, page.payment_intent));
    return listPage("/v1/charges", found, page, chargeView);
  }),
  endpoint("GET /v1/charges/{id}", "charge_read", parameters.Retrieve, (account, _, id) =>
    chargeView(named(account.charges, "charge", id)),
  ),
  endpoint("POST /v1/refunds", "refund_write", parameters.CreateRefund, (account, request) =>
    refundView(createRefund(account, request)),
  ),
  endpoint("GET /v1/refunds", "refund_read", parameters.ListOfPayment, (account, page) => {
    const found = [...account.refunds.values()].filter(
      ({ intent, charge }) => isOfPayment(intent, page.payment_intent) && isOfPayment(charge, page.charge),
    );
    return listPage("/v1/refunds", found, page, refundView);
  }),
  endpoint("GET /v1/refunds/{id}", "refund_read", parameters.Retrieve, (account, _, id) =>
    refundView(named(account.refunds, "refund", id)),
  ),
  endpoint("GET /v1/disputes", "dispute_read", parameters.ListOfPayment, (account, page) => {
    const found = [...account.disputes.values()].filter(
      ({ intent, charge }) => isOfPayment(intent, page.payment_intent) && isOfPayment(charge, page.charge),
    );
    return listPage("/v1/disputes", found, page, disputeView);
  }),
  endpoint("GET /v1/disputes/{id}", "dispute_read", parameters.Retrieve, (account, _, id) =>
    disputeView(named(account.disputes, "dispute", id)),
  ),
  endpoint("POST /v1/customers", "customer_write", parameters.CreateCustomer, (account, request) => {
    const { email = null, metadata = {} } = request;
    const customer = { id: account.newId("cus"), created: account.seconds(), email, metadata };
    account.customers.set(customer.id, customer);
    return customerView(customer);
  }),
  endpoint("GET /v1/customers/{id}", "customer_read", parameters.Retrieve, (account, _, id) =>
    customerView(named(account.customers, "customer", id)),
  ),
  endpoint("GET /v1/payment_methods/{id}", "payment_method_read", parameters.Retrieve, (account, _, id) =>
    methodView(methodFor(account, id)),
  ),
  endpoint(
    "POST /v1/payment_methods/{id}/attach",
    "payment_method_write",
    parameters.AttachMethod,
    (account, request, id) => methodView(attachMethod(account, methodFor(account, id), request.customer)),
  ),
];

function isOfPayment(found: string, asked: string | undefined): boolean {
  return asked === undefined || found === asked;
}
