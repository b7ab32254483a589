import { awaitShipment, type ExampleOrder, idOf, placing } from "./orders.ts";
import { alice, type Caller, type ProblemStep, sam, type WalkthroughStep } from "./step.ts";

const SKU = "SOCK-MERINO-M";

const socks = {
  name: "socks",
  items: [{ sku: SKU, quantity: 6 }],
  paymentMethod: "pm_sandbox_refund_flaky",
} satisfies ExampleOrder;

const largerSocks = {
  name: "larger-socks",
  items: [{ sku: "SOCK-MERINO-L", quantity: 4 }],
  by: sam,
  customerId: "alice",
  more: { exchangeFor: { orderId: idOf(socks), returnNumber: 1 } },
} satisfies ExampleOrder;

/** The shop offers no returns of it. */
const onSale = {
  name: "on-sale",
  items: [{ sku: SKU, quantity: 1 }],
  by: sam,
  customerId: "alice",
  more: { returnWithinDays: 0 },
} satisfies ExampleOrder;

const inManyParts = { name: "in-many-parts", items: [{ sku: SKU, quantity: 40 }] } satisfies ExampleOrder;
const ofManyReturns = { name: "of-many-returns", items: [{ sku: SKU, quantity: 1 }] } satisfies ExampleOrder;

type ReturnStep = "approveReturn" | "rejectReturn" | "cancelReturn";

function asking(order: ExampleOrder, key: string, quantity: number, more: object = {}, by: Caller = alice) {
  return {
    operation: "requestReturn",
    by,
    path: { orderId: idOf(order) },
    headers: { "Idempotency-Key": key },
    body: { lines: [{ sku: SKU, quantity }], reason: "Too small", ...more },
  };
}

function receiving(order: ExampleOrder, key: string, body: object, number = 1) {
  return {
    operation: "receiveReturn",
    by: sam,
    path: { orderId: idOf(order), number },
    headers: { "Idempotency-Key": key },
    body,
  };
}

function deciding(order: ExampleOrder, operation: ReturnStep, number: number, body?: object, by: Caller = sam) {
  return { operation, by, path: { orderId: idOf(order), number }, ...(body && { body }) };
}

function came(restock: number, more: object = {}) {
  return { lines: [{ sku: SKU, restock }], ...more };
}

/** The order leaves. */
function sending(order: ExampleOrder, summary: string): WalkthroughStep[] {
  const path = { orderId: idOf(order), number: 1 };
  const step = { operation: "advanceShipmentStatus", by: sam, path, status: 200 };
  const { name } = order;
  return [
    { name, summary, ...placing(order), status: 201 },
    { name, summary: "Wait for its shipment", ...awaitShipment(order) },
    { ...step, name: `pack-${name}`, summary: "Pack it", body: { status: "PACKED" } },
    {
      ...step,
      name: `dispatch-${name}`,
      summary: "Dispatch it",
      body: { status: "SHIPPED", carrier: "DHL", trackingNumbers: ["00340434161094021525"] },
    },
  ];
}

function failing(order: ExampleOrder, body: object) {
  return { operation: "advanceShipmentStatus", by: sam, path: { orderId: idOf(order), number: 1 }, body };
}

const ofSocks = { orderId: idOf(socks) };

/** Units of an order come back. */
export const returns: readonly WalkthroughStep[] = [
  ...sending(socks, "Order six pairs of socks, whose payment will be slow to refund"),
  {
    name: "four-pairs",
    summary: "Ask to send four pairs back",
    ...asking(socks, "four-pairs", 4, { lines: [{ sku: SKU, quantity: 4, reason: "wrongSize" }] }),
    status: 201,
  },
  { operation: "listReturns", name: "socks", summary: "List its returns", by: alice, path: ofSocks, status: 200 },
  {
    operation: "getReturn",
    name: "four-pairs",
    summary: "Read the return",
    by: alice,
    path: { ...ofSocks, number: 1 },
    status: 200,
  },
  {
    name: "four-pairs",
    summary: "Approve it",
    ...deciding(socks, "approveReturn", 1, { refund: "auto" }),
    status: 200,
  },
  {
    name: "larger-socks",
    summary: "Staff order larger socks in exchange",
    ...placing(largerSocks),
    status: 201,
  },
  {
    name: "one-worn-out",
    summary: "Receive a pair that cannot be sold, and does not get its money back",
    ...receiving(socks, "one-worn-out", { lines: [{ sku: SKU, writeOff: 1 }], refund: "manual" }),
    status: 200,
  },
  {
    name: "refund-without-answer",
    summary: "Receive two pairs, which go back into stock, while the provider does not answer: 202, the refund follows",
    ...receiving(socks, "two-pairs", came(2, { close: true })),
    status: 202,
  },
  {
    name: "one-pair-more",
    summary: "Ask to send another pair back",
    ...asking(socks, "one-pair-more", 1),
    status: 201,
  },
  {
    name: "one-pair-more",
    summary: "Reject it",
    ...deciding(socks, "rejectReturn", 2, { reason: "Socks that were worn are not taken back." }),
    status: 200,
  },
  { name: "unworn-pair", summary: "Ask to send an unworn pair back", ...asking(socks, "unworn-pair", 1), status: 201 },
  {
    name: "unworn-pair",
    summary: "Keep it after all",
    ...deciding(socks, "cancelReturn", 3, undefined, alice),
    status: 200,
  },
];

