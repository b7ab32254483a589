import { type Account, existing } from "./account.ts";
import type {
  ChargeRecord,
  CustomerRecord,
  DisputeRecord,
  IntentRecord,
  MethodRecord,
  PaymentError,
  RefundRecord,
} from "./records.ts";
import { docUrl } from "./stripe-error.ts";

/** https://docs.stripe.com/api/payment_intents/object */
export function intentView(account: Account, intent: IntentRecord) {
  return {
    id: intent.id,
    object: "payment_intent",
    amount: intent.amount,
    amount_capturable: intent.amountCapturable,
    amount_details: { tip: {} },
    amount_received: intent.amountReceived,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: intent.canceledAt ?? null,
    cancellation_reason: intent.cancellationReason ?? null,
    capture_method: intent.captureMethod,
    client_secret: intent.clientSecret,
    confirmation_method: intent.confirmationMethod,
    created: intent.created,
    currency: intent.currency,
    customer: intent.customer ?? null,
    description: intent.description,
    last_payment_error: intent.lastError ? paymentErrorView(account, intent.lastError) : null,
    latest_charge: intent.latestCharge ?? null,
    livemode: false,
    metadata: intent.metadata,
    next_action: nextActionView(intent),
    on_behalf_of: null,
    payment_method: intent.method ?? null,
    payment_method_options: {
      card: {
        installments: null,
        mandate_options: null,
        network: null,
        ...(intent.requestMulticapture && { request_multicapture: "if_available" }),
        request_three_d_secure: "automatic",
      },
    },
    payment_method_types: intent.methodTypes,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: intent.setupFutureUsage,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: intent.statementDescriptorSuffix,
    status: intent.status,
    transfer_data: null,
    transfer_group: null,
  };
}

/** https://docs.stripe.com/api/payment_intents/object#payment_intent_object-next_action */
function nextActionView({ id, nextAction }: IntentRecord) {
  if (!nextAction) return null;
  const url = `https://hooks.stripe.com/3d_secure_2/hosted?payment_intent=${id}`;
  if (nextAction.type === "redirect_to_url") {
    return { type: nextAction.type, redirect_to_url: { return_url: nextAction.returnUrl ?? null, url } };
  }
  return { type: nextAction.type, use_stripe_sdk: { type: "three_d_secure_redirect", stripe_js: url } };
}

/** https://docs.stripe.com/api/payment_intents/object#payment_intent_object-last_payment_error */
export function paymentErrorView(account: Account, { declineCode, charge, method, ...error }: PaymentError) {
  return {
    ...error,
    doc_url: docUrl(error.code),
    ...(charge !== undefined && { charge }),
    ...(declineCode !== undefined && { decline_code: declineCode }),
    payment_method: methodView(existing(account.methods, method)),
  };
}

/** https://docs.stripe.com/api/charges/object */
export function chargeView(charge: ChargeRecord) {
  return {
    id: charge.id,
    object: "charge",
    amount: charge.amount,
    amount_captured: charge.amountCaptured,
    amount_refunded: charge.amountRefunded + charge.amountReleased,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: charge.balanceTransaction ?? null,
    billing_details: { address: null, email: null, name: null, phone: null },
    calculated_statement_descriptor: "WAYBILL",
    captured: charge.isClosed && charge.amountCaptured > 0,
    created: charge.created,
    currency: charge.currency,
    customer: charge.customer ?? null,
    description: null,
    disputed: charge.disputed,
    failure_balance_transaction: null,
    failure_code: charge.failure?.code ?? null,
    failure_message: charge.failure?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: charge.metadata,
    on_behalf_of: null,
    outcome: outcomeView(charge),
    paid: charge.status === "succeeded",
    payment_intent: charge.intent,
    payment_method: charge.method,
    payment_method_details: { type: "card", card: cardDetailsView(charge) },
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunded: isAllRefunded(charge),
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: charge.status,
    transfer_data: null,
    transfer_group: null,
  };
}

/** Only after the final capture, and of all that was captured: https://docs.stripe.com/payments/multicapture#refunds */
function isAllRefunded({ isClosed, amountCaptured, amountRefunded, amountReleased }: ChargeRecord): boolean {
  return isClosed && amountRefunded + amountReleased > 0 && amountRefunded >= amountCaptured;
}

