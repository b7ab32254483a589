import * as z from "zod";
import { secondsAfter } from "../../../functions/platform/values/time.ts";
import { BY_HAND } from "../../../functions/providers/load-provider.ts";
import type { Role } from "../../../local/issuer.ts";
import { Client, type ClientResponse, type OperationId, type RequestRecord } from "./client.ts";
import { stripeCardFor } from "./stripe-methods.ts";
import type { World } from "./world.ts";

const Identified = z.looseObject({ id: z.string() });
const address = { name: "Alice Example", line1: "Hauptstr. 1", city: "Berlin", postalCode: "10115", country: "DE" };

export interface OrderInput {
  readonly items: readonly { readonly sku: string; readonly quantity: number }[];
  /** Of the sandbox, also where a card of Stripe stands for it. */
  readonly method?: string;
  readonly key: string;
  /** Further fields of the request. */
  readonly more?: object;
}

/** What a carrier tells. */
export interface CarrierTold {
  readonly id: string;
  readonly status: string;
  readonly seconds?: number;
  readonly description?: string;
}

/** Money, in the currency of every product of the shop. */
export function eur(amount: number): { readonly amount: number; readonly currency: string } {
  return { amount, currency: "EUR" };
}

/** The requests of customers and staff, for scenarios and histories. */
export class Shop {
  readonly world: World;
  readonly #clients = new Map<string, Client>();

  constructor(world: World) {
    this.world = world;
  }

  as(role: Role, subject: string): Client {
    const known = this.#clients.get(subject) ?? new Client(this.world, role, subject);
    this.#clients.set(subject, known);
    return known;
  }

  get staff(): Client {
    return this.as("staff", "sam");
  }

  get operator(): Client {
    return this.as("operator", "olga");
  }

  get customer(): Client {
    return this.as("customer", "alice");
  }

  /** Creates a product with stock, whose events are handled at once: they are no part of what follows. */
  async createProduct(sku: string, stock: number, price = 25_000, more: object = {}): Promise<void> {
    const body = { sku, name: `Product ${sku}`, price: { amount: price, currency: "EUR" }, taxRate: 1900, ...more };
    await this.staff.send({ operation: "createProduct", body });
    if (stock > 0) await this.adjustStock(sku, stock, `stock ${sku}`);
    await this.world.deliveries.deliverNow();
  }

  adjustStock(sku: string, quantity: number, key: string, location = "main"): Promise<RequestRecord> {
    const body = { quantity, reason: quantity > 0 ? "received" : "damaged", ...at(location) };
    return this.staff.send({ operation: "adjustStock", path: { sku }, key, body });
  }

  /** Sets what is on hand at a location to what was counted. */
  countStock(sku: string, counted: number, key: string, location = "main"): Promise<RequestRecord> {
    return this.staff.send({ operation: "countStock", path: { sku }, key, body: { counted, ...at(location) } });
  }

  /** Moves units from `main` to berlin, or back where the quantity is negative. */
  transferStock(sku: string, quantity: number, key: string): Promise<RequestRecord> {
    const way = quantity > 0 ? { from: "main", to: "berlin" } : { from: "berlin", to: "main" };
    const body = { quantity: Math.abs(quantity), ...way };
    return this.staff.send({ operation: "transferStock", path: { sku }, key, body });
  }

  createLocation(id: string, priority = 100): Promise<RequestRecord> {
    return this.staff.send({ operation: "createLocation", body: { id, name: `Location ${id}`, priority } });
  }

