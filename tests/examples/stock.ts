import { awaitShipment, type ExampleOrder, placing } from "./orders.ts";
import { type ExampleRequest, type ProblemStep, sam, type WalkthroughStep } from "./step.ts";

const enamelMug = "MUG-ENAMEL-400";

const berlin = {
  id: "berlin",
  name: "Warehouse Berlin",
  priority: 10,
  address: {
    name: "Warehouse Berlin",
    line1: "Westhafenstr. 1",
    city: "Berlin",
    postalCode: "13353",
    country: "DE",
  },
};

type Booking = "adjustStock" | "countStock" | "transferStock";

function booking(operation: Booking, key: string, body: object): ExampleRequest & { readonly operation: Booking } {
  return { operation, by: sam, path: { sku: enamelMug }, headers: { "Idempotency-Key": key }, body };
}

function ofBerlin(operation: "getLocation" | "changeLocation") {
  return { operation, by: sam, path: { locationId: berlin.id } };
}

const adding = { operation: "createLocation", by: sam } as const;
const toBerlin = { quantity: 15, from: "main", to: berlin.id, reference: "TR-2026-8" };
const countInBerlin = { counted: 13, location: berlin.id, note: "Second shelf, counted twice" };

/** More than either location has. */
const thirtyMugs = { name: "thirty-mugs", items: [{ sku: enamelMug, quantity: 30 }] } satisfies ExampleOrder;

/** Stock at two locations; the mugs were received. */
export const stockSteps: readonly WalkthroughStep[] = [
  { name: berlin.id, summary: "Add a second location", ...adding, body: berlin, status: 201 },
  {
    name: "new-name",
    summary: "Give it another name, unless somebody changed it since",
    ...ofBerlin("changeLocation"),
    headers: { "If-Match": '"1"' },
    body: { name: "Berlin Westhafen" },
    status: 200,
  },
  { name: berlin.id, summary: "Look at it", ...ofBerlin("getLocation"), status: 200 },
  { operation: "listLocations", name: "two", summary: "See all locations", by: sam, status: 200 },
  {
    name: "to-berlin",
    summary: "Move 15 mugs there",
    ...booking("transferStock", "transfer-2026-8", toBerlin),
    status: 201,
  },
  {
    name: "broken",
    summary: "One of them broke on the way",
    ...booking("adjustStock", "broken-2026-3", { quantity: -1, reason: "damaged", location: berlin.id }),
    status: 201,
  },
  {
    name: "counted",
    summary: "Count what is there: one less than there should be",
    ...booking("countStock", "stocktaking-2026-4", countInBerlin),
    status: 201,
  },
  {
    name: thirtyMugs.name,
    summary: "Order 30 of them: the location that comes first serves what it has, the next one the rest",
    ...placing(thirtyMugs),
    status: 201,
  },
  {
    name: thirtyMugs.name,
    summary: "A moment later there is a shipment from each location",
    ...awaitShipment(thirtyMugs),
  },
  {
    operation: "getStock",
    name: "at-two-locations",
    summary: "See what is where",
    by: sam,
    path: { sku: enamelMug },
    status: 200,
  },
  {
    operation: "listMovements",
    name: "enamel-mug",
    summary: "Read every change of what is on hand, with its balance",
    by: sam,
    path: { sku: enamelMug },
    status: 200,
  },
];

function addingAnother(id: string, name = `Warehouse ${id}`): ExampleRequest {
  return { ...adding, body: { id, name } };
}

/** Together with `main`, berlin and two stores of other examples as many as a shop may have; they are not in the document. */
const others = Array.from({ length: 16 }, (_, index) => ({
  ...addingAnother(`store-${index + 1}`),
  name: "preparation",
  summary: "",
  status: 201,
}));

/** What is refused of stock and locations. Of the mugs in berlin, five are held for the order of thirty. */
export const stockProblems: readonly (ProblemStep | WalkthroughStep)[] = [
  { ...addingAnother(berlin.id, "Warehouse Berlin-Mitte"), code: "location_exists" },
  {
    ...ofBerlin("changeLocation"),
    headers: { "If-Match": '"7"' },
    body: { priority: 5 },
    code: "version_mismatch",
  },
  {
    ...booking("adjustStock", "paris-1", { quantity: 5, reason: "received", location: "paris" }),
    code: "unknown_location",
  },
  { ...booking("countStock", "paris-2", { counted: 5, location: "paris" }), code: "unknown_location" },
  { ...booking("transferStock", "paris-3", { ...toBerlin, to: "paris" }), code: "unknown_location" },
  { ...booking("countStock", "few-mugs", { counted: 4, location: berlin.id }), code: "insufficient_stock" },
  {
    ...booking("transferStock", "all-mugs", { quantity: 9, from: berlin.id, to: "main" }),
    code: "insufficient_stock",
  },
  {
    ...booking("countStock", "stocktaking-2026-4", { ...countInBerlin, counted: 14 }),
    code: "idempotency_key_reused",
  },
  {
    ...booking("transferStock", "transfer-2026-8", { ...toBerlin, quantity: 16 }),
    code: "idempotency_key_reused",
  },
  ...others,
  { ...addingAnother("one-more"), code: "too_many_locations" },
];
