import { attemptKey } from "../../functions/orders/rules/order-transitions.ts";
import { actionIdOf } from "../../functions/providers/sandbox/sandbox-authorization.ts";
import { awaitShipment, type ExampleOrder, idOf, placing } from "./orders.ts";
import { alice, type Caller, type ExampleRequest, type ProblemStep, sam, type WalkthroughStep } from "./step.ts";

/** By staff for alice, and the order keeps its stock for an hour without a payment. */
function held(name: string, paymentMethod: string): ExampleOrder {
  const items = [{ sku: "HAT-WOOL", quantity: 1 }];
  return { name, items, paymentMethod, by: sam, customerId: "alice", more: { paymentHoldSeconds: 3_600 } };
}

const twoCards = held("two-cards", "pm_sandbox_declined");
const acting = held("bank-asks", "pm_sandbox_declined");
const slowCapture = held("slow-capture-by-staff", "pm_sandbox_capture_flaky");
const slowRefund = held("slow-refund", "pm_sandbox_refund_flaky");
const letGo = held("let-go", "pm_sandbox_ok");
const unanswered = held("unanswered", "pm_sandbox_down");
const byTransfer = held("by-transfer", "manual");

const eur = (amount: number) => ({ amount, currency: "EUR" });
const reason = "The hat arrived with a hole";

type Operation =
  | "authorizePayment"
  | "capturePayment"
  | "voidPayment"
  | "refundPayment"
  | "recordManualPayment"
  | "refreshPayment";

function paying(operation: Operation, order: ExampleOrder, key: string, body?: object, by: Caller = sam) {
  return {
    operation,
    by,
    path: { orderId: idOf(order) },
    ...(operation !== "refreshPayment" && { headers: { "Idempotency-Key": key } }),
    ...(body && { body }),
  } satisfies ExampleRequest;
}

function placed(order: ExampleOrder, summary: string, status = 201): WalkthroughStep {
  return { name: order.name, summary, ...placing(order), status };
}

/** The action of the order's second attempt. */
const actionId = actionIdOf({ orderId: idOf(acting), key: attemptKey({ id: idOf(acting) }, { id: 2 }) });
const another = { paymentMethod: "pm_sandbox_multicapture" };
const savedMethod = { ...another, paymentCustomer: "cus_NffrFeUfNV2Hib", offSession: true };
const askingBank = { paymentMethod: "pm_sandbox_action" };

