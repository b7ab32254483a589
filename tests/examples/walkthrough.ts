import { orderChanges } from "./order-changes.ts";
import { awaitShipment, type ExampleOrder, idOf, numberOf, placing } from "./orders.ts";
import { paymentSteps } from "./payments.ts";
import { reservationSteps } from "./reservations.ts";
import { returns } from "./returns.ts";
import { shipmentSteps } from "./shipments.ts";
import { alice, olga, sam, type WalkthroughStep, webShop } from "./step.ts";
import { stockSteps } from "./stock.ts";

const mugsAndCoffee = {
  name: "mugs-and-coffee",
  items: [
    { sku: "MUG-STEEL-350", quantity: 2 },
    { sku: "COFFEE-500", quantity: 1 },
  ],
} satisfies ExampleOrder;

const book = { name: "book", items: [{ sku: "BOOK-KNOTS", quantity: 1 }] } satisfies ExampleOrder;

const forBob = {
  name: "by-the-web-shop",
  items: [{ sku: "LAMP-HEAD", quantity: 1 }],
  by: webShop,
  customerId: "bob",
} satisfies ExampleOrder;

const slowCapture = {
  name: "slow-capture",
  items: [{ sku: "COMPASS", quantity: 1 }],
  paymentMethod: "pm_sandbox_capture_flaky",
} satisfies ExampleOrder;

/** Of the shipment that is dispatched while the provider does not answer. */
export const SLOW_TRACKING_NUMBER = "00340434161094021518";

const ofMugs = { orderId: idOf(mugsAndCoffee) };
const enamelMug = "MUG-ENAMEL-400";
const travelMug = "MUG-TRAVEL-450";

/** The orders that the problems' requests need, too. */
export const exampleOrders = { mugsAndCoffee, book, forBob, slowCapture };

/**
 * Requests that succeed against the catalogue of `npm start`, in the order in which they are sent. They are the
 * document's examples. The orders' ids are derived from callers and keys, so they are the same on every fresh stack.
 */
