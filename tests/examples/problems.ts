import { editWhileLeaving, orderChangeProblems } from "./order-changes.ts";
import { awaitShipment, type ExampleOrder, idOf, placing } from "./orders.ts";
import { paymentProblems } from "./payments.ts";
import { reservationProblems } from "./reservations.ts";
import { returnProblems } from "./returns.ts";
import { shipmentProblems } from "./shipments.ts";
import { alice, type ProblemStep, sam, type WalkthroughStep } from "./step.ts";
import { stockProblems } from "./stock.ts";
import { exampleOrders, SLOW_TRACKING_NUMBER } from "./walkthrough.ts";

const { book, mugsAndCoffee, slowCapture } = exampleOrders;

const expiring = {
  name: "expiring",
  items: [{ sku: "HAT-WOOL", quantity: 1 }],
  paymentMethod: "pm_sandbox_expires",
  by: sam,
  customerId: "alice",
  more: { paymentHoldSeconds: 3_600 },
} satisfies ExampleOrder;
const unpacked = { name: "unpacked", items: [{ sku: "HAT-WOOL", quantity: 1 }] } satisfies ExampleOrder;

const dispatch = { status: "SHIPPED", carrier: "DHL", trackingNumbers: ["00340434161094021501"] };

function shipping(order: ExampleOrder, body: object) {
  return { operation: "advanceShipmentStatus", by: sam, path: { orderId: idOf(order), number: 1 }, body };
}

/** Prepares what a problem needs, and is not in the document. */
function prepare(step: Omit<WalkthroughStep, "name" | "summary">): WalkthroughStep {
  return { name: "preparation", summary: "", ...step };
}

/** Waits for the order's shipment. */
function placed(order: ExampleOrder): readonly WalkthroughStep[] {
  return [prepare({ ...placing(order), status: 201 }), prepare(awaitShipment(order))];
}

/**
 * Requests that lead to the problems that an operation declares, sent in this order after the walkthrough, with what they
 * need before; derive-problems.ts has the problems of every operation.
 */
export const problems: readonly (ProblemStep | WalkthroughStep)[] = [
  { ...shipping(slowCapture, { ...dispatch, trackingNumbers: ["00340434161094021525"] }), code: "order_busy" },
  editWhileLeaving(slowCapture),
  {
    operation: "cancelOrder",
    by: alice,
    path: { orderId: idOf(slowCapture) },
    body: { reason: "Too slow" },
    code: "order_busy",
  },
  {
    operation: "cancelOrder",
    by: alice,
    path: { orderId: idOf(mugsAndCoffee) },
    body: { reason: "I have enough mugs" },
    code: "invalid_state_transition",
  },
  ...paymentProblems(slowCapture),
  prepare({ ...shipping(slowCapture, { ...dispatch, trackingNumbers: [SLOW_TRACKING_NUMBER] }), status: 200 }),
  { ...shipping(slowCapture, dispatch), code: "already_dispatched" },
  ...placed(unpacked),
  { ...shipping(unpacked, { status: "DELIVERED" }), code: "invalid_state_transition" },
  { ...shipping(unpacked, { status: "PACKED" }), headers: { "If-Match": '"1"' }, code: "version_mismatch" },
  ...placed(expiring),
  prepare({ ...shipping(expiring, { status: "PACKED" }), status: 200 }),
  { ...shipping(expiring, dispatch), code: "capture_refused" },
  { ...shipping(expiring, dispatch), code: "payment_not_capturable" },
  {
    operation: "createProduct",
    by: sam,
    body: { sku: "BOOK-KNOTS", name: "Another book", price: { amount: 1990, currency: "EUR" } },
    code: "product_exists",
  },
  {
    operation: "createProduct",
    by: sam,
    body: { sku: "MAP-MOON", name: "Map of the Moon", price: { amount: 1990, currency: "ABC" } },
    code: "unsupported_currency",
  },
  {
    operation: "putProduct",
    by: sam,
    path: { sku: "MAP-MOON" },
    body: { name: "Map of the Moon", price: { amount: 1990, currency: "ABC" } },
    code: "unsupported_currency",
  },
  {
    operation: "putProduct",
    by: sam,
    path: { sku: "MAP-MOON" },
    headers: { "If-Match": '"7"' },
    body: { name: "Map of the Moon", price: { amount: 1990, currency: "EUR" } },
    code: "version_mismatch",
  },
  {
    operation: "putProduct",
    by: sam,
    path: { sku: "map-moon" },
    body: { name: "Map of the Moon", price: { amount: 1990, currency: "EUR" } },
    code: "not_found",
  },
  {
    operation: "changeProduct",
    by: sam,
    path: { sku: "MAP-ALPS-E" },
    body: { price: { amount: 1390, currency: "ABC" } },
    code: "unsupported_currency",
  },
  {
    operation: "changeProduct",
    by: sam,
    path: { sku: "MAP-ALPS-E" },
    headers: { "If-Match": '"7"' },
    body: { name: "Hiking map, Eastern Alps, 2026" },
    code: "version_mismatch",
  },
  {
    operation: "archiveProduct",
    by: sam,
    path: { sku: "MAP-ALPS-E" },
    headers: { "If-Match": '"7"' },
    code: "version_mismatch",
  },
  {
    operation: "adjustStock",
    by: sam,
    path: { sku: "TRAILER-CARGO" },
    headers: { "Idempotency-Key": "stocktaking-2026-1" },
    body: { quantity: -50, reason: "correction" },
    code: "insufficient_stock",
  },
  {
    operation: "adjustStock",
    by: sam,
    path: { sku: "MUG-ENAMEL-400" },
    headers: { "Idempotency-Key": "delivery-2026-117" },
    body: { quantity: 50, reason: "received" },
    code: "idempotency_key_reused",
  },
  {
    ...placing({ name: "mugs-and-coffee", items: [{ sku: "COFFEE-500", quantity: 3 }] }),
    code: "idempotency_key_reused",
  },
  { ...placing({ name: "unknown", items: [{ sku: "MUG-GOLD", quantity: 1 }] }), code: "unknown_product" },
  {
    ...placing({ name: "gold", items: [{ sku: "COFFEE-500", quantity: 1 }], paymentMethod: "pm_gold" }),
    code: "unknown_payment_method",
  },
  prepare({
    operation: "createProduct",
    by: sam,
    body: { sku: "MAP-ROCKIES", name: "Hiking map, Rocky Mountains", price: { amount: 1595, currency: "USD" } },
    status: 201,
  }),
  {
    ...placing({
      name: "mixed",
      items: [
        { sku: "MAP-ALPS-E", quantity: 1 },
        { sku: "MAP-ROCKIES", quantity: 1 },
      ],
    }),
    code: "mixed_currencies",
  },
  { ...placing({ name: "large", items: [{ sku: "TENT-4P-SAND", quantity: 100_000 }] }), code: "total_too_large" },
  {
    ...placing({ name: "for-bob", items: [{ sku: "COFFEE-500", quantity: 1 }], customerId: "bob" }),
    code: "customer_id_not_yours",
  },
  ...shipmentProblems(book),
  ...orderChangeProblems(book),
  ...returnProblems,
  ...reservationProblems(prepare),
  // The last, because then the shop can have no more locations.
  ...stockProblems,
  { operation: "listProducts", by: alice, query: { status: "ARCHIVED" }, code: "forbidden" },
  { operation: "listCustomerOrders", by: alice, path: { customerId: "bob" }, code: "not_found" },
];