  place({ items, method = "pm_sandbox_ok", key, more }: OrderInput, client = this.customer): Promise<RequestRecord> {
    const body = { items, shippingAddress: address, paymentMethod: this.#methodFor(method), ...more };
    return client.send({ operation: "placeOrder", key, body });
  }

  /** Reserves units, by default for longer than a run takes. */
  reserve({ items, key, more }: OrderInput, client = this.customer): Promise<RequestRecord> {
    const body = { items, expiresInSeconds: 86_400, ...more };
    return client.send({ operation: "createReservation", key, body });
  }

  /** Reserves units and returns the reservation's id. @throws if they were not reserved */
  async reserved(reserving: OrderInput, client = this.customer): Promise<string> {
    const id = idIn((await this.reserve(reserving, client)).response);
    if (id === undefined) throw new Error("The scenario's first units were not reserved.");
    return id;
  }

  release(reservationId: string, client = this.customer): Promise<RequestRecord> {
    return client.send({ operation: "releaseReservation", path: { reservationId } });
  }

  commit(reservationId: string, client = this.staff): Promise<RequestRecord> {
    return client.send({ operation: "commitReservation", path: { reservationId } });
  }

  /** Places an order and waits for its shipment. @throws if it was not placed. */
  async placeConfirmed(ordering: OrderInput, client = this.customer): Promise<string> {
    const orderId = idIn((await this.place(ordering, client)).response);
    if (orderId === undefined) throw new Error("The scenario's first order was not placed.");
    await this.waitForDeliveries();
    return orderId;
  }

  cancel(orderId: string, client = this.customer): Promise<RequestRecord> {
    return client.send({ operation: "cancelOrder", path: { orderId }, body: { reason: "changed my mind" } });
  }

  /** Pays an order with another payment method. */
  authorize(orderId: string, method: string, key: string, client = this.customer): Promise<RequestRecord> {
    return this.#pay("authorizePayment", orderId, key, { paymentMethod: this.#methodFor(method) }, client);
  }

  capture(orderId: string, key: string, body: object = {}, client = this.staff): Promise<RequestRecord> {
    return this.#pay("capturePayment", orderId, key, body, client);
  }

  voidPayment(orderId: string, key: string, client = this.staff): Promise<RequestRecord> {
    return this.#pay("voidPayment", orderId, key, undefined, client);
  }

  /** Gives back an amount, lines, or all that is left. */
  refund(orderId: string, key: string, body: object = {}, client = this.staff): Promise<RequestRecord> {
    return this.#pay("refundPayment", orderId, key, { reason: "broken", ...body }, client);
  }

  /** Records an amount that came another way, or a refund that was given back by hand. */
  recordManual(orderId: string, key: string, body: object, client = this.staff): Promise<RequestRecord> {
    return this.#pay("recordManualPayment", orderId, key, { reference: "transfer 1", ...body }, client);
  }

  refreshPayment(orderId: string): Promise<RequestRecord> {
    return this.staff.send({ operation: "refreshPayment", path: { orderId } });
  }

  /** Completes a customer's action, or lets it fail: at the bank, not through the API, where the bank is Stripe. */
  async completeAction(actionId: string, result: "completed" | "failed" = "completed"): Promise<void> {
    const { stripe, simulation } = this.world;
    if (!stripe) {
      await this.customer.send({ operation: "completeSandboxAction", path: { actionId }, body: { result } });
      return;
    }
    await simulation.turn();
    stripe.completeAction(actionId, result);
  }

  #methodFor(method: string): string {
    return this.world.stripe && method !== BY_HAND ? stripeCardFor(method).method : method;
  }

