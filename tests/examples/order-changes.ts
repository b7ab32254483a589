import { awaitShipment, type ExampleOrder, idOf, placing } from "./orders.ts";
import { alice, type Caller, type ProblemStep, sam, type WalkthroughStep, webShop } from "./step.ts";

const euros = (amount: number) => ({ amount, currency: "EUR" });

const hats = {
  name: "hats-and-map",
  items: [
    { sku: "HAT-WOOL", quantity: 3 },
    { sku: "MAP-ALPS-E", quantity: 1 },
  ],
} satisfies ExampleOrder;

const byPhone = {
  name: "by-phone",
  items: [{ sku: "HAT-WOOL", quantity: 2 }],
  by: sam,
  customerId: "alice",
} satisfies ExampleOrder;

/** The same order with what only the shop decides. */
function withConditions(order: ExampleOrder, more: object) {
  const request = placing(order);
  return { ...request, body: { ...request.body, ...more } };
}

function editing(order: ExampleOrder, body: object, by: Caller = sam) {
  return { operation: "editOrder", by, path: { orderId: idOf(order) }, body };
}

function wanting(sku: string, quantity: number) {
  return { lines: [{ sku, quantity }] };
}

function splitting(order: ExampleOrder, key: string, sku: string, quantity = 1) {
  return {
    operation: "splitShipment",
    by: sam,
    path: { orderId: idOf(order) },
    headers: { "Idempotency-Key": key },
    body: wanting(sku, quantity),
  };
}

/** An order that is changed before it ships. */
export const orderChanges: readonly WalkthroughStep[] = [
  { name: hats.name, summary: "Order three hats and a map", ...placing(hats), status: 201 },
  { name: hats.name, summary: "Wait for its shipment", ...awaitShipment(hats) },
  {
    name: "one-hat",
    summary: "Send one hat ahead, in a shipment of its own",
    ...splitting(hats, "one-hat", "HAT-WOOL"),
    status: 201,
  },
  {
    name: "one-hat-less",
    summary: "Take a hat out of the order, unless somebody changed it since",
    ...editing(hats, wanting("HAT-WOOL", 2), alice),
    headers: { "If-Match": '"4"' },
    status: 200,
  },
  {
    name: "details",
    summary: "Set the e-mail address, the shop's own reference and metadata",
    ...editing(hats, { email: "alice@example.com", reference: "PO-4711", metadata: { channel: "web" } }),
    status: 200,
  },
  {
    operation: "getTimeline",
    name: hats.name,
    summary: "Read what happened to it",
    by: alice,
    path: { orderId: idOf(hats) },
    status: 200,
  },
  {
    name: byPhone.name,
    summary: "Staff order for a customer, with a shipping charge and a discount",
    ...withConditions(byPhone, {
      charges: [{ kind: "shipping", name: "Parcel", amount: euros(490), taxRate: 1_900 }],
      discounts: [{ name: "Autumn", amount: euros(500) }],
      email: "alice@example.com",
      reference: "PHONE-17",
      customerMayCancelUntil: "PENDING",
    }),
    status: 201,
  },
  { name: byPhone.name, summary: "Wait for its shipment", ...awaitShipment(byPhone) },
];

/** Waits for money that comes another way: whatever is added is paid later. */
const byTransfer = {
  name: "by-transfer",
  items: [{ sku: "HAT-WOOL", quantity: 1 }],
  by: webShop,
  customerId: "alice",
  paymentMethod: "manual",
} satisfies ExampleOrder;

const inManyParcels = { name: "in-many-parcels", items: [{ sku: "HAT-WOOL", quantity: 1 }] } satisfies ExampleOrder;

/** As many lines as an order may have. */
const ofThirtyLines = {
  ...byTransfer,
  name: "of-thirty-lines",
  items: (
    "TENT-2P-SAGE TENT-4P-SAND TARP-3X3 BAG-DOWN-M5 BAG-SYN-P5 MAT-AIR-R MAT-FOAM PILLOW-S PACK-28-RED PACK-28-BLUE " +
    "PACK-55-GREY DRYBAG-10 DRYBAG-35 BOOT-HIKE-41 BOOT-HIKE-42 BOOT-HIKE-43 BOOT-HIKE-44 SOCK-MERINO-M SOCK-MERINO-L " +
    "JACKET-RAIN-S JACKET-RAIN-M JACKET-RAIN-L HAT-WOOL GLOVE-LINER STOVE-GAS GAS-230 POT-SET-2 BOTTLE-1L FILTER-WATER KNIFE-FOLD"
  )
    .split(" ")
    .map((sku) => ({ sku, quantity: 1 })),
} satisfies ExampleOrder;