/** Prepares what a problem needs, and is not in the document. */
function prepare(step: Omit<WalkthroughStep, "name" | "summary">): WalkthroughStep {
  return { name: "preparation", summary: "", ...step };
}

const returnedOften = Array.from({ length: 10 }, (_, index) => [
  prepare({ ...asking(ofManyReturns, `return-${index + 1}`, 1), status: 201 }),
  prepare({ ...deciding(ofManyReturns, "cancelReturn", index + 1), status: 200 }),
]).flat();

const receivedOften = Array.from({ length: 30 }, (_, index) =>
  prepare({ ...receiving(inManyParts, `part-${index + 1}`, came(1)), status: 200 }),
);

const refundedOften = Array.from({ length: 20 }, (_, index) =>
  prepare({
    operation: "refundPayment",
    by: sam,
    path: { orderId: idOf(inManyParts) },
    headers: { "Idempotency-Key": `cent-${index + 1}` },
    body: { amount: { amount: 1, currency: "EUR" }, reason: "Sorry" },
    status: 200,
  }),
);

/** What is refused of returns. */
export const returnProblems: readonly (ProblemStep | WalkthroughStep)[] = [
  { ...asking(socks, "own-refund", 1, { refund: "auto" }), code: "staff_only" },
  { ...asking(socks, "four-pairs", 3), code: "idempotency_key_reused" },
  { ...asking(socks, "too-many", 4), code: "too_many_units" },
  { ...asking(socks, "no-line", 1, { lines: [{ sku: "BOOK-KNOTS", quantity: 1 }] }), code: "unknown_line" },
  { ...placing({ ...largerSocks, name: "larger-socks-again" }), code: "not_exchangeable" },
  {
    ...placing({ ...largerSocks, name: "no-return", more: { exchangeFor: { orderId: idOf(socks), returnNumber: 9 } } }),
    code: "unknown_return",
  },
  ...sending(onSale, "").map(prepare),
  { ...asking(onSale, "too-late", 1), code: "too_late_to_return" },
  prepare({ ...asking(onSale, "by-the-shop", 1, {}, sam), status: 201 }),
  { ...deciding(onSale, "cancelReturn", 1, undefined, alice), code: "staff_only" },
  { ...receiving(onSale, "nothing", { lines: [], close: true }), code: "nothing_received" },
  { ...receiving(onSale, "shipping", came(1, { refundShipping: true })), code: "shipping_not_refundable" },
  { ...receiving(onSale, "nowhere", came(1, { location: "nowhere" })), code: "unknown_location" },
  { ...receiving(onSale, "two", came(2)), code: "too_many_units" },
  { ...receiving(onSale, "book", { lines: [{ sku: "BOOK-KNOTS", restock: 1 }] }), code: "unknown_line" },
  { ...receiving(socks, "after-its-end", came(1)), code: "invalid_state_transition" },
  { ...receiving(socks, "two-pairs", came(1)), code: "idempotency_key_reused" },
  { ...deciding(socks, "approveReturn", 2, {}), code: "invalid_state_transition" },
  { ...deciding(socks, "rejectReturn", 1, { reason: "Worn" }), code: "invalid_state_transition" },
  { ...deciding(socks, "cancelReturn", 1), code: "invalid_state_transition" },
  ...sending(ofManyReturns, "").map(prepare),
  ...returnedOften,
  { ...asking(ofManyReturns, "return-11", 1), code: "too_many_returns" },
  ...sending(inManyParts, "").map(prepare),
  prepare({ ...asking(inManyParts, "all-of-them", 40, {}, sam), status: 201 }),
  ...receivedOften,
  { ...receiving(inManyParts, "part-31", came(1)), code: "too_many_receipts" },
  prepare({ ...failing(inManyParts, { status: "DELIVERY_FAILED" }), status: 200 }),
  { ...failing(inManyParts, { status: "RETURNED", restock: true }), code: "units_returned" },
  ...refundedOften,
  { ...receiving(inManyParts, "the-rest", came(10, { close: true })), code: "too_many_payments" },
];
