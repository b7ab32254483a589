import { idFromKey } from "../../functions/platform/values/ids.ts";
import { type ExampleOrder, placing } from "./orders.ts";
import { alice, type Caller, type ProblemStep, sam, type WalkthroughStep, webShop } from "./step.ts";

interface ExampleReservation {
  /** Its Idempotency-Key. */
  readonly name: string;
  readonly items: ExampleOrder["items"];
  readonly by?: Caller;
  readonly more?: object;
}

const tent = [{ sku: "TENT-2P-SAGE", quantity: 1 }];
const cart = { name: "cart-4711", items: tent, more: { reference: "cart 4711", expiresInSeconds: 1_800 } };
const secondThoughts = { name: "second-thoughts", items: [{ sku: "MAT-AIR-R", quantity: 2 }] };
const till = {
  name: "till-3-0042",
  items: [{ sku: "COFFEE-500", quantity: 2 }],
  by: webShop,
  more: { reference: "till 3, receipt 42" },
} satisfies ExampleReservation;
const another = { name: "another-mat", items: [{ sku: "MAT-AIR-R", quantity: 1 }] };

const fromCart = {
  name: "from-the-cart",
  items: tent,
  more: { reservationId: reservationIdOf(cart) },
} satisfies ExampleOrder;

function reserving({ name, items, by = alice, more }: ExampleReservation) {
  return { operation: "createReservation", by, headers: { "Idempotency-Key": name }, body: { items, ...more } };
}

function reservationIdOf({ name, by = alice }: ExampleReservation): string {
  return idFromKey("rsv", { caller: by, operation: "createReservation", key: name });
}

function onReservation(operation: string, reservation: ExampleReservation, by: Caller = reservation.by ?? alice) {
  return { operation, by, path: { reservationId: reservationIdOf(reservation) } };
}

/** Reservations that become an order, are sold at a till, and are released. */
export const reservationSteps: readonly WalkthroughStep[] = [
  { name: cart.name, summary: "Reserve a tent for a cart", ...reserving(cart), status: 201 },
  { name: cart.name, summary: "Read the reservation", ...onReservation("getReservation", cart), status: 200 },
  { name: fromCart.name, summary: "Order what is reserved", ...placing(fromCart), status: 201 },
  {
    name: secondThoughts.name,
    summary: "Reserve two mats for a quarter of an hour",
    ...reserving(secondThoughts),
    status: 201,
  },
  {
    name: secondThoughts.name,
    summary: "Release them",
    ...onReservation("releaseReservation", secondThoughts),
    status: 200,
  },
  { name: till.name, summary: "Reserve coffee at a till", ...reserving(till), status: 201 },
  {
    name: till.name,
    summary: "It is sold: the units leave stock",
    ...onReservation("commitReservation", till),
    status: 200,
  },
];

type Preparation = Omit<WalkthroughStep, "name" | "summary">;

/** So many products at so many locations that one transaction cannot write a row for each: a unit at each place. */
const SCATTERED = 25;
const STORES = ["store-north", "store-south"];
const scattered = Array.from({ length: SCATTERED }, (_, number) => `SCATTERED-${number + 1}`);

const scatteredUnits: readonly Preparation[] = [
  ...STORES.map((id) => ({ operation: "createLocation", by: sam, body: { id, name: id }, status: 201 })),
  ...scattered.map((sku) => ({
    operation: "createProduct",
    by: sam,
    body: { sku, name: sku, price: { amount: 100, currency: "EUR" }, stock: 1 },
    status: 201,
  })),
  ...scattered.flatMap((sku) =>
    STORES.map((location) => ({
      operation: "adjustStock",
      by: sam,
      path: { sku },
      headers: { "Idempotency-Key": location },
      body: { quantity: 1, reason: "received", location },
      status: 201,
    })),
  ),
];

/** @param prepare a step that is not in the document */
export function reservationProblems(
  prepare: (step: Preparation) => WalkthroughStep,
): readonly (ProblemStep | WalkthroughStep)[] {
  const orderWith = (reservation: ExampleReservation, items: ExampleOrder["items"] = reservation.items) =>
    placing({ name: `with-${reservation.name}`, items, more: { reservationId: reservationIdOf(reservation) } });
  return [
    { ...reserving({ name: "trailers", items: [{ sku: "TRAILER-CARGO", quantity: 50 }] }), code: "out_of_stock" },
    { ...reserving({ name: "gold", items: [{ sku: "MUG-GOLD", quantity: 1 }] }), code: "unknown_product" },
    { ...reserving({ ...cart, more: { expiresInSeconds: 60 } }), code: "idempotency_key_reused" },
    ...scatteredUnits.map(prepare),
    {
      ...reserving({ name: "scattered", items: scattered.map((sku) => ({ sku, quantity: 1 + STORES.length })) }),
      code: "reservation_too_fragmented",
    },
    { ...onReservation("releaseReservation", till), code: "reservation_ended" },
    { ...orderWith(secondThoughts), code: "reservation_ended" },
    prepare({ ...reserving({ ...another, by: webShop }), status: 201 }),
    { ...onReservation("commitReservation", { ...another, by: webShop }, sam), code: "reservation_not_yours" },
    { ...orderWith({ ...another, by: webShop }), code: "unknown_reservation" },
    prepare({ ...onReservation("releaseReservation", { ...another, by: webShop }), status: 200 }),
    { ...onReservation("commitReservation", { ...another, by: webShop }), code: "reservation_ended" },
    prepare({ ...reserving(another), status: 201 }),
    { ...orderWith(another, [{ sku: "MAT-AIR-R", quantity: 2 }]), code: "reservation_mismatch" },
  ];
}
