import type { Account } from "./account.ts";
import { confirmIntent } from "./confirm-intent.ts";
import type { ConfirmIntent, CreateIntent } from "./parameters.ts";
import { methodFor, requireMethodOf } from "./payment-methods.ts";
import type { IntentRecord } from "./records.ts";
import { invalidRequest, noSuch } from "./stripe-error.ts";
import { intentView } from "./views.ts";

/** The smallest amounts that can be charged: https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts */
const MINIMUM: Readonly<Record<string, number>> = {
  aed: 200,
  aud: 50,
  brl: 50,
  cad: 50,
  chf: 50,
  czk: 1_500,
  dkk: 250,
  eur: 50,
  gbp: 30,
  hkd: 400,
  huf: 17_500,
  inr: 50,
  jpy: 50,
  mxn: 1_000,
  myr: 200,
  nok: 300,
  nzd: 50,
  pln: 200,
  ron: 200,
  sek: 300,
  sgd: 50,
  thb: 1_000,
  usd: 50,
}; // prettier-ignore
const MAXIMUM = 99_999_999;
const CURRENCIES = new Set(Intl.supportedValuesOf("currency").map((code) => code.toLowerCase()));

/** https://docs.stripe.com/api/payment_intents/create */
export function createIntent(account: Account, request: CreateIntent): IntentRecord {
  requireAmount(request);
  const { customer, payment_method_types: methodTypes = ["card"], confirm = false } = request;
  if (customer !== undefined && !account.customers.has(customer)) throw noSuch("customer", customer, "customer");
  if (!confirm) requireNoConfirmation(request);
  const method = request.payment_method === undefined ? undefined : methodFor(account, request.payment_method);
  if (method) requireMethodOf(method, customer, methodTypes);
  const id = account.newId("pi");
  const intent: IntentRecord = {
    id,
    created: account.seconds(),
    clientSecret: `${id}_secret_${account.newId("s").slice(2)}`,
    amount: request.amount,
    currency: request.currency.toLowerCase(),
    metadata: request.metadata ?? {},
    ...(customer !== undefined && { customer }),
    captureMethod: request.capture_method ?? "automatic_async",
    confirmationMethod: request.confirmation_method ?? "automatic",
    methodTypes,
    description: request.description ?? null,
    statementDescriptorSuffix: request.statement_descriptor_suffix ?? null,
    setupFutureUsage: request.setup_future_usage ?? null,
    requestMulticapture: request.payment_method_options?.card?.request_multicapture === "if_available",
    ...(method && { method: method.id }),
    status: method ? "requires_confirmation" : "requires_payment_method",
    amountCapturable: 0,
    amountReceived: 0,
    captures: 0,
  };
  account.intents.set(id, intent);
  account.tell("payment_intent.created", intentView(account, intent));
  if (confirm) confirmIntent(account, intent, withoutMethod(request));
  return intent;
}

/** The payment method is that of the PaymentIntent already. */
function withoutMethod({ payment_method: _, ...request }: ConfirmIntent): ConfirmIntent {
  return request;
}

function requireAmount({ amount, currency }: CreateIntent): void {
  const code = currency.toLowerCase();
  if (!CURRENCIES.has(code)) {
    throw invalidRequest(`Invalid currency: ${code}.`, { param: "currency" });
  }
  if (amount > MAXIMUM) {
    const message = `Amount must be no more than ${MAXIMUM} ${code}`;
    throw invalidRequest(message, { code: "amount_too_large", param: "amount" });
  }
  const minimum = MINIMUM[code] ?? 0;
  if (amount < minimum) {
    const message = `Amount must be at least ${minimum} ${code}`;
    throw invalidRequest(message, { code: "amount_too_small", param: "amount" });
  }
}

/** https://docs.stripe.com/api/payment_intents/create#create_payment_intent-off_session and the parameters like it. */
function requireNoConfirmation(request: CreateIntent): void {
  for (const param of ["off_session", "return_url", "error_on_requires_action"] as const) {
    if (request[param] === undefined) continue;
    const message = `The parameter \`${param}\` cannot be passed when creating a PaymentIntent unless \`confirm\` is set to true.`;
    throw invalidRequest(message, { param });
  }
}