/** The money of orders that were not paid at once. */
export const paymentSteps: readonly WalkthroughStep[] = [
  placed(twoCards, "Staff place an order that is held for an hour; its payment is declined: 202, it is PENDING", 202),
  {
    name: "another-card",
    summary: "Pay it with another card: authorized",
    ...paying("authorizePayment", twoCards, "another-card", another, alice),
    status: 200,
  },
  {
    name: "a-part",
    summary: "Capture a part",
    ...paying("capturePayment", twoCards, "a-part", { amount: eur(1_000) }),
    status: 200,
  },
  { name: "the-rest", summary: "Capture the rest", ...paying("capturePayment", twoCards, "the-rest", {}), status: 200 },
  {
    name: "an-amount",
    summary: "Give an amount back",
    ...paying("refundPayment", twoCards, "an-amount", { amount: eur(500), reason }),
    status: 200,
  },
  placed(acting, "Place another order like it", 202),
  {
    name: "bank-asks",
    summary: "Pay it with a card whose bank asks its customer: 202, with the next action",
    ...paying("authorizePayment", acting, "bank-asks", askingBank, alice),
    status: 202,
  },
  {
    operation: "completeSandboxAction",
    name: "completed",
    summary: "The customer does what the bank asks",
    by: alice,
    path: { actionId },
    body: { result: "completed" },
    status: 200,
  },
  {
    name: "after-the-action",
    summary: "Send the request again: authorized",
    ...paying("authorizePayment", acting, "bank-asks", askingBank, alice),
    status: 200,
  },
  {
    name: "how-it-stands",
    summary: "Ask the provider how the payment stands",
    ...paying("refreshPayment", acting, ""),
    status: 200,
  },
  placed(slowCapture, "Place an order whose payment will be slow to capture"),
  { name: slowCapture.name, summary: "Wait for its shipment", ...awaitShipment(slowCapture) },
  {
    name: "capture-without-answer",
    summary: "Capture it while the provider does not answer: 202",
    ...paying("capturePayment", slowCapture, "slow", {}),
    status: 202,
  },
  placed(slowRefund, "Place an order whose payment will be slow to refund"),
  { name: slowRefund.name, summary: "Wait for its shipment", ...awaitShipment(slowRefund) },
  {
    name: "everything",
    summary: "Capture it",
    ...paying("capturePayment", slowRefund, "everything", {}),
    status: 200,
  },
  {
    name: "refund-without-answer",
    summary: "Give it back while the provider does not answer: 202",
    ...paying("refundPayment", slowRefund, "slow", { lines: [{ sku: "HAT-WOOL", quantity: 1 }], reason }),
    status: 202,
  },
  placed(letGo, "Place an order that will be paid another way"),
  { name: "let-go", summary: "Let go of what is authorized", ...paying("voidPayment", letGo, "let-go"), status: 200 },
  placed(unanswered, "Place an order while the provider does not answer", 202),
  {
    name: "void-without-answer",
    summary: "Let go of what may be authorized: 202 until the provider knows that it never will be",
    ...paying("voidPayment", unanswered, "void"),
    status: 202,
  },
  {
    name: "while-it-waits",
    summary: "Ask how it stands while the provider has another request to answer: 202",
    ...paying("refreshPayment", unanswered, ""),
    status: 202,
  },
  placed(byTransfer, "Place an order that is paid by bank transfer", 202),
  {
    name: "a-transfer",
    summary: "Record a transfer",
    ...paying("recordManualPayment", byTransfer, "a-transfer", { amount: eur(1_000), reference: "transfer 4711" }),
    status: 200,
  },
];

function prepare(step: Omit<WalkthroughStep, "name" | "summary">): WalkthroughStep {
  return { name: "preparation", summary: "", ...step };
}

const captured = held("captured", "pm_sandbox_ok");
const disputed = held("disputed", "pm_sandbox_disputed");
const manyDeclines = held("many-declines", "pm_sandbox_declined");
const manyParts = held("many-parts", "pm_sandbox_multicapture");
const unheld = { ...held("not-held", "pm_sandbox_ok"), more: {} };
const ended = { ...held("ended", "pm_sandbox_declined"), more: {} };

/** So many requests of one kind, under keys of their own. */
function many(count: number, operation: Operation, order: ExampleOrder, body: object): WalkthroughStep[] {
  return Array.from({ length: count }, (_, index) =>
    prepare({ ...paying(operation, order, `number-${index}`, body), status: 200 }),
  );
}

const cent = { amount: eur(1) };
const dollar = { amount: { amount: 100, currency: "USD" } };
const received = { ...cent, reference: "transfer 4712" };