/** https://docs.stripe.com/api/charges/object#charge_object-outcome */
function outcomeView({ failure }: ChargeRecord) {
  return {
    network_status: failure ? "declined_by_network" : "approved_by_network",
    reason: failure?.declineCode ?? null,
    risk_level: "normal",
    seller_message: failure ? "The bank did not return any further details with this decline." : "Payment complete.",
    type: failure ? "issuer_declined" : "authorized",
  };
}

/** https://docs.stripe.com/api/charges/object#charge_object-payment_method_details-card */
function cardDetailsView(charge: ChargeRecord) {
  const { card, captureBefore, isMulticapture } = charge;
  return {
    amount_authorized: charge.status === "succeeded" ? charge.amount : null,
    authorization_code: null,
    brand: card.brand,
    ...(captureBefore !== undefined && { capture_before: captureBefore }),
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
    country: "US",
    exp_month: 12,
    exp_year: 2034,
    extended_authorization: { status: "disabled" },
    fingerprint: `fp_${card.last4}`,
    funding: "credit",
    incremental_authorization: { status: "unavailable" },
    installments: null,
    last4: card.last4,
    mandate: null,
    multicapture: { status: isMulticapture ? "available" : "unavailable" },
    network: card.brand,
    network_token: { used: false },
    network_transaction_id: null,
    overcapture: { maximum_amount_capturable: charge.amount, status: "unavailable" },
    regulated_status: "unregulated",
    three_d_secure: null,
    transaction_link_id: null,
    wallet: null,
  };
}

/** https://docs.stripe.com/api/refunds/object */
export function refundView(refund: RefundRecord) {
  return {
    id: refund.id,
    object: "refund",
    amount: refund.amount,
    balance_transaction: refund.balanceTransaction ?? null,
    charge: refund.charge,
    created: refund.created,
    currency: refund.currency,
    customer: refund.customer ?? null,
    customer_account: null,
    destination_details: {
      card: {
        reference_status: "pending",
        reference_type: "acquirer_reference_number",
        type: refund.isRelease ? "reversal" : "refund",
      },
      type: "card",
    },
    ...(refund.failureBalanceTransaction !== undefined && {
      failure_balance_transaction: refund.failureBalanceTransaction,
    }),
    ...(refund.failureReason !== undefined && { failure_reason: refund.failureReason }),
    metadata: refund.metadata,
    payment_intent: refund.intent,
    payment_method: refund.method,
    ...(refund.status === "pending" && { pending_reason: refund.pendingReason ?? "processing" }),
    reason: refund.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: refund.status,
    transfer_reversal: null,
  };
}

/** https://docs.stripe.com/api/disputes/object */
export function disputeView(dispute: DisputeRecord) {
  return {
    id: dispute.id,
    object: "dispute",
    amount: dispute.amount,
    balance_transactions: dispute.balanceTransactions.map(({ id, created, amount, fee }) => ({
      id,
      object: "balance_transaction",
      amount,
      available_on: created,
      balance_type: "payments",
      created,
      currency: dispute.currency,
      description: null,
      exchange_rate: null,
      fee,
      fee_details: [],
      net: amount - fee,
      reporting_category: amount < 0 ? "dispute" : "dispute_reversal",
      source: dispute.id,
      status: "available",
      type: "adjustment",
    })),
    charge: dispute.charge,
    created: dispute.created,
    currency: dispute.currency,
    enhanced_eligibility_types: [],
    evidence: { enhanced_evidence: {} },
    evidence_details: {
      due_by: null,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
    },
    is_charge_refundable: dispute.status.startsWith("warning") || dispute.status === "won",
    livemode: false,
    metadata: {},
    payment_intent: dispute.intent,
    payment_method_details: {
      card: {
        brand: dispute.brand,
        case_type: dispute.isInquiry ? "inquiry" : "chargeback",
        network: dispute.brand,
        network_reason_code: "10.4",
      },
      type: "card",
    },
    reason: dispute.reason,
    status: dispute.status,
  };
}

/** https://docs.stripe.com/api/payment_methods/object */
export function methodView(method: MethodRecord) {
  const { brand, last4 } = method.card;
  return {
    id: method.id,
    object: "payment_method",
    billing_details: { address: null, email: null, name: null, phone: null },
    [method.type]: method.type === "card" ? { brand, last4, exp_month: 12, exp_year: 2034, funding: "credit" } : {},
    created: method.created,
    customer: method.customer ?? null,
    livemode: false,
    metadata: {},
    type: method.type,
  };
}

/** https://docs.stripe.com/api/customers/object */
export function customerView({ id, created, email, metadata }: CustomerRecord) {
  return { id, object: "customer", created, email, livemode: false, metadata };
}