  #pay(
    operation: OperationId,
    orderId: string,
    key: string,
    body: object | undefined,
    client: Client,
  ): Promise<RequestRecord> {
    return client.send({ operation, path: { orderId }, key, ...(body && { body }) });
  }

  /** Changes an order: `lines` as units wanted from now on. */
  edit(orderId: string, body: object, client = this.customer): Promise<RequestRecord> {
    return client.send({ operation: "editOrder", path: { orderId }, body });
  }

  /** Makes a shipment of these units. */
  split(orderId: string, units: Readonly<Record<string, number>>, key: string): Promise<RequestRecord> {
    const lines = Object.entries(units).map(([sku, quantity]) => ({ sku, quantity }));
    return this.staff.send({ operation: "splitShipment", path: { orderId }, key, body: { lines } });
  }

  /** Asks to send these units back. */
  requestReturn(
    orderId: string,
    units: Readonly<Record<string, number>>,
    key: string,
    client = this.customer,
    more: object = {},
  ): Promise<RequestRecord> {
    const lines = Object.entries(units).map(([sku, quantity]) => ({ sku, quantity }));
    const body = { lines, reason: "too small", ...more };
    return client.send({ operation: "requestReturn", path: { orderId }, key, body });
  }

  approveReturn(orderId: string, number = 1): Promise<RequestRecord> {
    return this.#decide("approveReturn", orderId, number, {});
  }

  rejectReturn(orderId: string, number = 1): Promise<RequestRecord> {
    return this.#decide("rejectReturn", orderId, number, { reason: "worn" });
  }

  cancelReturn(orderId: string, number = 1, client = this.staff): Promise<RequestRecord> {
    return client.send({ operation: "cancelReturn", path: { orderId, number: String(number) } });
  }

  /** Receives these units of a return and puts them back into stock, unless `more` says otherwise. */
  receiveReturn(
    orderId: string,
    units: Readonly<Record<string, number>>,
    key: string,
    { number = 1, ...more }: { readonly number?: number; readonly [field: string]: unknown } = {},
    client = this.staff,
  ): Promise<RequestRecord> {
    const lines = Object.entries(units).map(([sku, restock]) => ({ sku, restock }));
    const path = { orderId, number: String(number) };
    return client.send({ operation: "receiveReturn", path, key, body: { lines, ...more } });
  }

  #decide(operation: OperationId, orderId: string, number: number, body: object): Promise<RequestRecord> {
    return this.staff.send({ operation, path: { orderId, number: String(number) }, body });
  }

  timeline(orderId: string, client = this.staff): Promise<RequestRecord> {
    return client.send({ operation: "getTimeline", path: { orderId } });
  }

  pack(orderId: string, number = 1): Promise<RequestRecord> {
    return this.#advance(orderId, { status: "PACKED" }, number);
  }

  dispatch(orderId: string, trackingNumber = "T-1", number = 1): Promise<RequestRecord> {
    return this.#advance(orderId, { status: "SHIPPED", carrier: "DHL", trackingNumbers: [trackingNumber] }, number);
  }

  deliver(orderId: string, number = 1): Promise<RequestRecord> {
    return this.#advance(orderId, { status: "DELIVERED" }, number);
  }

  failDelivery(orderId: string, number = 1): Promise<RequestRecord> {
    return this.#advance(orderId, { status: "DELIVERY_FAILED", reason: "nobody was at home" }, number);
  }

  /** Takes a shipment back that could not be delivered: its units are in stock again, there or where they came from. */
  restock(orderId: string, number = 1, location?: string): Promise<RequestRecord> {
    return this.#advance(orderId, { status: "RETURNED", restock: true, ...(location && { location }) }, number);
  }

  /** Takes a shipment back whose units cannot be sold any more. */
  writeOff(orderId: string, number = 1): Promise<RequestRecord> {
    return this.#advance(orderId, { status: "RETURNED", restock: false }, number);
  }

  /** What a carrier tells of a shipment; seconds are after some moment before the order was placed. */
  carrierEvent(orderId: string, event: CarrierTold, number = 1): Promise<RequestRecord> {
    const { id, status, seconds = 0, description } = event;
    const at = secondsAfter("2026-01-01T00:00:00.000Z", seconds);
    const body = { id, status, at, ...(description !== undefined && { description }) };
    const path = { orderId, number: String(number) };
    return this.as("service", "carrier").send({ operation: "recordCarrierEvent", path, body });
  }

  #advance(orderId: string, body: object, number: number): Promise<RequestRecord> {
    const path = { orderId, number: String(number) };
    return this.staff.send({ operation: "advanceShipmentStatus", path, body });
  }

  /** Waits until the stream and the queue are empty. */
  async waitForDeliveries(): Promise<void> {
    do await this.world.simulation.sleep(600);
    while (!this.world.deliveries.isIdle);
  }

  wait(seconds: number): Promise<void> {
    return this.world.simulation.sleep(seconds * 1_000);
  }
}

/** What a shop with one location never sends. */
function at(location: string): { readonly location?: string } {
  return location === "main" ? {} : { location };
}

/** The id in the response; undefined if there is none. */
export function idIn({ body }: ClientResponse): string | undefined {
  const { data } = Identified.safeParse(body);
  return data?.id;
}

const Action = z.looseObject({ clientSecret: z.string() });
const Acting = z.union([
  z.looseObject({ nextAction: Action }),
  z.looseObject({ payment: z.looseObject({ nextAction: Action }) }).transform(({ payment }) => payment),
]);

/** The id of the action that the response asks of the customer. @throws where it asks for none */
export function actionIn({ body }: ClientResponse): string {
  return Acting.parse(body).nextAction.clientSecret;
}