/** What requests about a payment are refused for. `leaving`: an order of which a shipment waits for its capture. */
export function paymentProblems(leaving: ExampleOrder): readonly (ProblemStep | WalkthroughStep)[] {
  return [
    { ...paying("voidPayment", leaving, "while-it-leaves"), code: "order_busy" },

    { ...paying("authorizePayment", acting, "still-held", another), code: "payment_open" },
    { ...paying("authorizePayment", unanswered, "busy", another), code: "order_busy" },
    { ...paying("authorizePayment", twoCards, "paid", another), code: "nothing_due" },
    { ...paying("authorizePayment", letGo, "gold", { paymentMethod: "pm_gold" }), code: "unknown_payment_method" },
    { ...paying("authorizePayment", letGo, "saved", savedMethod, alice), code: "staff_only" },
    { ...paying("authorizePayment", acting, "bank-asks", another, alice), code: "idempotency_key_reused" },
    prepare({ ...placing(ended), status: 201 }),
    { ...paying("authorizePayment", ended, "ended", another), code: "order_ended" },
    prepare({ ...placing(manyDeclines), status: 202 }),
    ...many(19, "authorizePayment", manyDeclines, { paymentMethod: "pm_sandbox_declined" }),
    { ...paying("authorizePayment", manyDeclines, "one-more", another), code: "too_many_payments" },

    { ...paying("capturePayment", letGo, "let-go", {}), code: "nothing_authorized" },
    { ...paying("capturePayment", twoCards, "paid", {}), code: "nothing_due" },
    { ...paying("capturePayment", ended, "ended", {}), code: "order_ended" },
    { ...paying("capturePayment", acting, "too-much", { amount: eur(900_000) }), code: "amount_too_large" },
    { ...paying("capturePayment", acting, "dollars", dollar), code: "wrong_currency" },
    { ...paying("capturePayment", twoCards, "the-rest", cent), code: "idempotency_key_reused" },
    prepare({ ...placing(unheld), status: 201 }),
    { ...paying("capturePayment", unheld, "a-part", cent), code: "rest_unpayable" },
    prepare({ ...placing(manyParts), status: 201 }),
    ...many(20, "capturePayment", manyParts, cent),
    { ...paying("capturePayment", manyParts, "one-more", cent), code: "too_many_payments" },

    { ...paying("voidPayment", letGo, "again"), code: "nothing_authorized" },

    prepare({ ...placing(captured), status: 201 }),
    { ...paying("refundPayment", captured, "too-early", { reason }), code: "nothing_to_refund" },
    prepare({ ...paying("capturePayment", captured, "all", {}), status: 200 }),
    { ...paying("refundPayment", captured, "too-much", { amount: eur(900_000), reason }), code: "amount_too_large" },
    { ...paying("refundPayment", captured, "dollars", { ...dollar, reason }), code: "wrong_currency" },
    {
      ...paying("refundPayment", captured, "no-line", { lines: [{ sku: "BOOK-KNOTS", quantity: 1 }], reason }),
      code: "unknown_line",
    },
    {
      ...paying("refundPayment", captured, "two", { lines: [{ sku: "HAT-WOOL", quantity: 2 }], reason }),
      code: "too_many_units",
    },
    {
      ...paying("refundPayment", twoCards, "an-amount", { amount: eur(600), reason }),
      code: "idempotency_key_reused",
    },
    ...many(50, "refundPayment", captured, { ...cent, reason }),
    { ...paying("refundPayment", captured, "one-more", { ...cent, reason }), code: "too_many_payments" },
    prepare({ ...placing(disputed), status: 201 }),
    prepare({ ...paying("capturePayment", disputed, "all", {}), status: 200 }),
    prepare({
      ...paying("refreshPayment", disputed, ""),
      status: 200,
      until: (body) => body.includes('"dispute":{"status":"OPEN"'),
    }),
    { ...paying("refundPayment", disputed, "disputed", { reason }), code: "payment_disputed" },

    { ...paying("recordManualPayment", twoCards, "paid", received), code: "nothing_due" },
    { ...paying("recordManualPayment", ended, "ended", received), code: "order_ended" },
    {
      ...paying("recordManualPayment", byTransfer, "too-much", { ...received, amount: eur(900_000) }),
      code: "amount_too_large",
    },
    { ...paying("recordManualPayment", byTransfer, "dollars", { ...received, ...dollar }), code: "wrong_currency" },
    {
      ...paying("recordManualPayment", byTransfer, "no-refund", { refund: 1, reference: "transfer back" }),
      code: "unknown_refund",
    },
    {
      ...paying("recordManualPayment", twoCards, "by-provider", { refund: 4, reference: "transfer back" }),
      code: "refund_not_by_hand",
    },
    { ...paying("recordManualPayment", byTransfer, "a-transfer", received), code: "idempotency_key_reused" },
    { ...paying("recordManualPayment", manyParts, "one-more", received), code: "too_many_payments" },

    {
      operation: "completeSandboxAction",
      by: alice,
      path: { actionId },
      body: { result: "failed" },
      code: "invalid_state_transition",
    },
  ];
}