export const walkthrough: readonly WalkthroughStep[] = [
  { operation: "getHealth", name: "healthy", summary: "Is the API up?", by: null, status: 200 },
  {
    operation: "getOpenapi",
    name: "document",
    summary: "Read the contract",
    by: null,
    status: 200,
  },
  { operation: "getDocs", name: "page", summary: "Read it as a page", by: null, status: 200 },
  {
    operation: "getDocsAsset",
    name: "script",
    summary: "What the page loads",
    by: null,
    path: { asset: "start.js" },
    status: 200,
  },
  {
    operation: "listProducts",
    name: "two-products",
    summary: "See what is on sale",
    by: alice,
    query: { limit: 2 },
    status: 200,
  },
  {
    operation: "listProducts",
    name: "steel-mugs",
    summary: "Search it",
    by: alice,
    query: { search: "mug steel", limit: 2 },
    status: 200,
  },
  {
    operation: "getProduct",
    name: "steel-mug",
    summary: "Look at a product",
    by: alice,
    path: { sku: "MUG-STEEL-350" },
    status: 200,
  },
  {
    operation: "getStock",
    name: "steel-mug",
    summary: "See how many there are",
    by: alice,
    path: { sku: "MUG-STEEL-350" },
    status: 200,
  },
  {
    name: mugsAndCoffee.name,
    summary: "Order two mugs and coffee: confirmed, the payment is authorized",
    ...placing(mugsAndCoffee),
    status: 201,
  },
  {
    name: mugsAndCoffee.name,
    summary: "A moment later the order has a shipment",
    ...awaitShipment(mugsAndCoffee),
  },
  {
    operation: "getOrder",
    name: mugsAndCoffee.name,
    summary: "Read the order",
    by: alice,
    path: ofMugs,
    status: 200,
  },
  {
    operation: "getPayment",
    name: mugsAndCoffee.name,
    summary: "Read its payment",
    by: alice,
    path: ofMugs,
    status: 200,
  },
  {
    operation: "advanceShipmentStatus",
    name: "pack",
    summary: "Pack the shipment",
    by: sam,
    path: { ...ofMugs, number: 1 },
    headers: { "If-Match": '"3"' },
    body: { status: "PACKED" },
    status: 200,
  },
  {
    operation: "advanceShipmentStatus",
    name: "dispatch",
    summary: "Dispatch it: the payment is captured",
    by: sam,
    path: { ...ofMugs, number: 1 },
    headers: { "If-Match": '"4"' },
    body: { status: "SHIPPED", carrier: "DHL", trackingNumbers: ["00340434161094021501"] },
    status: 200,
  },
  {
    operation: "advanceShipmentStatus",
    name: "deliver",
    summary: "Deliver it",
    by: sam,
    path: { ...ofMugs, number: 1 },
    headers: { "If-Match": '"6"' },
    body: { status: "DELIVERED" },
    status: 200,
  },
  { name: book.name, summary: "Order a book", ...placing(book), status: 201 },
  { name: book.name, summary: "Wait for its shipment", ...awaitShipment(book) },
  {
    operation: "cancelOrder",
    name: book.name,
    summary: "Cancel the book: its stock is released, its payment voided",
    by: alice,
    path: { orderId: idOf(book) },
    body: { reason: "Ordered twice by mistake" },
    status: 200,
  },
  {
    name: "more-than-there-are",
    summary: "Order more trailers than there are: the order is stored as FAILED",
    ...placing({ name: "more-than-there-are", items: [{ sku: "TRAILER-CARGO", quantity: 6 }] }),
    status: 201,
  },
  {
    name: "declined",
    summary: "Pay with a card that is declined: the order is stored as FAILED",
    ...placing({
      name: "declined",
      items: [{ sku: "HAT-WOOL", quantity: 1 }],
      paymentMethod: "pm_sandbox_declined",
    }),
    status: 201,
  },
  {
    operation: "listMyOrders",
    name: "all",
    summary: "See one's own orders",
    by: alice,
    status: 200,
  },
  {
    name: forBob.name,
    summary: "The web shop orders for a customer",
    ...placing(forBob),
    status: 201,
  },
  { name: forBob.name, summary: "Wait for its shipment", ...awaitShipment(forBob) },
  {
    operation: "listCustomerOrders",
    name: "bob",
    summary: "See a customer's orders",
    by: sam,
    path: { customerId: "bob" },
    status: 200,
  },
  {
    operation: "listOrders",
    name: "cancelled",
    summary: "See all cancelled orders",
    by: sam,
    query: { status: "CANCELLED" },
    status: 200,
  },
  {
    operation: "listOrders",
    name: "by-number",
    summary: "Find an order by its number",
    by: sam,
    query: { number: numberOf(mugsAndCoffee) },
    status: 200,
  },
  ...shipmentSteps,
  ...orderChanges,
  {
    operation: "createProduct",
    name: "enamel-mug",
    summary: "Add a product",
    by: sam,
    body: {
      sku: enamelMug,
      name: "Enamel mug 400 ml",
      description: "White with a blue rim, for a fire or a stove.",
      price: { amount: 1490, currency: "EUR" },
      taxRate: 1900,
      reorderPoint: 10,
    },
    status: 201,
  },
  {
    operation: "adjustStock",
    name: "received",
    summary: "Receive 40 of it",
    by: sam,
    path: { sku: enamelMug },
    headers: { "Idempotency-Key": "delivery-2026-117" },
    body: { quantity: 40, reason: "received", note: "Two boxes", reference: "DN-2026-117" },
    status: 201,
  },
  ...stockSteps,
  {
    operation: "putProduct",
    name: "travel-mug",
    summary: "Put a product of another catalogue: it is new",
    by: webShop,
    path: { sku: travelMug },
    body: {
      name: "Travel mug 450 ml",
      price: { amount: 2290, currency: "EUR" },
      taxRate: 1900,
      reorderPoint: 5,
      weight: 310,
      barcode: "4006381333931",
      metadata: { supplier: "mug-works" },
    },
    status: 201,
  },
  {
    operation: "putProduct",
    name: "travel-mug-expected",
    summary: "Replace all its fields: it may be ordered before it arrives",
    by: webShop,
    path: { sku: travelMug },
    headers: { "If-Match": '"1"' },
    body: {
      name: "Travel mug 450 ml",
      price: { amount: 2290, currency: "EUR" },
      taxRate: 1900,
      reorderPoint: 5,
      weight: 310,
      barcode: "4006381333931",
      backorder: { limit: 40, expectedAt: "2027-01-15T08:00:00.000Z" },
    },
    status: 200,
  },
  {
    operation: "listProducts",
    name: "out-of-stock",
    summary: "See what is out of stock",
    by: sam,
    query: { stock: "out" },
    status: 200,
  },
  {
    operation: "changeProduct",
    name: "new-price",
    summary: "Change its price, unless somebody changed it since",
    by: sam,
    path: { sku: enamelMug },
    headers: { "If-Match": '"1"' },
    body: { price: { amount: 1390, currency: "EUR" } },
    status: 200,
  },
  {
    operation: "archiveProduct",
    name: "enamel-mug",
    summary: "Take it off sale",
    by: sam,
    path: { sku: enamelMug },
    headers: { "If-Match": '"2"' },
    status: 200,
  },
  ...reservationSteps,
  ...paymentSteps,
  {
    operation: "checkInvariants",
    name: "first-step",
    summary: "Check that stock, orders and money add up",
    by: olga,
    status: 200,
  },
  {
    name: "provider-down",
    summary: "Pay while the provider does not answer: 202, the order is PENDING",
    ...placing({
      name: "provider-down",
      items: [{ sku: "MAP-ALPS-E", quantity: 1 }],
      paymentMethod: "pm_sandbox_down",
    }),
    status: 202,
  },
  {
    name: slowCapture.name,
    summary: "Order a compass, whose payment will be slow to capture",
    ...placing(slowCapture),
    status: 201,
  },
  { name: slowCapture.name, summary: "Wait for its shipment", ...awaitShipment(slowCapture) },
  {
    operation: "advanceShipmentStatus",
    name: "pack-the-compass",
    summary: "Pack the compass",
    by: sam,
    path: { orderId: idOf(slowCapture), number: 1 },
    headers: { "If-Match": '"3"' },
    body: { status: "PACKED" },
    status: 200,
  },
  {
    operation: "advanceShipmentStatus",
    name: "dispatch-without-answer",
    summary: "Dispatch it while the provider does not answer: 202, it stays PACKED until the payment is captured",
    by: sam,
    path: { orderId: idOf(slowCapture), number: 1 },
    headers: { "If-Match": '"4"' },
    body: { status: "SHIPPED", carrier: "DHL", trackingNumbers: [SLOW_TRACKING_NUMBER] },
    status: 202,
  },
  ...returns,
];