/** Prepares what a problem needs, and is not in the document. */
function prepare(step: Omit<WalkthroughStep, "name" | "summary">): WalkthroughStep {
  return { name: "preparation", summary: "", ...step };
}

const parcels = Array.from({ length: 19 }, (_, index) =>
  prepare({ ...splitting(inManyParcels, `parcel-${index + 2}`, "HAT-WOOL"), status: 201 }),
);

const packing = {
  operation: "advanceShipmentStatus",
  by: sam,
  path: { orderId: idOf(byPhone), number: 1 },
  body: { status: "PACKED" },
};

/** While its shipment waits for its capture. */
export function editWhileLeaving(order: ExampleOrder): ProblemStep {
  return { ...editing(order, wanting("COMPASS", 0)), code: "order_busy" };
}

/** What is refused of changing orders; MAP-ROCKIES, in another currency, has to be on sale. */
export function orderChangeProblems(cancelled: ExampleOrder): readonly (ProblemStep | WalkthroughStep)[] {
  const address = { ...placing(hats).body.shippingAddress, city: "Bonn" };
  return [
    {
      ...withConditions({ ...hats, name: "own-price" }, { discounts: [{ name: "Mine", amount: euros(1) }] }),
      code: "staff_only",
    },
    { ...withConditions({ ...hats, name: "old-price" }, { expectedTotal: euros(1) }), code: "price_changed" },
    {
      ...withConditions({ ...byPhone, name: "too-cheap" }, { discounts: [{ name: "All", amount: euros(100_000) }] }),
      code: "discount_too_large",
    },
    {
      ...withConditions(
        { ...byPhone, name: "two-prices" },
        { items: [...byPhone.items, { sku: "HAT-WOOL", quantity: 1, unitPrice: euros(1) }] },
      ),
      code: "several_prices",
    },
    { ...editing(hats, wanting("HAT-WOOL", 9), alice), code: "staff_only" },
    { ...editing(hats, wanting("HAT-WOOL", 9)), code: "above_authorized" },
    { ...editing(hats, wanting("HAT-GOLD", 1)), code: "unknown_product" },
    { ...editing(hats, wanting("COFFEE-500", 0)), code: "unknown_line" },
    { ...editing(hats, wanting("MAP-ROCKIES", 1)), code: "mixed_currencies" },
    { ...editing(hats, wanting("TENT-4P-SAND", 100_000)), code: "total_too_large" },
    { ...editing(hats, { reference: "PO-1" }), headers: { "If-Match": '"1"' }, code: "version_mismatch" },
    { ...editing(cancelled, wanting("BOOK-KNOTS", 1)), code: "order_ended" },
    { ...splitting(cancelled, "ended", "BOOK-KNOTS"), code: "invalid_state_transition" },
    { ...splitting(hats, "other", "COFFEE-500"), code: "unknown_line" },
    { ...splitting(hats, "one-hat", "HAT-WOOL", 2), code: "idempotency_key_reused" },
    { ...splitting(hats, "too-many", "HAT-WOOL", 9), code: "units_not_free" },
    prepare({ ...packing, status: 200 }),
    { ...editing(byPhone, wanting("HAT-WOOL", 1)), code: "units_not_free" },
    { ...editing(byPhone, { shippingAddress: address }), code: "already_packed" },
    { ...editing(byPhone, { email: "bob@example.com" }, alice), code: "too_late_to_edit" },
    {
      operation: "cancelOrder",
      by: alice,
      path: { orderId: idOf(byPhone) },
      body: { reason: "Changed my mind" },
      code: "too_late_to_cancel",
    },
    prepare({ ...placing(byTransfer), status: 202 }),
    { ...editing(byTransfer, wanting("TRAILER-CARGO", 50)), code: "out_of_stock" },
    prepare({ ...placing(ofThirtyLines), status: 202 }),
    { ...editing(ofThirtyLines, wanting("COFFEE-500", 1)), code: "too_many_lines" },
    prepare({ ...withConditions(inManyParcels, { items: [{ sku: "HAT-WOOL", quantity: 20 }] }), status: 201 }),
    prepare(awaitShipment(inManyParcels)),
    ...parcels,
    { ...splitting(inManyParcels, "parcel-21", "HAT-WOOL"), code: "too_many_shipments" },
  ];
}
